namespace EventsApi.Data.Places;

/// <summary>A point in degrees, WGS 84.</summary>
public sealed record GeoPoint(double Longitude, double Latitude);

/// <summary>
/// A box in degrees. West of <see cref="MaxLon"/> unless it crosses the antimeridian: then MinLon is the greater (RFC 7946 §5.2).
/// </summary>
public sealed record BoundingBox(double MinLon, double MinLat, double MaxLon, double MaxLat)
{
    public bool CrossesAntimeridian => MinLon > MaxLon;
}
