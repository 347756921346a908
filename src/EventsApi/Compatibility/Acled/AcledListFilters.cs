using System.Globalization;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Requests;

namespace EventsApi.Compatibility.Acled;

/// <summary>The filters of a list: pairs as of events, over rows that are in memory and few.</summary>
internal sealed class AcledListFilters(AcledList list, RawRequest raw, List<string> messages)
{
    /// <summary>What a row must be to belong; what is wrong goes to the request's errors.</summary>
    public Func<object[], bool> Parse()
    {
        var tests = list.Columns.SelectMany((column, place) => Tests(column).Select(test => (Func<object[], bool>)(row => test(row[place])))).ToList();
        return row => tests.TrueForAll(test => test(row));
    }

    private IEnumerable<Func<object, bool>> Tests(AcledListColumn column)
    {
        var (values, operators) = (raw.Values(column.Name), raw.Values(column.Name + AcledColumn.WhereSuffix));
        if (operators.Count > values.Count || (operators.Count > 0 && operators.Count < values.Count))
        {
            raw.Errors.Add(column.Name + AcledColumn.WhereSuffix, null, $"Must stand behind each value of {column.Name}.");
            return [];
        }
        return [.. values.Select((value, i) => Test(column, value, operators.Count > i ? operators[i] : null)).OfType<Func<object, bool>>()];
    }

    private Func<object, bool>? Test(AcledListColumn column, string text, string? where)
    {
        var parts = text.Replace($":OR:{column.Name}=", "|", StringComparison.OrdinalIgnoreCase).Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
        {
            messages.Add($"{column.Name} has no value and was not used as a filter.");
            return null;
        }
        if (parts.Length > RawRequest.MaximumValues)
        {
            raw.Errors.Add(column.Name, null, $"More than {RawRequest.MaximumValues} values.");
            return null;
        }
        var @operator = string.IsNullOrEmpty(where) ? column.IsDay && parts.Length == 2 ? AcledOperator.Between : column.Default : AcledOperator.Read(column.Name + AcledColumn.WhereSuffix, where, raw.Errors);
        var bounds = @operator is null ? [] : parts.Select((part, i) => Value(column, part, @operator, i > 0)).ToList();
        if (bounds.Count == 0 || bounds.Contains(null))
        {
            return null;
        }
        if (@operator == AcledOperator.Between)
        {
            if (bounds.Count == 2)
            {
                return cell => Compared(cell) is var value && Compare(value, bounds[0]!) >= 0 && Compare(value, bounds[1]!) <= 0;
            }
            raw.Errors.Add(column.Name, text, $"BETWEEN takes two values with a | between: {column.Name}=A|B.");
            return null;
        }
        if (@operator == AcledOperator.Like)
        {
            var patterns = bounds.ConvertAll(bound => new TextPattern($"%{bound}%"));
            return cell => Text(cell) is var folded && patterns.Exists(pattern => pattern.Matches(folded));
        }
        return cell => Compared(cell) is var value && bounds.Exists(bound => @operator!.Comparison.Holds(Compare(value, bound!)));
    }

    // A number, or text as it is compared.
    private object? Value(AcledListColumn column, string text, AcledOperator @operator, bool isLast)
    {
        if (@operator == AcledOperator.Like)
        {
            return Text(text.Replace("\\", "\\\\", StringComparison.Ordinal));
        }
        if (column.IsInteger)
        {
            return Values.Integer(column.Name, text, null, null, raw.Errors);
        }
        return !column.IsDay ? Text(text)
            : AcledDates.Read(column.Name, text, @operator == AcledOperator.LessOrEqual || (@operator == AcledOperator.Between && isLast), raw.Errors, messages) is { } day ? AcledDates.Text(day) : null;
    }

    private static object Compared(object cell) => cell is long ? cell : Text(cell);

    private static int Compare(object value, object bound) => (value, bound) is (long number, long other) ? number.CompareTo(other) : string.CompareOrdinal((string)value, (string)bound);

    private static string Text(object value) => Folding.Fold(Convert.ToString(value, CultureInfo.InvariantCulture)!);
}
