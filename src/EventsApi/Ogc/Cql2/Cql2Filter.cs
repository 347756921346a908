using System.Text.Json;
using EventsApi.Data.Queries;

namespace EventsApi.Ogc.Cql2;

/// <summary>
/// CQL2 (OGC 21-065r2) over events, in both its languages: Basic CQL2, advanced comparison operators, case- and
/// accent-insensitive comparison, property-property comparisons, spatial functions and temporal functions.
/// </summary>
public static class Cql2Filter
{
    // An operator takes two levels of JSON, a geometry at the bottom six.
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = (Budget.MaximumDepth * 2) + 10 };

    /// <summary>Reads CQL2 text.</summary>
    /// <exception cref="Cql2Exception">What is wrong with it first.</exception>
    public static Predicate ParseText(string text) => Conditions.Of(new TextParser(text).Parse());

    /// <summary>Reads CQL2 JSON.</summary>
    /// <exception cref="Cql2Exception">What is wrong with it first.</exception>
    public static Predicate ParseJson(JsonElement json) => Conditions.Of(new JsonParser().Parse(json));

    /// <summary>Reads CQL2 JSON from its text.</summary>
    /// <exception cref="Cql2Exception">What is wrong with it first.</exception>
    public static Predicate ParseJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Json);
            return ParseJson(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new Cql2Exception(Place.Top, $"Is not JSON, or nested too deep: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
        catch (ArgumentException)
        {
            throw new Cql2Exception(Place.Top, "Holds text that is not Unicode (half of a surrogate pair).");
        }
    }
}
