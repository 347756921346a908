using System.Globalization;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Tests.Sql;

/// <summary>What fill, top and compare are, said once more in plain code over rows and days.</summary>
internal sealed class ShapeReference(AggregateQuery query, IReadOnlyList<Event> rows)
{
    // Everything that random filters ask for, and a year and more before it.
    private static readonly DateOnly[] Calendar = [.. Enumerable.Range(0, 1800).Select(new DateOnly(2018, 1, 1).AddDays)];

    private readonly Group.OfTime? _time = query.GroupBy.OfType<Group.OfTime>().Take(2).ToList() is [var one] ? one : null;
    private readonly List<Event> _belonging = [.. rows.Where(row => Evaluator.Evaluate(query.Where, row) == true)];
    private readonly Dictionary<DateOnly, DateOnly> _starts = [];
    private readonly Dictionary<DateOnly, bool> _asked = [];
    private readonly Dictionary<Event, List<object?[]>> _keys = [];
    private ILookup<string, Event>? _inGroup;
    private ILookup<string, Event>? _inOthers;
    private readonly List<Event> _rest = [.. rows.Where(row => Terms(query.Where).Where(term => !IsOfDays(term)).All(term => Evaluator.Evaluate(term, row) == true))];

    private static string Mark(IEnumerable<object?> keys) => string.Join('\n', keys.Select(key => $"{key?.GetType()}{key}"));

    /// <summary>The rows of the answer in its order, each its keys and values, and with top what is in none of them.</summary>
    public (List<object?[]> Rows, object?[]? Other) Answer()
    {
        var groups = Groups().Select(Row).ToList();
        if (query.Top is not { } top)
        {
            return (AggregateReference.Part(query, groups), null);
        }
        var biggest = query with { Sort = [new BucketSort(null, query.Metrics[0], true), .. query.GroupBy.Select(group => new BucketSort(group, null, false))] };
        var kept = AggregateReference.Part(biggest, groups).Take(top).ToList();
        var marks = kept.Select(row => Mark(row.Take(query.GroupBy.Count))).ToHashSet();
        var others = _belonging.Where(row => !Keys(row).Any(key => marks.Contains(Mark(key)))).ToList();
        var values = AggregateReference.Values(query.Plain(), others);
        return (AggregateReference.Part(query, kept),
            [.. query.GroupBy.Select(_ => (object?)null), .. query.Computed.Select(metric => metric.Of is null ? values[query.Plain().Metrics.ToList().IndexOf(metric)] : null)]);
    }

    /// <summary>The interval before, or a year before, the one that the filter asks for.</summary>
    public (DateOnly First, DateOnly Last) Before()
    {
        var asked = Calendar.Where(IsAsked).ToList();
        var (first, end) = (asked[0], asked[^1].AddDays(1));
        var isMonths = (first.Day, end.Day) == (1, 1);
        var days = end.DayNumber - first.DayNumber;
        return query.Baseline switch
        {
            Baseline.Mean12Months => (first.AddYears(-1), first.AddDays(-1)),
            Baseline.PreviousPeriod when !isMonths => (first.AddDays(-days), first.AddDays(-1)),
            Baseline.PreviousPeriod => (first.AddMonths(-((end.Year - first.Year) * 12 + end.Month - first.Month)), first.AddDays(-1)),
            _ => (first.AddYears(-1), end.Day == 1 ? end.AddYears(-1).AddDays(-1) : end.AddDays(-1).AddYears(-1)),
        };
    }

    private static IEnumerable<Predicate> Terms(Predicate where) => where is Predicate.And and ? and.Terms.SelectMany(Terms) : [where];

    private static bool IsOfDays(Predicate term) => term switch
    {
        Predicate.Compare compare => compare.Column == EventColumns.EventDate || compare.Column == EventColumns.Year,
        Predicate.In list => list.Column == EventColumns.EventDate || list.Column == EventColumns.Year,
        Predicate.Not not => IsOfDays(not.Term),
        Predicate.And and => and.Terms.All(IsOfDays),
        Predicate.Or or => or.Terms.All(IsOfDays),
        _ => false,
    };

    private bool IsAsked(DateOnly day) => _asked.TryGetValue(day, out var known) ? known : _asked[day] =
        Terms(query.Where).Where(IsOfDays).All(term => Evaluator.Evaluate(term, new Event { EventDate = day, Year = day.Year }) == true);

    // The keys of all groups there are to be.
    private List<object?[]> Groups()
    {
        var all = (query.GroupBy.Count == 0 ? [[]] : _belonging.SelectMany(row => Keys(row))).ToList();
        var spans = query.Fills || query.Baseline is not null ? Spans() : [];
        if (query.Baseline is not null)
        {
            var windows = spans.DefaultIfEmpty().Select(span => (Span: span, Windows: _time is null ? Windows(null) : span is DateOnly start ? Windows(start) : [])).ToList();
            all.AddRange(from row in _rest
                         from key in Keys(row)
                         from target in windows
                         where target.Windows.Exists(window => window(row.EventDate!.Value))
                         select key.Select((one, i) => i == Place ? target.Span : one).ToArray());
        }
        if (query.Fills)
        {
            var others = query.GroupBy.Count == 1 ? [new object?[1]] : all.DistinctBy(key => Mark(key.Where((_, i) => i != Place))).ToList();
            all.AddRange(others.SelectMany(key => spans.Select(span => key.Select((one, i) => i == Place ? span : one).ToArray())));
        }
        return [.. all.DistinctBy(Mark)];
    }

    private int Place => query.GroupBy.ToList().FindIndex(group => group is Group.OfTime);

    // Day by day: what is asked, but at an open end only as far as there are events.
    private List<object?> Spans()
    {
        if (_time is null || (_belonging.Count == 0 && (IsAsked(DateOnly.MinValue) || IsAsked(DateOnly.MaxValue)) && !Calendar.Any(IsAsked)))
        {
            return [];
        }
        var known = _belonging.Select(row => Start(row.EventDate!.Value)).ToList();
        var (opens, closes) = (Calendar.TakeWhile(IsAsked).LastOrDefault(), Calendar.Reverse().TakeWhile(IsAsked).LastOrDefault(DateOnly.MaxValue));
        return [.. Calendar.Where(IsAsked)
            .Where(day => !(IsAsked(DateOnly.MinValue) && day <= opens) || (known.Count > 0 && Start(day) >= known.Min()))
            .Where(day => !(IsAsked(DateOnly.MaxValue) && day >= closes) || (known.Count > 0 && Start(day) <= known.Max()))
            .Select(day => (object?)Start(day)).Distinct()];
    }

    private DateOnly Start(DateOnly day) => _starts.TryGetValue(day, out var known) ? known
        : _starts[day] = (DateOnly)AggregateReference.Keys([_time!], new Event { EventDate = day }).Single()[0]!;

    // What days a group is compared with, one test for each value that the baseline is the mean of.
    private List<Func<DateOnly, bool>> Windows(DateOnly? start)
    {
        if (start is not { } span || _time is null)
        {
            var (first, last) = Before();
            return query.Baseline != Baseline.Mean12Months ? [day => day >= first && day <= last]
                : [.. Enumerable.Range(1, 12).Select(back => first.AddYears(1).AddMonths(-back)).Select(month => (Func<DateOnly, bool>)(day => day.Year == month.Year && day.Month == month.Month))];
        }
        if (query.Baseline == Baseline.PreviousPeriod)
        {
            return [day => Start(day) == Start(span.AddDays(-1))];
        }
        if (query.Baseline == Baseline.Mean12Months)
        {
            return [.. Enumerable.Range(1, 12).Select(back => (Func<DateOnly, bool>)(day => Start(day) == span.AddMonths(-back)))];
        }
        var name = _time.Label(span) is string text ? $"{int.Parse(text[..4], CultureInfo.InvariantCulture) - 1}{text[4..]}" : (object)((long)_time.Label(span)! - 1);
        var named = Calendar.FirstOrDefault(day => name.Equals(_time.Label(Start(day))));
        return named == default ? [] : [day => Start(day) == named];
    }

    private object?[] Row(object?[] keys)
    {
        var metrics = query.Plain().Metrics.ToList();
        var own = AggregateReference.Values(query.Plain(), InGroup(keys, null));
        var windows = query.Baseline is null ? [] : Windows(_time is null ? null : (DateOnly)keys[Place]!).Select(window => AggregateReference.Values(query.Plain(), InGroup(keys, window))).ToList();
        return [.. keys, .. query.Computed.Select(metric => Value(metric, own[metrics.IndexOf(metric.Of ?? metric)], [.. windows.Select(window => window[metrics.IndexOf(metric.Of ?? metric)])]))];
    }

    // The rows of a group, or of what it is compared with: there the span does not count, the days do.
    private List<Event> InGroup(object?[] keys, Func<DateOnly, bool>? window)
    {
        _inGroup ??= _belonging.SelectMany(row => Keys(row).Select(key => (Mark: Mark(key), Row: row))).ToLookup(pair => pair.Mark, pair => pair.Row);
        _inOthers ??= _rest.SelectMany(row => Keys(row).Select(key => (Mark: Mark(key.Where((_, i) => i != Place)), Row: row))).ToLookup(pair => pair.Mark, pair => pair.Row);
        return window is null ? [.. _inGroup[Mark(keys)]] : [.. _inOthers[Mark(keys.Where((_, i) => i != Place))].Where(row => window(row.EventDate!.Value))];
    }

    private List<object?[]> Keys(Event row) => _keys.TryGetValue(row, out var known) ? known : _keys[row] = [.. AggregateReference.Keys(query.GroupBy, row)];

    private static object? Value(Metric metric, object? own, List<object?> windows)
    {
        if (metric.Of is null)
        {
            return own;
        }
        var known = windows.OfType<object>().Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture)).ToList();
        double? baseline = known.Count == 0 ? null : known.Average();
        double? value = own is null ? null : Convert.ToDouble(own, CultureInfo.InvariantCulture);
        var result = metric.Name[metric.Of.Name.Length..] switch
        {
            "_baseline" => baseline,
            "_difference" => value - baseline,
            _ => baseline == 0 ? null : value / baseline,
        };
        return result is { } number && metric.Type == ColumnType.Integer ? (object)(long)number : result;
    }
}
