namespace EventsApi.Data.Places;

/// <summary>Bounds on the WGS 84 ellipsoid.</summary>
public static class Geodesy
{
    /// <summary>Metres; nothing on Earth is farther away, half a meridian being 20,003,932.</summary>
    public const double Farthest = 20_040_000;

    // The smallest radius of curvature there is on the ellipsoid: a degree is never shorter than this makes it.
    private const double SmallestRadius = 6_335_439.0;

    /// <summary>
    /// A box in degrees that holds every point within <paramref name="metres"/> of a point: all longitudes near a pole,
    /// across the antimeridian where the circle is. Somewhat too large, never too small.
    /// </summary>
    public static BoundingBox BoxAround(double longitude, double latitude, double metres)
    {
        var angle = metres / SmallestRadius;
        var degrees = double.RadiansToDegrees(angle);
        var south = Math.Max(-90, latitude - degrees);
        var north = Math.Min(90, latitude + degrees);
        // Beyond a pole, or where the circle's widest meridian cannot be computed, every longitude is possible.
        if (south <= -90 || north >= 90 || angle >= Math.PI / 2)
        {
            return new BoundingBox(-180, south, 180, north);
        }
        var ratio = Math.Sin(angle) / Math.Cos(double.DegreesToRadians(latitude));
        // The sphere's formula, widened for the ellipsoid's flattening of 1/298.
        var width = ratio >= 1 ? 180 : double.RadiansToDegrees(Math.Asin(ratio)) * 1.01;
        return width >= 180
            ? new BoundingBox(-180, south, 180, north)
            : new BoundingBox(Wrap(longitude - width), south, Wrap(longitude + width), north);
    }

    private static double Wrap(double longitude) => longitude switch
    {
        < -180 => longitude + 360,
        > 180 => longitude - 360,
        _ => longitude,
    };
}
