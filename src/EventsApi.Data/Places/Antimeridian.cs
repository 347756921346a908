using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace EventsApi.Data.Places;

/// <summary>
/// Shapes over the antimeridian. They are written with longitudes beyond 180, or as two parts (RFC 7946 §3.1.9). An edge
/// from 170 to -170 goes the long way round, as the plane has it: which way was meant, nothing in it can tell.
/// </summary>
internal static class Antimeridian
{
    /// <summary>Longitudes beyond 180 count on around the globe, up to here.</summary>
    public const double FarthestLongitude = 540;

    private const double HalfTurn = 180;
    private const double Turn = 360;

    /// <summary>The shape within -180 to 180.</summary>
    public static Geometry Cut(Geometry shape)
    {
        var envelope = shape.EnvelopeInternal;
        if (envelope.MinX >= -HalfTurn && envelope.MaxX <= HalfTurn)
        {
            return shape;
        }
        var parts = new List<Geometry>();
        for (var west = -HalfTurn - Turn * 2; west <= HalfTurn + Turn; west += Turn)
        {
            var world = new Envelope(west, west + Turn, -90, 90);
            if (world.Intersects(envelope))
            {
                parts.AddRange(Parts(OverlayNGRobust.Overlay(shape, Shapes.Factory.ToGeometry(world), SpatialFunction.Intersection), shape.Dimension)
                    .Select(part => Shift(part, -HalfTurn - west)));
            }
        }
        var whole = parts.Count == 1 ? parts[0] : OverlayNGRobust.Overlay(Shapes.Factory.BuildGeometry(parts), null, SpatialFunction.Union);
        whole.SRID = Shapes.Factory.SRID;
        return whole;
    }

    // Where the edge of the world only touches the shape, the overlay leaves less than the shape.
    private static IEnumerable<Geometry> Parts(Geometry overlay, Dimension dimension) =>
        Enumerable.Range(0, overlay.NumGeometries).Select(overlay.GetGeometryN).Where(part => !part.IsEmpty && part.Dimension == dimension);

    private static Geometry Shift(Geometry shape, double degrees)
    {
        var shifted = shape.Copy();
        shifted.Apply(new Shifting(degrees));
        return shifted;
    }

    private sealed class Shifting(double degrees) : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq, int i) => seq.SetX(i, seq.GetX(i) + degrees);
    }
}
