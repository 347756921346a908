using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Model;

namespace EventsApi.Tests.Http;

/// <summary>Values worth asking a filter for: some that the rows hold, in other spellings too, and one that none holds.</summary>
internal static class FilterValues
{
    // Longer ones do not fit in a URL.
    private const int LongestValue = 300;

    public static List<string[]> For(IReadOnlyList<JsonElement> rows, Column column, string suffix)
    {
        if (suffix == "__isnull")
        {
            return [["true"], ["false"]];
        }
        var held = rows.Select(row => row.GetProperty(column.Name)).Where(cell => cell.ValueKind != JsonValueKind.Null)
            .SelectMany(cell => cell.ValueKind == JsonValueKind.Number ? [cell.GetRawText()] : column.IsList ? cell.GetString()!.Split("; ") : [cell.GetString()!])
            .Where(value => value.Length < LongestValue).Distinct().ToList();
        var some = Spread(held).Select(value => suffix is "__contains" or "__startswith" ? Part(value, suffix) : value).ToList();
        List<string[]> sets = [.. some.Select(value => new[] { value })];
        if (some.Count > 1)
        {
            sets.Add([some[0], some[^1]]);
        }
        if (column.IsText && some.Count > 0)
        {
            sets.Add([some[0].ToUpperInvariant()]);
            sets.Add([Reference.Fold(some[^1])]);
        }
        sets.AddRange(Absent(column, held).Select(value => new[] { value }));
        return sets;
    }

    private static IEnumerable<string> Spread(List<string> values) =>
        new[] { 0, values.Count / 3, values.Count * 2 / 3, values.Count - 1 }.Where(i => i >= 0 && i < values.Count).Distinct().Select(i => values[i]);

    private static string Part(string value, string suffix)
    {
        var start = suffix == "__contains" ? value.Length / 3 : 0;
        var part = value.Substring(start, Math.Min(5, value.Length - start));
        return string.IsNullOrWhiteSpace(part) ? value : part;
    }

    private static IEnumerable<string> Absent(Column column, List<string> held) => column.Type switch
    {
        ColumnType.Date => ["1950-02-03", "2010-06-15", "2100-12-31"],
        ColumnType.Integer => held.Select(value => long.Parse(value, CultureInfo.InvariantCulture) + 1)
            .Where(value => value <= (column.Maximum ?? double.MaxValue)).Select(value => value.ToString(CultureInfo.InvariantCulture)).Except(held).Take(2),
        ColumnType.Real => ["-12.25", "0.5"],
        _ => column.Closed ? column.Vocabulary!.Labels.Except(held).Take(1) : ["no such thing", "%", "_"],
    };
}
