using EventsApi.Data.Model;

namespace EventsApi.Data.Imports;

/// <summary>
/// Turns a file's rows into events by a profile. A column that several sources fill takes the first that has a value;
/// whatever is not carried over whole goes into attributes.
/// </summary>
internal sealed class RowConverter(Profile profile, string? dataset, FileDates dates, DateOnly latest)
{

    private readonly AttributesWriter _attributes = new();
    private readonly HashSet<string> _droppedNames = [.. profile.Dropped.Select(Profile.Key)];
    private Step[] _steps = [];
    private int[] _order = [];
    private bool[] _dropped = [];
    private bool[] _carried = [];
    private bool _targetingKnown;
    private int _eventTypeSource;
    private int _subEventTypeSource;
    private int _names = -1;

    /// <summary>The event of a readable row, with what is wrong in what it says.</summary>
    public Draft Convert(Row row)
    {
        if (row.Names.Count != _names)
        {
            Prepare(row.Names);
        }
        _dropped.CopyTo(_carried, 0);
        var draft = new Draft(row, dates, _carried) { Latest = latest };
        foreach (var step in _steps)
        {
            Apply(step, draft);
        }
        ResolveKind(draft);
        CheckYear(draft);
        Derivation.Complete(draft.Event, draft.Country, _targetingKnown);
        draft.Event.Dataset = dataset ?? draft.Event.Dataset ?? profile.Name;
        draft.Event.Attributes = Attributes(draft);
        return draft;
    }

    /// <summary>The texts that <c>event_date</c> is read from in a row, most favoured first.</summary>
    public IEnumerable<string> Dates(Row row)
    {
        if (row.Names.Count != _names)
        {
            Prepare(row.Names);
        }
        return _steps.Where(step => step.Column == EventColumns.EventDate && step.Sources.Count == 1)
            .Select(step => Value(row, step.Sources[0])).OfType<string>();
    }

    private static void Apply(Step step, Draft draft)
    {
        if (draft.IsFilled(step.Place) || draft.HasError(step.Column.Name) || Value(draft.Row, step.Sources[0]) is not { } value)
        {
            return;
        }
        if (step.Convert(draft, step, value))
        {
            foreach (var source in step.Sources)
            {
                draft.Carried[source] = true;
            }
        }
    }

    private void ResolveKind(Draft draft)
    {
        var row = draft.Event;
        if (row.EventType is null || (row.SubEventType is not null && Codebook.FindKind(row.EventType, row.SubEventType) is not null))
        {
            return;
        }
        var kind = Taxonomy.Resolve(row.EventType, row.SubEventType, row.Inter1, row.Inter2);
        (row.EventType, row.SubEventType) = (kind.EventType, kind.SubEventType);
        if (!kind.Exact)
        {
            Keep(draft, _eventTypeSource);
            Keep(draft, _subEventTypeSource);
        }
    }

    private static void CheckYear(Draft draft)
    {
        if (draft.StatedYear is not var (year, source) || draft.Event.EventDate is not { } date || date.Year == year)
        {
            return;
        }
        draft.Add(Rules.YearDiffers, EventColumns.Year.Name, $"{year}", $"The year is {year}, event_date is of {date.Year}.");
        Keep(draft, source);
    }

    private static void Keep(Draft draft, int source)
    {
        if (source >= 0)
        {
            draft.Carried[source] = false;
        }
    }

    private string? Attributes(Draft draft)
    {
        var others = _attributes.Write(_order, draft.Row.Names, draft.Row.Cells, draft.Carried);
        return draft.Event.Attributes is { } own ? _attributes.Merge(own, others) : others;
    }

    private void Prepare(IReadOnlyList<string> names)
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            indexes.TryAdd(Profile.Key(names[i]), i);
        }
        _steps = [.. profile.Columns.SelectMany(column => Steps(column, indexes))];
        _order = [.. Enumerable.Range(0, names.Count).OrderBy(i => names[i], StringComparer.Ordinal)];
        _dropped = [.. names.Select(name => _droppedNames.Contains(Profile.Key(name)))];
        _carried = new bool[names.Count];
        _targetingKnown = Array.Exists(_steps, step => step.Column == EventColumns.CivilianTargeting);
        _eventTypeSource = Source(EventColumns.EventType);
        _subEventTypeSource = Source(EventColumns.SubEventType);
        _names = names.Count;
    }

    private int Source(Column column) => Array.Find(_steps, step => step.Column == column)?.Sources[0] ?? -1;

    private static IEnumerable<Step> Steps(ProfileColumn profile, Dictionary<string, int> indexes)
    {
        var column = EventColumns.Find(profile.Column)!;
        var conversion = Conversions.Find(profile.Conversion)!;
        var sources = profile.From.Where(indexes.ContainsKey).Select(name => indexes[name]).ToList();
        if (Conversions.Joins(conversion))
        {
            return sources.Count == profile.From.Count ? [new Step(column, Place(column), sources, profile, conversion)] : [];
        }
        return sources.Select(source => new Step(column, Place(column), [source], profile, conversion));
    }

    private static int Place(Column column)
    {
        for (var i = 0; ; i++)
        {
            if (EventColumns.All[i] == column)
            {
                return i;
            }
        }
    }

    private static string? Value(Row row, int source) => source < row.Cells.Length ? row.Cells[source].Value : null;
}
