using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using NetTopologySuite.Geometries;

namespace EventsApi.Requests;

/// <summary>Filters by place: a box, and a distance from a point.</summary>
internal static class PlaceFilters
{
    private const double FarthestKm = Geodesy.Farthest / 1000;

    public static readonly Parameter Bbox = new("bbox", ParameterType.Real,
        "Box minlon,minlat,maxlon,maxlat in degrees, edges included; minlon greater than maxlon crosses the antimeridian. With six numbers the heights are not used. Events without coordinates do not match.")
    { List = (4, 6), Example = "-4.5,14,1.5,17.5" };

    public static readonly Parameter Near = new("near", ParameterType.Real,
        "Point lon,lat in degrees; only events within radius_km of it, or with sort=distance all that have coordinates, nearest first.")
    { List = (2, 2), Example = "-0.04,16.27" };

    public static readonly Parameter RadiusKm = new("radius_km", ParameterType.Real,
        "Distance from near in kilometres, along the WGS 84 ellipsoid.")
    { Minimum = 0, Maximum = FarthestKm, Example = 100 };

    public static readonly Parameter Geometry = new("geometry", ParameterType.Shape,
        "Polygon or multipolygon, holes allowed, as well-known text or GeoJSON, in degrees with straight edges between them; events on an edge belong. At most 10,000 vertices; POST /v1/events/search takes what is too long for an address. "
        + "Over the antimeridian longitudes count on beyond 180 (190 for -170), or the parts on both sides are given; an edge from 170 to -170 goes the long way round.")
    { Example = "POLYGON((-5 14, 1 14, 1 17, -5 14))" };

    public static Predicate.InBox? ParseBbox(RawRequest raw) => ParseBox(raw, (longitude, latitude) => new GeoPoint(longitude, latitude));

    /// <param name="read">Makes a point of two numbers in the order of their system's axes.</param>
    public static Predicate.InBox? ParseBox(RawRequest raw, Func<double, double, GeoPoint> read)
    {
        if (raw.Single(Bbox.Name) is not { } text
            || Values.Reals(Bbox.Name, text, "minlon,minlat,maxlon,maxlat", count => count is 4 or 6, raw.Errors) is not { } numbers)
        {
            return null;
        }
        var half = numbers.Length / 2;
        var (first, last) = (read(numbers[0], numbers[1]), read(numbers[half], numbers[half + 1]));
        var box = new BoundingBox(first.Longitude, first.Latitude, last.Longitude, last.Latitude);
        if (!(IsPoint(Bbox, text, box.MinLon, box.MinLat, raw.Errors) && IsPoint(Bbox, text, box.MaxLon, box.MaxLat, raw.Errors)))
        {
            return null;
        }
        if (box.MinLat > box.MaxLat)
        {
            raw.Errors.Add(Bbox.Name, text, "The southern latitude is greater than the northern one.");
            return null;
        }
        return new Predicate.InBox(box);
    }

    /// <summary>The point of near, where there is one.</summary>
    public static GeoPoint? ParsePoint(RawRequest raw)
    {
        if (raw.Single(Near.Name) is not { } near || Values.Reals(Near.Name, near, "lon,lat", count => count == 2, raw.Errors) is not { } point)
        {
            return null;
        }
        return IsPoint(Near, near, point[0], point[1], raw.Errors) ? new GeoPoint(point[0], point[1]) : null;
    }

    /// <param name="isNearest">Whether nearness is the order, so that it need not be a filter.</param>
    public static Predicate? ParseNear(RawRequest raw, GeoPoint? point, bool isNearest)
    {
        var km = raw.Single(RadiusKm.Name) is { } radius ? Values.Real(RadiusKm.Name, radius, 0, FarthestKm, raw.Errors) : null;
        RefuseHalf(raw, isNearest);
        return (point, km) switch
        {
            (null, _) => null,
            (_, null) => new Predicate.Not(new Predicate.IsNull(EventColumns.Longitude)),
            _ => new Predicate.WithinDistance(point.Longitude, point.Latitude, km.Value * 1000),
        };
    }

    /// <summary>A polygon as well-known text, or as GeoJSON.</summary>
    public static Predicate? ParseGeometry(RawRequest raw)
    {
        if (raw.Single(Geometry.Name) is not { } text)
        {
            return null;
        }
        try
        {
            var shape = text.TrimStart().StartsWith('{') ? Shapes.ReadGeoJson(JsonSerializer.Deserialize<JsonElement>(text)) : Shapes.ReadWkt(text);
            if (shape is IPolygonal)
            {
                return new Predicate.Spatial(SpatialRelation.Intersects, shape);
            }
            raw.Errors.Add(Geometry.Name, text, $"Must be a polygon or a multipolygon, not a {shape.GeometryType}; near takes a point.");
        }
        catch (ShapeException exception)
        {
            raw.Errors.Add(Geometry.Name, text, exception.Message);
        }
        catch (JsonException exception)
        {
            raw.Errors.Add(Geometry.Name, text, $"Is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
        return null;
    }

    private static void RefuseHalf(RawRequest raw, bool isNearest)
    {
        var (hasNear, hasRadius) = (raw.Values(Near.Name).Count > 0, raw.Values(RadiusKm.Name).Count > 0);
        if (hasNear && !hasRadius && !isNearest)
        {
            raw.Errors.Add(RadiusKm.Name, null, "Must be given with near, unless the nearest come first by sort=distance.");
        }
        else if (!hasNear && (hasRadius || isNearest))
        {
            raw.Errors.Add(Near.Name, null, hasRadius ? "Must be given with radius_km." : "Must be given with sort=distance.");
        }
    }

    private static bool IsPoint(Parameter parameter, string text, double longitude, double latitude, RequestErrors errors)
    {
        if (Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90)
        {
            return true;
        }
        errors.Add(parameter.Name, text, "Longitude must be from -180 to 180 and latitude from -90 to 90; longitude comes first, unless a reference system says otherwise.");
        return false;
    }
}
