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
    public static Predicate ParseText(string text) => ParseText(text, Crs.Crs84);

    /// <param name="crs">What its geometries are in.</param>
    internal static Predicate ParseText(string text, Crs crs) => Read(new TextParser(text).Parse(), crs, Place.At(1));

    /// <summary>Reads CQL2 JSON.</summary>
    /// <exception cref="Cql2Exception">What is wrong with it first.</exception>
    public static Predicate ParseJson(JsonElement json) => ParseJson(json, Crs.Crs84);

    /// <summary>Reads CQL2 JSON from its text.</summary>
    /// <exception cref="Cql2Exception">What is wrong with it first.</exception>
    public static Predicate ParseJson(string json) => ParseJson(json, Crs.Crs84);

    /// <param name="crs">What its geometries are in.</param>
    internal static Predicate ParseJson(string json, Crs crs)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Json);
            return ParseJson(document.RootElement, crs);
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

    private static Predicate ParseJson(JsonElement json, Crs crs) => Read(new JsonParser().Parse(json), crs, Place.Top);

    private static Predicate Read(Node node, Crs crs, Place place) => Bounded(Conditions.Of(crs == Crs.Crs84 ? node : Reprojection.Apply(node, crs)), place);

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
