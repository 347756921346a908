using EventsApi.Data.Places;
using EventsApi.Data.Queries;

namespace EventsApi.Requests;

/// <summary>Filters by place: a box, and a distance from a point.</summary>
internal static class PlaceFilters
{
    // Half of the Earth's circumference: everything is nearer.
    private const double FarthestKm = 20_040;

    public static readonly Parameter Bbox = new("bbox", ParameterType.Real,
        "Box minlon,minlat,maxlon,maxlat in degrees, edges included; minlon greater than maxlon crosses the antimeridian. With six numbers the heights are not used. Events without coordinates do not match.")
    { List = (4, 6), Example = "-4.5,14,1.5,17.5" };

    public static readonly Parameter Near = new("near", ParameterType.Real,
        "Point lon,lat in degrees; only events within radius_km of it.")
    { List = (2, 2), Example = "-0.04,16.27" };

    public static readonly Parameter RadiusKm = new("radius_km", ParameterType.Real,
        "Distance from near in kilometres, along the WGS 84 ellipsoid.")
    { Minimum = 0, Maximum = FarthestKm, Example = 100 };

    public static Predicate? ParseBbox(RawRequest raw)
    {
        if (raw.Single(Bbox.Name) is not { } text
            || Values.Reals(Bbox.Name, text, "minlon,minlat,maxlon,maxlat", count => count is 4 or 6, raw.Errors) is not { } numbers)
        {
            return null;
        }
        var half = numbers.Length / 2;
        var box = new BoundingBox(numbers[0], numbers[1], numbers[half], numbers[half + 1]);
        if (!(IsPoint(Bbox, text, box.MinLon, box.MinLat, raw.Errors) && IsPoint(Bbox, text, box.MaxLon, box.MaxLat, raw.Errors)))
        {
            return null;
        }
        if (box.MinLat > box.MaxLat)
        {
            raw.Errors.Add(Bbox.Name, text, "The southern latitude (second number) is greater than the northern one.");
            return null;
        }
        return new Predicate.InBox(box);
    }

    public static Predicate? ParseNear(RawRequest raw)
    {
        var (near, radius) = (raw.Single(Near.Name), raw.Single(RadiusKm.Name));
        if (near is null || radius is null)
        {
            RefuseHalf(raw);
            return null;
        }
        var point = Values.Reals(Near.Name, near, "lon,lat", count => count == 2, raw.Errors);
        var km = Values.Real(RadiusKm.Name, radius, 0, FarthestKm, raw.Errors);
        return point is not null && IsPoint(Near, near, point[0], point[1], raw.Errors) && km is not null
            ? new Predicate.WithinDistance(point[0], point[1], km.Value * 1000)
            : null;
    }

    private static void RefuseHalf(RawRequest raw)
    {
        var (hasNear, hasRadius) = (raw.Values(Near.Name).Count > 0, raw.Values(RadiusKm.Name).Count > 0);
        if (hasNear && !hasRadius)
        {
            raw.Errors.Add(RadiusKm.Name, null, "Must be given with near.");
        }
        else if (hasRadius && !hasNear)
        {
            raw.Errors.Add(Near.Name, null, "Must be given with radius_km.");
        }
    }

    private static bool IsPoint(Parameter parameter, string text, double longitude, double latitude, RequestErrors errors)
    {
        if (Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90)
        {
            return true;
        }
        errors.Add(parameter.Name, text, "Longitude (first) must be from -180 to 180 and latitude from -90 to 90.");
        return false;
    }
}
