using System.Globalization;
using System.Text.Json;
using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace EventsApi.Data.Places;

/// <summary>
/// Reads shapes in degrees of longitude and latitude, WGS 84, edges straight in these coordinates. Each shape read is
/// valid in the sense of OGC 06-103r4 and lies within -180 to 180: what crosses the antimeridian has been cut there.
/// </summary>
public static class Shapes
{
    /// <summary>Vertices a shape in a request may have.</summary>
    public const int MaximumVertices = 10_000;

    internal static readonly GeometryFactory Factory = NtsGeometryServices.Instance.CreateGeometryFactory(srid: 4326);

    /// <summary>Reads well-known text.</summary>
    /// <param name="read">Makes a point of the two numbers of a position; null when they are longitude and latitude.</param>
    /// <exception cref="ShapeException">What is wrong, and where.</exception>
    public static Geometry ReadWkt(string text, int maximumVertices = MaximumVertices, Func<double, double, GeoPoint>? read = null) =>
        Build(Bounded(WktReader.Read(text), maximumVertices).Read(read));

    /// <summary>Reads a GeoJSON geometry.</summary>
    /// <param name="read">Makes a point of the two numbers of a position; null when they are longitude and latitude.</param>
    /// <exception cref="ShapeException">What is wrong, and where.</exception>
    public static Geometry ReadGeoJson(JsonElement geometry, int maximumVertices = MaximumVertices, Func<double, double, GeoPoint>? read = null) =>
        Build(Bounded(GeoJsonReader.Read(geometry), maximumVertices).Read(read));

    /// <summary>A box as a shape; one that crosses the antimeridian as its two halves, one without height or width as a line or a point.</summary>
    public static Geometry OfBox(BoundingBox box) => box.CrossesAntimeridian
        ? Factory.BuildGeometry([OfBox(box with { MaxLon = 180 }), OfBox(box with { MinLon = -180 })])
        : Factory.ToGeometry(new Envelope(box.MinLon, box.MaxLon, box.MinLat, box.MaxLat));

    private static Sketch Bounded(Sketch sketch, int maximumVertices) => sketch.Vertices <= maximumVertices
        ? sketch
        : throw new ShapeException(string.Create(CultureInfo.InvariantCulture, $"It has {sketch.Vertices} vertices; at most {maximumVertices} are allowed. Simplify it first."));

    private static Geometry Build(Sketch sketch) => sketch.Type == ShapeType.Collection
        ? Factory.CreateGeometryCollection([.. sketch.Members.Select(member => Build(member))])
        : Antimeridian.Cut(Valid(Unchecked(sketch)));

    // What no collection is, as it was written: perhaps not valid, and perhaps beyond 180.
    internal static Geometry Unchecked(Sketch sketch) => sketch.Type.Name switch
    {
        "Point" => Factory.CreatePoint(Position(sketch.Coordinates, "")),
        "MultiPoint" => Factory.CreateMultiPoint([.. sketch.Coordinates.Parts.Select((part, i) => Factory.CreatePoint(Position(part, $"point {i + 1}")))]),
        "LineString" => Line(sketch.Coordinates, "line"),
        "MultiLineString" => Factory.CreateMultiLineString([.. sketch.Coordinates.Parts.Select((part, i) => Line(part, $"line {i + 1}"))]),
        "Polygon" => Polygon(sketch.Coordinates, ""),
        _ => Factory.CreateMultiPolygon([.. sketch.Coordinates.Parts.Select((part, i) => Polygon(part, $"polygon {i + 1}, "))]),
    };

    private static LineString Line(SketchPart part, string where)
    {
        var positions = Positions(part, where);
        return positions.Length >= 2 && positions.Distinct().Skip(1).Any()
            ? Factory.CreateLineString(positions)
            : throw new ShapeException($"{Sentence(where)} needs two different positions.");
    }

    private static Polygon Polygon(SketchPart part, string where)
    {
        var rings = part.Parts.Select((ring, i) => Ring(ring, $"{where}ring {i + 1}")).ToList();
        return rings.Count > 0 ? Factory.CreatePolygon(rings[0], [.. rings.Skip(1)]) : Factory.CreatePolygon();
    }

    private static LinearRing Ring(SketchPart part, string where)
    {
        var positions = Positions(part, where);
        if (!positions[0].Equals2D(positions[^1]))
        {
            throw new ShapeException($"{Sentence(where)} is not closed: it begins at {Text(positions[0])} and ends at {Text(positions[^1])}.");
        }
        return positions.Length >= 4 ? Factory.CreateLinearRing(positions) : throw new ShapeException($"{Sentence(where)} has {positions.Length} positions; a closed ring needs at least four.");
    }

    private static Coordinate[] Positions(SketchPart part, string where) =>
        [.. part.Parts.Select((position, i) => Position(position, $"{where}, vertex {i + 1}"))];

    private static Coordinate Position(SketchPart part, string where)
    {
        var (longitude, latitude) = (part.Position![0], part.Position[1]);
        return Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= Antimeridian.FarthestLongitude
            ? new Coordinate(longitude, latitude)
            : throw new ShapeException($"{(where.Length > 0 ? Sentence(where) : "The position")}, {Text(new Coordinate(longitude, latitude))}, is not on Earth: longitude comes first and is from -180 to 180, up to {Antimeridian.FarthestLongitude} where a shape crosses the antimeridian; latitude is from -90 to 90.");
    }

    private static Geometry Valid(Geometry shape)
    {
        if (shape.EnvelopeInternal.Width > 360)
        {
            throw new ShapeException("It is wider than 360 degrees of longitude.");
        }
        return new IsValidOp(shape).ValidationError is { } error
            ? throw new ShapeException($"It is not a valid shape: {error.Message.ToLowerInvariant()} at {Text(error.Coordinate)}.")
            : shape;
    }

    private static string Text(Coordinate position) => string.Create(CultureInfo.InvariantCulture, $"({position.X} {position.Y})");

    private static string Sentence(string where) => char.ToUpperInvariant(where[0]) + where[1..];
}
