namespace EventsApi.Data.Places;

/// <summary>A geometry as it was written, in WKT or GeoJSON alike, before anything of it is checked.</summary>
internal sealed record Sketch(ShapeType Type, SketchPart Coordinates, IReadOnlyList<Sketch> Members)
{
    public int Vertices => Coordinates.Vertices + Members.Sum(member => member.Vertices);

    /// <summary>The same in longitude and latitude.</summary>
    public Sketch Read(Func<double, double, GeoPoint>? point) => point is null
        ? this
        : this with { Coordinates = Coordinates.Read(point), Members = [.. Members.Select(member => member.Read(point))] };
}

/// <summary>One position, or a list of parts: the nested arrays of GeoJSON's coordinates (RFC 7946 §3.1.1).</summary>
internal sealed record SketchPart(double[]? Position, IReadOnlyList<SketchPart> Parts)
{
    public int Vertices => Position is null ? Parts.Sum(part => part.Vertices) : 1;

    public SketchPart Read(Func<double, double, GeoPoint> point) => Position is not null && point(Position[0], Position[1]) is var (longitude, latitude)
        ? this with { Position = [longitude, latitude] }
        : this with { Parts = [.. Parts.Select(part => part.Read(point))] };
}

/// <summary>A type of geometry: its name in GeoJSON and how deep its positions are nested.</summary>
internal sealed record ShapeType(string Name, int Depth)
{
    public static readonly ShapeType Collection = new("GeometryCollection", -1);

    public static readonly IReadOnlyList<ShapeType> All =
    [
        new("Point", 0), new("MultiPoint", 1), new("LineString", 1), new("MultiLineString", 2), new("Polygon", 2), new("MultiPolygon", 3), Collection,
    ];

    /// <summary>The type of this name in any case, or null.</summary>
    public static ShapeType? Find(string name) => All.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
