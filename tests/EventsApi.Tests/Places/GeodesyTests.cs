using EventsApi.Data.Places;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Places;

public class GeodesyTests
{
    [Fact]
    public void A_degree_of_the_equator_is_as_long_as_geodesists_say() =>
        Assert.Equal(111_319.491, Ellipsoid.Distance(0, 0, 1, 0)!.Value, 0.001);

    [Fact]
    public void The_box_holds_every_point_within_the_distance()
    {
        var degrees = Gen.OneOf(Gen.Choose(-18000, 18000), Gen.Choose(17800, 18000), Gen.Choose(-18000, -17800)).Select(hundredths => hundredths / 100.0);
        var latitudes = Gen.OneOf(Gen.Choose(-9000, 9000), Gen.Choose(8900, 9000), Gen.Choose(-9000, -8900)).Select(hundredths => hundredths / 100.0);
        var steps = Gen.OneOf(Gen.Choose(-100, 100).Select(step => step / 100.0), Gen.Choose(-40, 40).Select(step => (double)step));
        var cases = from longitude in degrees
                    from latitude in latitudes
                    from east in steps
                    from north in steps
                    select (longitude, latitude, Wrap(longitude + east), Math.Clamp(latitude + north, -90, 90));
        Prop.ForAll(cases.ToArbitrary(), HoldsTheOther).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Theory]
    [InlineData(0, 0, 1000, 0.02)]
    [InlineData(2, 60, 100_000, 4)]
    [InlineData(-179.9, -17, 50_000, 1)]
    public void The_box_is_not_much_too_large(double longitude, double latitude, double metres, double degrees)
    {
        var box = Geodesy.BoxAround(longitude, latitude, metres);
        var width = box.MaxLon - box.MinLon + (box.CrossesAntimeridian ? 360 : 0);
        Assert.InRange(width, 0, degrees);
        Assert.InRange(box.MaxLat - box.MinLat, 0, degrees);
    }

    [Fact]
    public void A_box_around_half_the_earth_is_the_earth() =>
        Assert.Equal(new BoundingBox(-180, -90, 180, 90), Geodesy.BoxAround(10, 10, 20_000_000));

    private static bool HoldsTheOther((double Lon1, double Lat1, double Lon2, double Lat2) points)
    {
        if (Ellipsoid.Distance(points.Lon1, points.Lat1, points.Lon2, points.Lat2) is not { } metres)
        {
            return true;
        }
        var box = Geodesy.BoxAround(points.Lon1, points.Lat1, metres + 0.001);
        var longitudes = box.CrossesAntimeridian
            ? points.Lon2 >= box.MinLon || points.Lon2 <= box.MaxLon
            : points.Lon2 >= box.MinLon && points.Lon2 <= box.MaxLon;
        return longitudes && points.Lat2 >= box.MinLat && points.Lat2 <= box.MaxLat;
    }

    private static double Wrap(double longitude) => longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
}
