using EventsApi.Data.Places;
using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace EventsApi.Tests.Places;

/// <summary>Random valid shapes of every type whose vertices often are one of the given positions.</summary>
internal static class RandomShapes
{
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4326);

    public static Gen<Geometry> Over(IReadOnlyList<double> longitudes, IReadOnlyList<double> latitudes)
    {
        var position =
            from longitude in Gen.Frequency((3, Gen.Elements(longitudes.ToArray())), (1, Gen.Choose(-1800, 1800).Select(tenths => tenths / 10.0)))
            from latitude in Gen.Frequency((3, Gen.Elements(latitudes.ToArray())), (1, Gen.Choose(-900, 900).Select(tenths => tenths / 10.0)))
            select new Coordinate(longitude, latitude);
        var hull = from count in Gen.Choose(3, 7) from positions in position.ListOf(count) select Factory.CreateMultiPointFromCoords([.. positions]).ConvexHull();
        return Gen.OneOf(
            hull,
            hull.Two().Select(pair => OverlayNGRobust.Overlay(pair.Item1, pair.Item2, SpatialFunction.Difference)), // with holes
            hull.Two().Select(pair => OverlayNGRobust.Overlay(pair.Item1, pair.Item2, SpatialFunction.SymDifference)), // several parts that touch
            OverTheAntimeridian(latitudes),
            from count in Gen.Choose(2, 5) from positions in position.ListOf(count) select (Geometry)Factory.CreateLineString([.. positions]),
            from positions in position.NonEmptyListOf() select (Geometry)Factory.CreateMultiPointFromCoords([.. positions.Distinct()]))
            .Where(shape => !shape.IsEmpty && shape.IsValid && shape is not { OgcGeometryType: OgcGeometryType.GeometryCollection });
    }

    private static Gen<Geometry> OverTheAntimeridian(IReadOnlyList<double> latitudes) =>
        from west in Gen.Choose(90, 179)
        from east in Gen.Choose(181, 270)
        from south in Gen.Elements(latitudes.ToArray())
        select Shapes.ReadWkt(FormattableString.Invariant($"POLYGON(({west} {south / 2 - 45}, {east} {south / 2 - 45}, 180 {south / 2 + 45}, {west} {south / 2 - 45}))"));
}
