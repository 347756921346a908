using System.Globalization;
using System.Text;
using System.Text.Json;
using EventsApi.Tests.Ogc;
using EventsApi.Tests.Places;
using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Random points on all the Earth over HTTP: random polygons find what NetTopologySuite says of every row, and distances are geodesists'.</summary>
public class RandomPlaceTests(EventServer server) : IClassFixture<EventServer>
{
    private const string Header = "event_id_cnty,event_date,event_type,sub_event_type,country,longitude,latitude\r\n";

    // One in so many lies on the antimeridian, on the equator or at a pole.
    private static readonly Gen<Coordinate> Position =
        from longitude in Gen.Frequency((6, Gen.Choose(-1_800_000, 1_800_000).Select(number => number / 10_000.0)), (1, Gen.Elements(-180.0, 0, 180)))
        from latitude in Gen.Frequency((6, Gen.Choose(-900_000, 900_000).Select(number => number / 10_000.0)), (1, Gen.Elements(-90.0, 0, 90)))
        select new Coordinate(longitude, latitude);

    [Fact]
    public async Task Any_polygon_finds_the_points_in_it_and_on_its_edges()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var cases = from points in Position.ListOf(60)
                    from shapes in RandomShapes.Over([.. points.Select(point => point.X)], [.. points.Select(point => point.Y)]).Where(shape => shape is IPolygonal).ListOf(6)
                    select (points, shapes);
        var (met, some) = (0, 0);
        Prop.ForAll(cases.ToArbitrary(), pair =>
        {
            ImportAsync(other, pair.points).GetAwaiter().GetResult();
            foreach (var shape in pair.shapes)
            {
                var expected = pair.points.Select((point, i) => (point, id: Id(i))).Where(row => new PointLocator().Locate(row.point, shape) != Location.Exterior).Select(row => row.id).Order(StringComparer.Ordinal).ToList();
                Assert.Equal(expected, FoundAsync(other, $$"""{"limit":5000,"geometry":{{JsonSerializer.Serialize(shape.AsText())}}}""").GetAwaiter().GetResult());
                Assert.Equal(expected, FoundAsync(other, $$"""{"limit":5000,"geometry":{{Both.Shape(shape).Json}}}""").GetAwaiter().GetResult());
                met++;
                some += expected.Count > 0 && expected.Count < pair.points.Count ? 1 : 0;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
        Assert.InRange(some, met / 4, met);
    }

    [Fact]
    public async Task Any_point_is_as_far_as_a_geodesic_is_long()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var cases = from points in Position.ListOf(60) from centres in Position.ListOf(6) from km in Gen.Choose(1, 20_000) select (points, centres, km);
        var compared = 0;
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            ImportAsync(other, one.points).GetAwaiter().GetResult();
            foreach (var centre in one.centres)
            {
                // The reference finds no distance to a point on the other side of the Earth.
                var expected = one.points.Select((point, i) => (Id: Id(i), Km: Ellipsoid.Distance(centre.X, centre.Y, point.X, point.Y) / 1000)).Where(row => row.Km is not null).ToDictionary(row => row.Id, row => row.Km!.Value);
                var near = string.Create(CultureInfo.InvariantCulture, $"/v1/events?near={centre.X},{centre.Y}&limit=5000");
                var rows = GetAsync(other, near + "&sort=distance").GetAwaiter().GetResult();
                Assert.Equal(one.points.Count, rows.Count);
                Assert.Equal(rows.Select(Km).Order(), rows.Select(Km));
                Assert.All(rows.Where(row => expected.ContainsKey(Reference.Id(row))), row => Assert.InRange(Km(row), (expected[Reference.Id(row)] * 0.999) - 1e-6, (expected[Reference.Id(row)] * 1.001) + 1e-6));
                var within = GetAsync(other, $"{near}&radius_km={one.km}").GetAwaiter().GetResult().Select(Reference.Id).ToHashSet();
                // What is nearer to the circle than a thousandth decides nothing.
                Assert.All(expected.Where(row => Math.Abs(row.Value - one.km) > one.km * 0.001), row => Assert.True((row.Value < one.km) == within.Contains(row.Key), $"{row.Key} is {row.Value} km from {centre}"));
                compared += expected.Count;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
        Assert.True(compared > 15 * 6 * 55, $"{compared}");
    }

    // The same ids again: the rows move.
    private static async Task ImportAsync(OtherServer other, IReadOnlyList<Coordinate> points)
    {
        var rows = points.Select((point, i) => string.Create(CultureInfo.InvariantCulture, $"{Id(i)},2022-01-01,Protests,Peaceful protest,Mali,{point.X},{point.Y}\r\n"));
        var report = await other.ImportAsync(Encoding.UTF8.GetBytes(Header + string.Concat(rows)), "points.csv");
        Assert.Equal(points.Count, report.Inserted + report.Updated + report.Unchanged);
    }

    private static async Task<List<string>> FoundAsync(OtherServer other, string body)
    {
        using var response = await other.SendAsync(HttpMethod.Post, "/v1/events/search", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.True(response.IsSuccessStatusCode, await response.TextAsync());
        return [.. EventServer.Ids(await response.JsonAsync()).Order(StringComparer.Ordinal)];
    }

    private static async Task<List<JsonElement>> GetAsync(OtherServer other, string path)
    {
        using var response = await other.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, await response.TextAsync());
        return [.. (await response.JsonAsync()).GetProperty("data").EnumerateArray()];
    }

    private static string Id(int i) => $"R{i}";

    private static double Km(JsonElement row) => row.GetProperty("distance_km").GetDouble();
}
