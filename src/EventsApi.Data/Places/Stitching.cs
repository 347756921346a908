namespace EventsApi.Data.Places;

/// <summary>
/// Outlines that are whole on the sphere, as the usual TopoJSON of the world has them: where a ring crosses the
/// antimeridian its longitudes jump from 180 to -180. Here they count on, so that the plane has the same ring.
/// </summary>
internal static class Stitching
{
    private const double HalfTurn = 180;
    private const double Turn = 360;

    /// <summary>A polygon's rings: the shell unwound, and its holes in the same turn as it.</summary>
    public static SketchPart Unwind(SketchPart polygon)
    {
        if (polygon.Parts.All(ring => Jumps(ring.Parts).All(jump => jump == 0)))
        {
            return polygon;
        }
        // Around a pole the ring farthest from it is the outer one, whichever the file has first.
        var outer = polygon.Parts.MinBy(ring => Jumps(ring.Parts).Sum() == 0 ? 90 : ring.Parts.Min(position => Math.Abs(position.Position![1])))!;
        var shell = Ring(Jumps(outer.Parts).Sum() == 0 ? outer = polygon.Parts[0] : outer);
        var west = West(shell);
        return new SketchPart(null, [shell, .. polygon.Parts.Where(ring => ring != outer).Select(Ring).Select(hole => Shift(hole, Math.Ceiling((west - West(hole)) / Turn) * Turn))]);
    }

    private static SketchPart Ring(SketchPart ring)
    {
        var jumps = Jumps(ring.Parts);
        if (jumps.Sum() == 0)
        {
            return new SketchPart(null, Unwound(ring.Parts, jumps));
        }
        // Around a pole: opened where nothing lies between the ring and the pole, and closed through it.
        var pole = ring.Parts.Average(position => position.Position![1]) > 0 ? 90.0 : -90;
        var open = ring.Parts.Take(ring.Parts.Count - 1).ToList();
        var nearest = open.IndexOf(open.MinBy(position => Math.Abs(pole - position.Position![1]))!);
        var around = Unwound([.. open.Skip(nearest), .. open.Take(nearest + 1)], [.. jumps.Skip(nearest), .. jumps.Take(nearest)]);
        return new SketchPart(null, [.. around, At(around[^1].Position![0], pole), At(around[0].Position![0], pole), around[0]]);
    }

    private static List<SketchPart> Unwound(IReadOnlyList<SketchPart> positions, IReadOnlyList<double> jumps)
    {
        var turned = 0.0;
        return [.. positions.Zip(jumps.Prepend(0), (position, jump) => At(position.Position![0] + (turned += jump), position.Position[1]))];
    }

    // What each edge adds to the longitudes behind it. Edges from one side of the map to the other that come to nothing
    // together are the frame of a band around the Earth, and as long as they look.
    private static List<double> Jumps(IReadOnlyList<SketchPart> positions)
    {
        var steps = positions.Zip(positions.Skip(1), (one, next) => next.Position![0] - one.Position![0]).ToList();
        var jumps = steps.Select(step => Math.Abs(step) <= HalfTurn ? 0 : -Math.Sign(step) * Turn).ToList();
        var isBand = jumps.Sum() == 0 && steps.Where(step => Math.Abs(step) > HalfTurn).All(step => Math.Abs(step) == Turn);
        return isBand ? [.. jumps.Select(_ => 0.0)] : jumps;
    }

    private static double West(SketchPart ring) => ring.Parts.Min(position => position.Position![0]);

    private static SketchPart Shift(SketchPart ring, double degrees) => new(null, [.. ring.Parts.Select(position => At(position.Position![0] + degrees, position.Position[1]))]);

    private static SketchPart At(double longitude, double latitude) => new([longitude, latitude], []);
}
