using EventsApi.Data.Places;

namespace EventsApi.Ogc;

/// <summary>
/// A coordinate reference system of part 2: how it writes a point of longitude and latitude, and reads one.
/// </summary>
/// <param name="Uri">As requests and answers name it.</param>
/// <param name="Write">The two coordinates, in the order of its axes.</param>
/// <param name="Read">The point of two coordinates in that order.</param>
internal sealed record Crs(string Uri, Func<GeoPoint, (double First, double Second)> Write, Func<double, double, GeoPoint> Read)
{
    // Radius of EPSG:3857's sphere in metres.
    private const double Radius = 6_378_137;

    // The pole itself has no place in Mercator's projection.
    private const double NearestToPole = 89.99999999;

    /// <summary>Longitude, latitude: what GeoJSON is in, and the default.</summary>
    public static readonly Crs Crs84 = new("http://www.opengis.net/def/crs/OGC/1.3/CRS84", point => (point.Longitude, point.Latitude), (x, y) => new GeoPoint(x, y));

    /// <summary>Latitude, longitude.</summary>
    public static readonly Crs Epsg4326 = new("http://www.opengis.net/def/crs/EPSG/0/4326", point => (point.Latitude, point.Longitude), (y, x) => new GeoPoint(x, y));

    /// <summary>Web Mercator, in metres.</summary>
    public static readonly Crs Epsg3857 = new("http://www.opengis.net/def/crs/EPSG/0/3857", Mercator, FromMercator);

    public static IReadOnlyList<Crs> All { get; } = [Crs84, Epsg4326, Epsg3857];

    /// <summary>The system of this URI, or null.</summary>
    public static Crs? Find(string uri) => All.FirstOrDefault(crs => crs.Uri == uri);

    private static (double X, double Y) Mercator(GeoPoint point)
    {
        var latitude = Math.Clamp(point.Latitude, -NearestToPole, NearestToPole);
        return (double.DegreesToRadians(point.Longitude) * Radius, Math.Asinh(Math.Tan(double.DegreesToRadians(latitude))) * Radius);
    }

    private static GeoPoint FromMercator(double x, double y) =>
        new(double.RadiansToDegrees(x / Radius), double.RadiansToDegrees(Math.Atan(Math.Sinh(y / Radius))));
}
