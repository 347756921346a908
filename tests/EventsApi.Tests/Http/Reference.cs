using System.Globalization;
using System.Text;
using System.Text.Json;
using EventsApi.Data.Model;

namespace EventsApi.Tests.Http;

/// <summary>What filters and orders mean, said once more in plain code over JSON rows.</summary>
internal static class Reference
{
    public static string Id(JsonElement row) => row.GetProperty("event_id_cnty").GetString()!;

    public static string? Text(JsonElement row, string column) => row.GetProperty(column).GetString();

    public static string Fold(string text)
    {
        var folded = text.Normalize(NormalizationForm.FormKD)
            .Where(sign => CharUnicodeInfo.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark).Select(char.ToLowerInvariant);
        return string.Join(' ', string.Concat(folded).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    public static bool Matches(JsonElement row, Column column, string suffix, IReadOnlyList<string> values)
    {
        var cell = row.GetProperty(column.Name);
        if (cell.ValueKind == JsonValueKind.Null)
        {
            return suffix == "__not" || (suffix == "__isnull" && values[0] == "true");
        }
        return suffix switch
        {
            "" => values.Any(value => AreEqual(cell, column, value)),
            "__not" => !values.Any(value => AreEqual(cell, column, value)),
            "__gt" => values.Any(value => Order(cell, value) > 0),
            "__gte" => values.Any(value => Order(cell, value) >= 0),
            "__lt" => values.Any(value => Order(cell, value) < 0),
            "__lte" => values.Any(value => Order(cell, value) <= 0),
            "__contains" => values.Any(value => Fold(cell.GetString()!).Contains(Fold(value), StringComparison.Ordinal)),
            "__startswith" => values.Any(value => Fold(cell.GetString()!).StartsWith(Fold(value), StringComparison.Ordinal)),
            "__isnull" => values[0] == "false",
            _ => throw new ArgumentOutOfRangeException(nameof(suffix), suffix, "has no meaning here"),
        };
    }

    /// <summary>The rows in the order of <c>sort</c>: text folded and then by code point, nulls last, ties by id.</summary>
    public static List<JsonElement> Sort(IEnumerable<JsonElement> rows, string sort)
    {
        var keys = sort.Split(',').ToList();
        keys.Add(keys[^1].StartsWith('-') ? "-event_id_cnty" : "event_id_cnty");
        return [.. rows.Order(Comparer<JsonElement>.Create((a, b) => keys.Select(key => Compare(a, b, key)).FirstOrDefault(order => order != 0)))];
    }

    /// <summary>Kilometres on a sphere of the Earth's mean radius: within 0.6 % of the ellipsoid's.</summary>
    public static double Kilometres(double lon1, double lat1, double lon2, double lat2)
    {
        var (a, b) = (double.DegreesToRadians(lat1), double.DegreesToRadians(lat2));
        var h = Math.Pow(Math.Sin((b - a) / 2), 2) + Math.Cos(a) * Math.Cos(b) * Math.Pow(Math.Sin(double.DegreesToRadians(lon2 - lon1) / 2), 2);
        return 2 * 6371.0088 * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    private static bool AreEqual(JsonElement cell, Column column, string value) =>
        cell.ValueKind == JsonValueKind.Number ? Order(cell, value) == 0
        : column.IsList ? cell.GetString()!.Split("; ").Any(element => Fold(element) == Fold(value))
        : Fold(cell.GetString()!) == Fold(value);

    private static int Order(JsonElement cell, string value) => cell.ValueKind == JsonValueKind.Number
        ? cell.GetDouble().CompareTo(double.Parse(value, CultureInfo.InvariantCulture))
        : string.CompareOrdinal(cell.GetString(), value);

    private static int Compare(JsonElement a, JsonElement b, string key)
    {
        var column = EventColumns.Find(key.TrimStart('-'))!;
        var (left, right) = (a.GetProperty(column.Name), b.GetProperty(column.Name));
        if (left.ValueKind == JsonValueKind.Null || right.ValueKind == JsonValueKind.Null)
        {
            return (left.ValueKind == JsonValueKind.Null).CompareTo(right.ValueKind == JsonValueKind.Null);
        }
        var order = left.ValueKind == JsonValueKind.Number
            ? left.GetDouble().CompareTo(right.GetDouble())
            : CompareText(left.GetString()!, right.GetString()!, column.Folded);
        return key.StartsWith('-') ? -order : order;
    }

    private static int CompareText(string a, string b, bool folded)
    {
        var order = folded ? CompareCodePoints(Fold(a), Fold(b)) : 0;
        return order != 0 ? order : CompareCodePoints(a, b);
    }

    // Bytes of UTF-8 order as code points do.
    private static int CompareCodePoints(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
}
