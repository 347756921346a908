using System.Text.RegularExpressions;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Requests;

namespace EventsApi.Compatibility.Acled;

/// <summary>
/// The filters of a request: pairs of <c>NAME</c> and <c>NAME_where</c>, alternatives by <c>|</c> and <c>:OR:</c>. Pairs
/// that are repeated must all hold; a name repeated without <c>_where</c> means any of its values.
/// </summary>
internal sealed partial class AcledFilters(IReadOnlyList<AcledColumn> columns, RawRequest raw, ICollection<string> messages)
{
    private const string Or = ":OR:";

    private int _alternatives;

    /// <summary>All filters of the request; what is wrong with them goes to its errors, what was not used to the messages.</summary>
    public List<AcledFilter> Parse()
    {
        var filters = new List<AcledFilter>();
        foreach (var column in columns)
        {
            var values = raw.Values(column.Name).Select(value => value.Trim()).ToList();
            var operators = raw.Values(column.Where).Where(text => text.Trim().Length > 0).Select(text => AcledOperator.Read(column.Where, text, raw.Errors)).ToList();
            if (!operators.Contains(null))
            {
                filters.AddRange(Parse(column, values, operators!));
            }
        }
        return filters;
    }

    private IEnumerable<AcledFilter> Parse(AcledColumn column, List<string> values, List<AcledOperator> operators)
    {
        var given = values.Count(value => value.Length > 0);
        if (given == 0)
        {
            if (values.Count + operators.Count > 0)
            {
                messages.Add($"{column.Name} has no value and was not used as a filter.");
            }
            return [];
        }
        if (operators.Count == 1 && values.Count == 2 && operators[0] == AcledOperator.Between && given == 2)
        {
            return Pair(column, string.Join('|', values), operators[0]);
        }
        if (operators.Count == values.Count)
        {
            return [.. values.Zip(operators).Where(pair => pair.First.Length > 0).SelectMany(pair => Pair(column, pair.First, pair.Second))];
        }
        if (operators.Count <= 1 && (values.Count == 1 || operators.Count == 0 || operators[0] == AcledOperator.Equal || operators[0] == AcledOperator.Like))
        {
            var all = values.Where(value => value.Length > 0).SelectMany(value => Pair(column, value, operators.FirstOrDefault())).ToList();
            return all.Count <= 1 ? all : [new AcledFilter(string.Join(" or ", all.Select(filter => filter.Text)), Predicate.Any([.. all.Select(filter => filter.Where)]))];
        }
        raw.Errors.Add(column.Where, null, $"There are {values.Count} values of {column.Name} and {operators.Count} operators; write {column.Name}=A&{column.Where}=>=&{column.Name}=B&{column.Where}=<=, an operator behind each value.");
        return [];
    }

    // One value with its operator: alternatives joined by :OR:, perhaps of other columns, each of alternatives joined by |.
    private IReadOnlyList<AcledFilter> Pair(AcledColumn column, string text, AcledOperator? @operator)
    {
        var parts = text.Split(Or, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var found = new List<AcledFilter>();
        for (var i = 0; i < parts.Length; i++)
        {
            if (Alternative(column, parts[i], @operator, isFirst: i == 0) is { } filter)
            {
                found.Add(filter);
            }
        }
        return found.Count <= 1 ? found
            : [new AcledFilter(string.Join(" or ", found.Select(filter => filter.Text)), Predicate.Any([.. found.Select(filter => filter.Where)]), found.Select(filter => filter.Meant).FirstOrDefault(meant => meant is not null))];
    }

    private AcledFilter? Alternative(AcledColumn column, string part, AcledOperator? @operator, bool isFirst)
    {
        if (isFirst || part.Split('=', 2) is not [var name, var value])
        {
            return One(column, part, @operator);
        }
        if (columns.FirstOrDefault(known => known.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            return One(other, value.Trim(), other == column ? @operator : null);
        }
        raw.Errors.AddUnknown(column.Name, name, "column behind :OR:", [.. columns.Select(known => known.Name)]);
        return null;
    }

    private AcledFilter? One(AcledColumn column, string text, AcledOperator? given)
    {
        var parts = text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
        {
            raw.Errors.Add(column.Name, text, "Has no value.");
            return null;
        }
        _alternatives += parts.Length;
        if (parts.Length > RawRequest.MaximumValues || _alternatives > RawRequest.MaximumTotal)
        {
            raw.Errors.Add(column.Name, null, $"More than {RawRequest.MaximumValues} alternatives, or {RawRequest.MaximumTotal} in one request.");
            return null;
        }
        if (Range().IsMatch(text) && (column.IsCoded || !column.Column.IsText))
        {
            var (first, last) = (text.Split(':')[0], text.Split(':')[1]);
            raw.Errors.Add(column.Name, text, $"'{text}' is either two values or a range: write {column.Name}={first}|{last} for the two, {column.Name}={first}|{last}&{column.Where}=BETWEEN for all from one to the other.");
            return null;
        }
        // Two days can only be meant as the ends of a range.
        var @operator = given ?? (column.Column.Type == ColumnType.Date && parts.Length == 2 ? AcledOperator.Between : column.Default);
        if (given is null && parts.Length > 1 && @operator == AcledOperator.GreaterOrEqual)
        {
            raw.Errors.Add(column.Name, text, $"Compares by >= unless {column.Where} says otherwise, which takes one value; write {column.Where}=BETWEEN for a range.");
            return null;
        }
        var where = new AcledCondition(column, @operator, raw.Errors, messages).Parse(parts);
        return where is null ? null : new AcledFilter($"{column.Name} {@operator} {text}", where, Meant(column, parts));
    }

    private static string? Meant(AcledColumn column, string[] parts) => column.Column.Vocabulary is { } vocabulary
        ? parts.Where(part => vocabulary.Find(part) is null).Select(part => Spelling.Nearest(part, vocabulary.Labels)).FirstOrDefault(meant => meant is not null)
        : null;

    [GeneratedRegex(@"^[0-9]+:[0-9]+\z")]
    private static partial Regex Range();
}
