using System.Text.Json;
using EventsApi.Data.Queries;
using NetTopologySuite.Geometries;

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
    public static Predicate ParseText(string text) => Bounded(Conditions.Of(new TextParser(text).Parse()), Place.At(1));

    /// <summary>Reads CQL2 JSON.</summary>
    /// <exception cref="Cql2Exception">What is wrong with it first.</exception>
    public static Predicate ParseJson(JsonElement json) => Bounded(Conditions.Of(new JsonParser().Parse(json)), Place.Top);

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

    // A store prepares each shape once and keeps so many; more would be prepared again for every event.
    private const int MostShapes = 16;

    // The caller joins the filter with others.
    private const int MostLevels = Predicate.MaximumHeight - 2;

    private static Predicate Bounded(Predicate filter, Place place)
    {
        if (filter.Height > MostLevels)
        {
            throw new Cql2Exception(place, $"AND, OR and NOT are nested more than {MostLevels} levels deep.");
        }
        return Shapes(filter).Distinct().Skip(MostShapes).Any()
            ? throw new Cql2Exception(place, $"The filter has more than {MostShapes} geometries; write several as one MULTIPOLYGON.")
            : filter;
    }

    private static IEnumerable<Geometry> Shapes(Predicate predicate) => predicate switch
    {
        Predicate.And and => and.Terms.SelectMany(Shapes),
        Predicate.Or or => or.Terms.SelectMany(Shapes),
        Predicate.Not not => Shapes(not.Term),
        Predicate.Spatial spatial => [spatial.Shape],
        _ => [],
    };
}
