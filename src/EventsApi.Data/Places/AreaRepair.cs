using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Valid;

namespace EventsApi.Data.Places;

/// <summary>Areas of files: outlines that were simplified or rounded often have a few rings that cross themselves, and some count around the globe.</summary>
internal static class AreaRepair
{
    /// <summary>The area of a polygon or multipolygon, and whether it had to be repaired.</summary>
    /// <exception cref="ShapeException">It cannot be read, or encloses nothing.</exception>
    public static (MultiPolygon Area, bool Repaired) Read(Sketch sketch)
    {
        var whole = Each(sketch, WithoutCollapsedRings);
        if (Shapes.Unchecked(whole).EnvelopeInternal.Width > 360)
        {
            throw new ShapeException("It is wider than 360 degrees of longitude.");
        }
        var shape = Shapes.Unchecked(Each(whole, Stitching.Unwind));
        var repaired = Rings(sketch) > Rings(whole);
        if (!new IsValidOp(shape).IsValid)
        {
            (shape, repaired) = (GeometryFixer.Fix(shape), true);
        }
        var parts = Polygons(Antimeridian.Cut(shape)).Where(part => part.Area > 0).ToArray();
        return parts.Length > 0 ? (Shapes.Factory.CreateMultiPolygon(parts), repaired) : throw new ShapeException("It encloses no area.");
    }

    private static IEnumerable<Polygon> Polygons(Geometry shape) =>
        Enumerable.Range(0, shape.NumGeometries).Select(shape.GetGeometryN).OfType<Polygon>().Where(part => !part.IsEmpty);

    private static Sketch Each(Sketch sketch, Func<SketchPart, SketchPart> change) => sketch.Type.Name == "Polygon"
        ? sketch with { Coordinates = change(sketch.Coordinates) }
        : sketch with { Coordinates = new SketchPart(null, [.. sketch.Coordinates.Parts.Select(change).Where(polygon => polygon.Parts.Count > 0)]) };

    // A ring there and back encloses nothing; without its outer ring a polygon is nothing.
    private static SketchPart WithoutCollapsedRings(SketchPart polygon) => IsCollapsed(polygon.Parts[0])
        ? new SketchPart(null, [])
        : new SketchPart(null, [.. polygon.Parts.Where(ring => !IsCollapsed(ring))]);

    private static bool IsCollapsed(SketchPart ring) => ring.Parts.Count < 4 && ring.Parts[0].Position.AsSpan().SequenceEqual(ring.Parts[^1].Position);

    private static int Rings(Sketch sketch) => sketch.Type.Name == "Polygon" ? sketch.Coordinates.Parts.Count : sketch.Coordinates.Parts.Sum(polygon => polygon.Parts.Count);
}
