using System.Text.Json;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using NetTopologySuite.Geometries;

namespace EventsApi.Ogc.Cql2;

/// <summary>A geometry of a filter: its parts, of one type each, and the box it was written as.</summary>
internal sealed record Shape(IReadOnlyList<Geometry> Parts, BoundingBox? Box = null)
{
    /// <summary>Reads an argument of a spatial function; null for the event's own geometry.</summary>
    public static Shape? Of(Node node) => node switch
    {
        Node.Property property => Queryables.Find(property) is { } column ? throw Expected(node, column.Name) : null,
        Node.Call { Name: "bbox" } box => OfBox(box),
        Node.Geometry geometry => new Shape([.. Flat(Read(geometry))]),
        _ => throw Expected(node, Operand.Of(node).Kind),
    };

    public Predicate Any(SpatialRelation relation) => Predicate.Any([.. Parts.Select(part => new Predicate.Spatial(relation, part))]);

    /// <summary>The geometry where it is one; relations between collections of mixed types are not defined by OGC 06-103r4.</summary>
    public Geometry Single(Place place) => Parts.Count == 1
        ? Parts[0]
        : throw new Cql2Exception(place, $"A collection is compared with the property {Queryables.Geometry} only, not with another geometry.");

    private static Cql2Exception Expected(Node node, string what) =>
        new(node.Place, $"Spatial functions take the property {Queryables.Geometry} and geometries (POINT … MULTIPOLYGON, BBOX, GeoJSON), not {what}.");

    private static IEnumerable<Geometry> Flat(Geometry shape) => shape.OgcGeometryType == OgcGeometryType.GeometryCollection
        ? Enumerable.Range(0, shape.NumGeometries).SelectMany(i => Flat(shape.GetGeometryN(i)))
        : [shape];

    private static Geometry Read(Node.Geometry node)
    {
        try
        {
            return node.IsJson ? Shapes.ReadGeoJson(JsonSerializer.Deserialize<JsonElement>(node.Source), read: node.ReadPoint) : Shapes.ReadWkt(node.Source, read: node.ReadPoint);
        }
        catch (ShapeException exception) when (exception.Position is { } position)
        {
            // The reader counts in the geometry, the filter in its whole text.
            throw new Cql2Exception(Place.At(node.Place.Column!.Value + position - 1), exception.Message[(exception.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        }
        catch (ShapeException exception)
        {
            throw new Cql2Exception(node.Place, exception.Message);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new Cql2Exception(node.Place, "The geometry is nested too deep, or holds text that is not Unicode.");
        }
    }

    // BBOX has heights in the third and the sixth place, which no event has.
    private static Shape OfBox(Node.Call call)
    {
        var numbers = call.Args.OfType<Node.Number>().Select(number => number.Value).ToArray();
        if (numbers.Length != call.Args.Count || numbers.Length is not (4 or 6))
        {
            throw new Cql2Exception(call.Place, "BBOX takes four numbers, or six with heights: west, south, east, north.");
        }
        var (west, south, east, north) = (numbers[0], numbers[1], numbers[numbers.Length / 2], numbers[(numbers.Length / 2) + 1]);
        if (Math.Abs(west) > 180 || Math.Abs(east) > 180 || Math.Abs(south) > 90 || Math.Abs(north) > 90)
        {
            throw new Cql2Exception(call.Place, "BBOX is not on Earth: longitudes are from -180 to 180, latitudes from -90 to 90.");
        }
        var box = new BoundingBox(west, south, east, north);
        return south <= north ? new Shape([.. Flat(Shapes.OfBox(box))], box) : throw new Cql2Exception(call.Place, "BBOX begins south and ends north: the second number must not be the greater.");
    }
}
