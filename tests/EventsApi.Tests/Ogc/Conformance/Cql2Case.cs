using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>A filter, and what it says of a row, said in C#; null where it cannot be known.</summary>
internal sealed record Cql2Case(Both Filter, Func<JsonElement, bool?> Holds)
{
    /// <summary>A comparison of two values that may be unknown.</summary>
    public static bool? Compare(object? left, string sign, object? right) => left is null || right is null ? null : Order(left, right) is var order && sign switch
    {
        "=" => order == 0,
        "<>" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    /// <summary>What a row has in a column: a text, a double, a day, or null.</summary>
    public static object? Value(JsonElement row, string column) => row.GetProperty(column) switch
    {
        { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        var text when column == "event_date" => DateOnly.ParseExact(text.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        var text => text.GetString(),
    };

    // Text by code point: its bytes of UTF-8 order so.
    private static int Order(object left, object right) => left switch
    {
        string text => Encoding.UTF8.GetBytes(text).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes((string)right)),
        DateOnly day => day.CompareTo((DateOnly)right),
        bool truth => truth.CompareTo((bool)right),
        _ => Convert.ToDouble(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(right, CultureInfo.InvariantCulture)),
    };
}
