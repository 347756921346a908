using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;

namespace EventsApi.Data.Places;

/// <summary>
/// Shapes over the antimeridian. They are written with longitudes beyond 180, as two parts (RFC 7946 §3.1.9), or with a
/// jump from one side to the other.
/// </summary>
internal static class Antimeridian
{
    /// <summary>Longitudes beyond 180 count on around the globe, up to here.</summary>
    public const double FarthestLongitude = 540;

    private const double HalfTurn = 180;
    private const double Turn = 360;

    /// <summary>
    /// A polygon whose outer ring jumps by more than half a turn goes over the antimeridian when only that way its
    /// interior is on the left (RFC 7946 §3.1.6); otherwise it is as wide as it looks.
    /// </summary>
    public static Polygon Unwrap(Polygon polygon)
    {
        var shell = Unwrap(polygon.Shell.Coordinates);
        var jumps = !shell.SequenceEqual(polygon.Shell.Coordinates);
        if (!jumps || !shell[0].Equals2D(shell[^1]) || Area.OfRingSigned(polygon.Shell.Coordinates) <= 0 || Area.OfRingSigned(shell) >= 0)
        {
            return polygon;
        }
        var west = shell.Min(position => position.X);
        return Shapes.Factory.CreatePolygon(Shapes.Factory.CreateLinearRing(shell), [.. polygon.Holes.Select(hole => Beside(hole, west))]);
    }

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
                parts.AddRange(Parts(OverlayNGRobust.Overlay(shape, Shapes.Factory.ToGeometry(world), NetTopologySuite.Operation.Overlay.SpatialFunction.Intersection), shape.Dimension)
                    .Select(part => Shift(part, -HalfTurn - west)));
            }
        }
        var whole = parts.Count == 1 ? parts[0] : OverlayNGRobust.Overlay(Shapes.Factory.BuildGeometry(parts), null, NetTopologySuite.Operation.Overlay.SpatialFunction.Union);
        whole.SRID = Shapes.Factory.SRID;
        return whole;
    }

    // Each position at most half a turn from the one before. From -180 to 180 is the whole world, not a jump.
    private static Coordinate[] Unwrap(Coordinate[] ring)
    {
        var turns = 0.0;
        var positions = new Coordinate[ring.Length];
        positions[0] = ring[0].Copy();
        for (var i = 1; i < ring.Length; i++)
        {
            var step = ring[i].X - ring[i - 1].X;
            turns += Math.Abs(step) is > HalfTurn and < Turn ? -Math.Sign(step) * Turn : 0;
            positions[i] = new Coordinate(ring[i].X + turns, ring[i].Y);
        }
        return positions;
    }

    // A hole begins on either side of the antimeridian; it belongs where its shell is.
    private static LinearRing Beside(LinearRing ring, double west)
    {
        var hole = Unwrap(ring.Coordinates);
        if (!hole[0].Equals2D(hole[^1]))
        {
            return ring;
        }
        var shift = Math.Ceiling((west - hole.Min(position => position.X)) / Turn) * Turn;
        return Shapes.Factory.CreateLinearRing([.. hole.Select(position => new Coordinate(position.X + shift, position.Y))]);
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
