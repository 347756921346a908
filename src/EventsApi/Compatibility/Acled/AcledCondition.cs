using System.Globalization;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Requests;

namespace EventsApi.Compatibility.Acled;

/// <summary>
/// A column, an operator and values as a predicate. Where this server has the same filter, that reads the values; only
/// what ACLED's has besides is made here: wildcards, and the order of texts and of codes.
/// </summary>
internal sealed class AcledCondition(AcledColumn column, AcledOperator @operator, RequestErrors errors, ICollection<string> messages)
{
    // Ids are stored in upper case; every other open text has its folded twin.
    private TextForm Form => column.Column == EventColumns.EventIdCnty ? TextForm.Exact : TextForm.Folded;

    /// <summary>What any of the values says, or null after an error; BETWEEN takes two.</summary>
    public Predicate? Parse(IReadOnlyList<string> parts)
    {
        if (@operator == AcledOperator.Between)
        {
            return Between(parts);
        }
        if (@operator == AcledOperator.Equal && column.Column != EventColumns.Timestamp)
        {
            return Equal(parts);
        }
        var terms = parts.Select(part => @operator == AcledOperator.Like ? Like(part) : Compare(part, @operator)).ToList();
        return terms.Contains(null) ? null : Predicate.Any([.. terms.OfType<Predicate>()]);
    }

    private Predicate? Between(IReadOnlyList<string> parts)
    {
        // No number and no day has a comma.
        var bounds = parts.Count == 1 && !column.Column.IsText ? parts[0].Split(',', StringSplitOptions.TrimEntries) : [.. parts];
        if (bounds.Length != 2)
        {
            errors.Add(column.Name, string.Join('|', parts), $"BETWEEN takes two values with a | between, the lower first: {column.Name}=A|B.");
            return null;
        }
        return (Compare(bounds[0], AcledOperator.GreaterOrEqual), Compare(bounds[1], AcledOperator.LessOrEqual)) is ({ } from, { } to) ? Predicate.All([from, to]) : null;
    }

    private Predicate? Equal(IReadOnlyList<string> parts)
    {
        // Of a list this server's equality takes an element, ACLED's the whole.
        if (column.Column.IsList)
        {
            return new Predicate.In(column.Column, [.. parts.Select(Folding.Fold)], TextForm.Folded);
        }
        var days = column.Column.Type == ColumnType.Date ? parts.Select(part => Day(part, endsRange: false)).ToList() : [.. parts];
        return days.Contains(null) ? null : Native(Operator.Equal, [.. days.OfType<string>()]);
    }

    private Predicate? Compare(string part, AcledOperator by)
    {
        if (column.Column == EventColumns.Timestamp)
        {
            return Moment(part, by);
        }
        if (!column.Column.IsText)
        {
            var value = column.Column.Type == ColumnType.Date ? Day(part, endsRange: by == AcledOperator.LessOrEqual) : part;
            return value is null ? null : Native(by.Native!, [value]);
        }
        return column.Column.Closed ? OfVocabulary(Order(part), by.Comparison) : new Predicate.Compare(column.Column, by.Comparison, InForm(part), Form);
    }

    // A time by its second; a day is all its seconds, so that after a day means after its last.
    private Predicate? Moment(string part, AcledOperator by)
    {
        if (!AcledDates.IsDay(part) || long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return Native(by.Native!, [part]);
        }
        if (AcledDates.Read(column.Name, part, by == AcledOperator.LessOrEqual, errors, messages) is not { } day)
        {
            return null;
        }
        var first = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
        var last = first + 86_399;
        return by == AcledOperator.Equal ? Predicate.All([Second(Comparison.GreaterOrEqual, first), Second(Comparison.LessOrEqual, last)])
            : Second(by.Comparison, by == AcledOperator.Greater || by == AcledOperator.LessOrEqual ? last : first);

        Predicate Second(Comparison comparison, long value) => new Predicate.Compare(column.Column, comparison, value);
    }

    private Predicate? Like(string part)
    {
        if (!column.Column.IsText)
        {
            return DaysLike(part);
        }
        // % and _ are wildcards as in SQL; a backslash stands for itself.
        var pattern = new TextPattern($"%{part.Replace("\\", "\\\\", StringComparison.Ordinal)}%");
        if (column.Column.Closed)
        {
            var folded = pattern.In(TextForm.Folded);
            return new Predicate.In(column.Column, [.. column.Column.Vocabulary!.Labels.Where(label => folded.Matches(Folding.Fold(label)))]);
        }
        return (Form == TextForm.Exact ? new TextPattern(pattern.Text.ToUpperInvariant()) : pattern.In(Form)).On(column.Column, Form);
    }

    private Predicate? DaysLike(string part)
    {
        if (column.Column.Type == ColumnType.Date && AcledDates.ReadBeginning(part) is var (first, last))
        {
            return Predicate.All([new Predicate.Compare(column.Column, Comparison.GreaterOrEqual, first), new Predicate.Compare(column.Column, Comparison.LessOrEqual, last)]);
        }
        errors.Add(column.Where, @operator.Name, column.Column.Type == ColumnType.Date
            ? $"LIKE takes the beginning of a day, as 2022-03; write {column.Name}=A|B&{column.Where}=BETWEEN for a range."
            : $"LIKE compares text, and {column.Name} holds numbers; write =, >, <, >=, <= or BETWEEN.");
        return null;
    }

    private string? Day(string part, bool endsRange) => AcledDates.Read(column.Name, part, endsRange, errors, messages) is { } day ? AcledDates.Text(day) : null;

    private string InForm(string text) => Form == TextForm.Exact ? text.ToUpperInvariant() : Folding.Fold(text);

    // A code compares with codes, a label with labels.
    private Func<Term, int> Order(string part)
    {
        if (column.IsCoded && (long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : column.Column.Vocabulary!.Find(part)?.Code) is { } code)
        {
            return term => term.Code!.Value.CompareTo(code);
        }
        var folded = Folding.Fold(part);
        return term => string.CompareOrdinal(Folding.Fold(term.Label), folded);
    }

    private Predicate OfVocabulary(Func<Term, int> order, Comparison comparison)
    {
        var terms = column.Column.Vocabulary!.Terms.Where(term => comparison.Holds(order(term))).ToList();
        var known = new Predicate.In(column.Column, [.. terms.Where(term => term.Label.Length > 0).Select(term => term.Label)]);
        return terms.Exists(term => term.Label.Length == 0) ? new Predicate.Or([known, new Predicate.IsNull(column.Column)]) : known;
    }

    private Predicate? Native(Operator native, IReadOnlyList<string> values)
    {
        var filter = EventFilters.Columns.First(known => known.Name == column.Column.Name + native.Suffix) with { Name = column.Name };
        var one = new RawRequest();
        one.Add(filter.Name, values);
        var where = filter.Parse(one);
        foreach (var error in one.Errors.All)
        {
            errors.Add(error.Parameter, error.Value, error.Allowed is { } allowed ? $"{error.Message} There are {string.Join(", ", allowed)}." : error.Message, error.Allowed, error.Suggestion);
        }
        return one.Errors.All.Count > 0 ? null : where;
    }
}
