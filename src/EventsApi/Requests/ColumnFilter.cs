using System.Globalization;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Requests;

/// <summary>The parameter that compares one column by one operator.</summary>
public sealed record ColumnFilter : Parameter
{
    private readonly Column _column;
    private readonly Operator _operator;

    public ColumnFilter(Column column, Operator @operator)
        : base(column.Name + @operator.Suffix, TypeOf(column, @operator), Describe(column, @operator))
    {
        _column = column;
        _operator = @operator;
        Repeats = @operator != Operator.IsNull;
        if (@operator == Operator.IsNull)
        {
            Example = false;
        }
        else if (@operator == Operator.Equal || @operator == Operator.Not || !column.IsText)
        {
            Example = column.Example;
            Minimum = column.Minimum;
            Maximum = column.Maximum;
            Allowed = column.Closed ? [.. column.Vocabulary!.Labels, .. column.Vocabulary.Terms.Select(term => $"{term.Code}").Where(code => code.Length > 0)] : null;
        }
        else
        {
            Example = column.Example.Split(' ')[0];
        }
    }

    public Column Column => _column;

    /// <summary>Whether it asks for the value itself, without a suffix.</summary>
    public bool IsEquality => _operator == Operator.Equal;

    /// <summary>The same parameter as OGC API has it: its value is of the queryable's own schema, which knows labels only.</summary>
    public Parameter AsQueryable() => this with { Repeats = false, Allowed = _column.Closed ? [.. _column.Vocabulary!.Labels] : null };

    /// <summary>What the values say, or null when there are none; what is wrong with them goes to the errors.</summary>
    public Predicate? Parse(RawRequest raw)
    {
        var values = raw.Values(Name);
        if (values.Count == 0)
        {
            return null;
        }
        if (_operator == Operator.IsNull)
        {
            return raw.Single(Name) is { } text ? ParseIsNull(text, raw.Errors) : null;
        }
        var known = values.Where(value => IsGiven(value, raw.Errors)).ToList();
        if (_operator == Operator.Contains || _operator == Operator.StartsWith)
        {
            return Predicate.Any([.. known.Select(Part)]);
        }
        var read = known.Select(value => Read(value, raw.Errors)).Where(value => value is not null).Distinct().ToList();
        return _operator == Operator.Equal ? OneOf(read)
            : _operator == Operator.Not ? NoneOf(read)
            : Predicate.Any([.. read.Select(value => new Predicate.Compare(_column, _operator.Comparison, value!))]);
    }

    private static ParameterType TypeOf(Column column, Operator @operator) => @operator == Operator.IsNull
        ? ParameterType.Boolean
        : column.Closed ? ParameterType.Text : ParameterType.Of(column);

    private static string Describe(Column column, Operator @operator)
    {
        var element = column.IsList && (@operator == Operator.Equal || @operator == Operator.Not) ? " One element of the list counts." : "";
        return $"{column.Name} {@operator.Meaning}. {column.Description}{element}";
    }

    private bool IsGiven(string value, RequestErrors errors)
    {
        if (value.Length == 0)
        {
            errors.Add(Name, value, _column.Nullable ? $"Must not be empty; for unknown values write {_column.Name}__isnull=true." : "Must not be empty.");
        }
        return value.Length > 0;
    }

    // What has no folded twin is stored in one spelling, and compared in it.
    private TextForm Form => _column.Folded ? TextForm.Folded : TextForm.Exact;

    private Predicate.IsNull Unknown => new(_column);

    private Predicate? ParseIsNull(string text, RequestErrors errors) => Values.Boolean(Name, text, errors) switch
    {
        true => Unknown,
        false => new Predicate.Not(Unknown),
        null => null,
    };

    // A closed vocabulary is small: the values that match are found here, and the store only compares whole ones.
    private Predicate Part(string text)
    {
        var part = _operator == Operator.StartsWith ? TextPart.Start : TextPart.Anywhere;
        var folded = Folding.Fold(text);
        if (_column.Closed)
        {
            return new Predicate.In(_column, [.. _column.Vocabulary!.Labels.Where(label => part == TextPart.Start
                ? Folding.Fold(label).StartsWith(folded, StringComparison.Ordinal)
                : Folding.Fold(label).Contains(folded, StringComparison.Ordinal))]);
        }
        return new Predicate.Like(_column, part, _column.Folded ? folded : InStoredCase(text), Form);
    }

    /// <summary>The stored form of a value: string, long, double or date; "" for the vocabulary's "none"; null after an error.</summary>
    private object? Read(string value, RequestErrors errors)
    {
        switch (_column.Type)
        {
            case ColumnType.Integer:
                return Values.Integer(Name, value, _column.Minimum, _column.Maximum, errors);
            case ColumnType.Real:
                return Values.Real(Name, value, _column.Minimum, _column.Maximum, errors);
            case ColumnType.Date:
                return Values.Date(Name, value, errors);
        }
        if (_column.Vocabulary?.Find(value) is { } term)
        {
            return _column.Closed ? term.Label : Folding.Fold(term.Label);
        }
        if (_column.Closed)
        {
            errors.AddUnknown(Name, value, _column.Vocabulary!.Name, [.. _column.Vocabulary.Labels]);
            return null;
        }
        return _column.Folded ? Folding.Fold(value) : InStoredCase(value);
    }

    // Ids are stored in upper case, names of data sets in lower case.
    private string InStoredCase(string text) => _column == EventColumns.EventIdCnty ? text.ToUpperInvariant() : text.ToLower(CultureInfo.InvariantCulture);

    private Predicate OneOf(List<object?> values)
    {
        var stored = values.Where(value => value is not "").Select(value => value!).ToList();
        var terms = new List<Predicate>();
        if (_column.IsList)
        {
            terms.AddRange(stored.Select(value => new Predicate.HasElement(_column, (string)value, Form)));
        }
        else if (stored.Count == 1)
        {
            terms.Add(new Predicate.Compare(_column, Comparison.Equal, stored[0], Form));
        }
        else if (stored.Count > 1)
        {
            terms.Add(new Predicate.In(_column, stored, Form));
        }
        if (stored.Count < values.Count)
        {
            terms.Add(Unknown);
        }
        return Predicate.Any(terms);
    }

    // Who asks for "not Mali" wants everything else, what is unknown included.
    private Predicate NoneOf(List<object?> values)
    {
        var none = new Predicate.Not(OneOf(values));
        return _column.Nullable && !values.Contains("") ? new Predicate.Or([Unknown, none]) : none;
    }
}
