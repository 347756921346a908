using System.Net;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc;

/// <summary>OGC API - Features part 2 (18-058r1), each test named after the requirements it walks.</summary>
public class CrsTests(EventServer server) : IClassFixture<EventServer>
{
    private const string Items = "/collections/events/items";
    private const string Crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
    private const string Epsg4326 = "http://www.opengis.net/def/crs/EPSG/0/4326";
    private const string Epsg3857 = "http://www.opengis.net/def/crs/EPSG/0/3857";

    [Fact]
    public async Task Crs_fc_md_crs_list_and_storageCrs()
    {
        var collection = await server.GetAsync("/collections/events");
        var systems = collection.GetProperty("crs").EnumerateArray().Select(uri => uri.GetString()!).ToList();
        Assert.Equal([Crs84, Epsg4326, Epsg3857], systems);
        Assert.Contains(collection.GetProperty("storageCrs").GetString()!, systems);
    }

    // The points of EPSG:3857 are PROJ's, by gdaltransform.
    [Theory]
    [InlineData(Crs84, 2.9, 16.0, 2.9, 16.0)]
    [InlineData(Epsg4326, 2.9, 16.0, 16.0, 2.9)]
    [InlineData(Epsg3857, 2.9, 16.0, 322826.523, 1804722.766)]
    [InlineData(Epsg3857, -180, -85, -20037508.343, -19971868.880)]
    [InlineData(Epsg3857, 180, 0, 20037508.343, 0)]
    public async Task Crs_fc_crs_action_and_ogc_crs_header(string crs, double longitude, double latitude, double first, double second)
    {
        await using var other = await OtherServer.StartAsync("--EventsApi:Sample=false");
        await other.ImportAsync(System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"event_id_cnty,event_date,event_type,sub_event_type,country,longitude,latitude\r\nX1,2022-01-01,Protests,Peaceful protest,Mali,{longitude},{latitude}\r\n")), "x.csv");
        foreach (var path in new[] { $"{Items}?crs={crs}", $"{Items}/X1?crs={crs}" })
        {
            using var response = await other.GetAsync(path);
            Assert.Equal($"<{crs}>", response.Headers.GetValues("Content-Crs").Single());
            var answer = await response.JsonAsync();
            var feature = answer.TryGetProperty("features", out var features) ? features[0] : answer;
            var coordinates = feature.GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(number => number.GetDouble()).ToList();
            Assert.Equal(2, coordinates.Count);
            Assert.Equal(first, coordinates[0], 0.001);
            Assert.Equal(second, coordinates[1], 0.001);
        }
    }

    [Fact]
    public async Task Crs_fc_crs_default_value()
    {
        using var response = await server.SendAsync(HttpMethod.Get, Items);
        Assert.Equal($"<{Crs84}>", response.Headers.GetValues("Content-Crs").Single());
    }

    [Theory]
    [InlineData(-10, 5, 10, 25)]
    [InlineData(170, -80, -10, 80)]
    public async Task Crs_fc_bbox_crs_action(double west, double south, double east, double north)
    {
        var expected = await IdsAsync(FormattableString.Invariant($"bbox={west},{south},{east},{north}"));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await IdsAsync(FormattableString.Invariant($"bbox={west},{south},{east},{north}&bbox-crs={Crs84}")));
        Assert.Equal(expected, await IdsAsync(FormattableString.Invariant($"bbox={south},{west},{north},{east}&bbox-crs={Epsg4326}")));
        Assert.Equal(expected, await IdsAsync(FormattableString.Invariant($"bbox={X(west)},{Y(south)},{X(east)},{Y(north)}&bbox-crs={Epsg3857}")));
    }

    [Theory]
    [InlineData("crs=http://www.opengis.net/def/crs/EPSG/0/2154")]
    [InlineData("crs=EPSG:4326")]
    [InlineData("bbox=1,2,3,4&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/2154")]
    public async Task Crs_fc_crs_and_bbox_crs_valid_value(string query)
    {
        var (status, problem) = await server.ProblemAsync($"{Items}?{query}");
        Assert.Equal((int)HttpStatusCode.BadRequest, status);
        Assert.Equal([Crs84, Epsg4326, Epsg3857], Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("allowed").EnumerateArray().Select(uri => uri.GetString()));
    }

    private static double X(double longitude) => longitude / 180 * 20037508.342789244;

    private static double Y(double latitude) => Math.Log(Math.Tan(Math.PI / 4 + latitude * Math.PI / 360)) * 6378137;

    private async Task<List<string>> IdsAsync(string query) =>
        [.. (await server.GetAsync($"{Items}?{query}&limit=5000")).GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("id").GetString()!)];
}
