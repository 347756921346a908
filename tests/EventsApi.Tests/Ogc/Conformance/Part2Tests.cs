using System.Globalization;
using System.Text;
using System.Text.Json;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>OGC API - Features part 2 (18-058r1): coordinate reference systems by reference.</summary>
public class Part2Tests(EventServer server) : Walk(server), IClassFixture<EventServer>
{
    private const string Unknown = "http://www.opengis.net/def/crs/EPSG/0/2154";

    [Fact]
    public async Task Req_crs_crs_uri() => Assert.All(await SystemsAsync(), crs => Assert.True(Uri.TryCreate(crs, UriKind.Absolute, out var uri) && uri.Scheme == "http"));

    [Fact]
    public async Task Req_crs_fc_md_crs_list() => Assert.Equal([Crs84, Epsg4326, Epsg3857], await SystemsAsync());

    [Fact]
    public async Task Req_crs_fc_md_storageCrs() => Assert.Equal(Crs84, (await Server.GetAsync(Collection)).GetProperty("storageCrs").GetString());

    [Fact]
    public async Task Req_crs_fc_md_storageCrs_valid_value() => Assert.Contains((await Server.GetAsync(Collection)).GetProperty("storageCrs").GetString()!, await SystemsAsync());

    // The collection has a list of its own, which is the global one.
    [Fact]
    public async Task Req_crs_fc_md_crs_list_global() => Assert.Equal(await SystemsAsync(), Texts((await Server.GetAsync("/collections")).GetProperty("crs")));

    [Fact]
    public async Task Req_crs_fc_bbox_crs_definition() => await AssertUriAsync("bbox-crs", Items);

    [Fact]
    public async Task Req_crs_fc_bbox_crs_valid_value() => await AssertRefusedWithAllAsync($"{Items}?bbox=1,2,3,4&bbox-crs={Unknown}");

    [Fact]
    public async Task Req_crs_fc_bbox_crs_valid_defaultValue() =>
        Assert.Equal(await IdsAsync($"bbox=-10,5,10,25&bbox-crs={Crs84}"), await IdsAsync("bbox=-10,5,10,25"));

    [Theory]
    [InlineData(-10, 5, 10, 25)]
    [InlineData(170, -80, -10, 80)]
    public async Task Req_crs_fc_bbox_crs_action(double west, double south, double east, double north)
    {
        var expected = await WhereAsync(row => !IsLocated(row) || (Latitude(row) >= south && Latitude(row) <= north
            && (west <= east ? Longitude(row) >= west && Longitude(row) <= east : Longitude(row) >= west || Longitude(row) <= east)));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await IdsAsync(Invariant($"bbox={west},{south},{east},{north}&bbox-crs={Crs84}")));
        Assert.Equal(expected, await IdsAsync(Invariant($"bbox={south},{west},{north},{east}&bbox-crs={Epsg4326}")));
        Assert.Equal(expected, await IdsAsync(Invariant($"bbox={X(west)},{Y(south)},{X(east)},{Y(north)}&bbox-crs={Epsg3857}")));
    }

    [Theory]
    [InlineData(Items)]
    [InlineData(Items + "/{featureId}")]
    public async Task Req_crs_fc_crs_definition(string path) => await AssertUriAsync("crs", path);

    [Theory]
    [InlineData(Items + "?crs=" + Unknown)]
    [InlineData(Items + "?crs=EPSG:4326")]
    [InlineData(Items + "/TST1?crs=" + Unknown)]
    public async Task Req_crs_fc_crs_valid_value(string path) => await AssertRefusedWithAllAsync(path);

    [Theory]
    [InlineData(Items)]
    [InlineData(Items + "/TST1")]
    public async Task Req_crs_fc_crs_default_value(string path)
    {
        using var implied = await GetAsync(path);
        using var said = await GetAsync($"{path}?crs={Crs84}");
        Assert.Equal(implied.Headers.GetValues("Content-Crs"), said.Headers.GetValues("Content-Crs"));
        Assert.Equal(Geometries(await implied.JsonAsync()), Geometries(await said.JsonAsync()));
    }

    // The points of EPSG:3857 are PROJ's, by gdaltransform.
    [Theory]
    [InlineData(Crs84, 2.9, 16.0, 2.9, 16.0)]
    [InlineData(Epsg4326, 2.9, 16.0, 16.0, 2.9)]
    [InlineData(Epsg3857, 2.9, 16.0, 322826.523, 1804722.766)]
    [InlineData(Epsg3857, -180, -85, -20037508.343, -19971868.880)]
    [InlineData(Epsg3857, 180, 0, 20037508.343, 0)]
    public async Task Req_crs_fc_crs_action(string crs, double longitude, double latitude, double first, double second)
    {
        await using var other = await Server.StartOtherAsync("--EventsApi:Sample=false");
        await other.ImportAsync(Encoding.UTF8.GetBytes(Invariant($"event_id_cnty,event_date,event_type,sub_event_type,country,longitude,latitude\r\nX1,2022-01-01,Protests,Peaceful protest,Mali,{longitude},{latitude}\r\n")), "x.csv");
        foreach (var path in new[] { $"{Items}?crs={crs}", $"{Items}/X1?crs={crs}" })
        {
            using var response = await other.GetAsync(path);
            var coordinates = JsonSerializer.Deserialize<double[]>(JsonSerializer.Deserialize<JsonElement>(Assert.Single(Geometries(await response.JsonAsync()))).GetProperty("coordinates"))!;
            Assert.Equal(2, coordinates.Length);
            Assert.Equal(first, coordinates[0], 0.001);
            Assert.Equal(second, coordinates[1], 0.001);
        }
    }

    // RFC 7946 §4 allows another system where both sides agree: who asks for one gets it, and only then.
    [Fact]
    public async Task Req_crs_geojson()
    {
        var asked = Geometries(await Server.GetAsync($"{Items}?limit=5000&crs={Epsg4326}")).Where(geometry => geometry != "null").ToList();
        Assert.Equal(
            (await Server.RowsAsync()).Where(IsLocated).Select(row => (Latitude(row), Longitude(row))),
            asked.Select(geometry => JsonSerializer.Deserialize<JsonElement>(geometry).GetProperty("coordinates")).Select(position => (position[0].GetDouble(), position[1].GetDouble())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/TST1")]
    [InlineData("/TST26")] // nowhere
    public async Task Req_crs_ogc_crs_header(string feature)
    {
        foreach (var crs in await SystemsAsync())
        {
            using var response = await GetAsync($"{Items}{feature}?crs={crs}");
            Assert.True(response.Headers.Contains("Content-Crs"));
        }
    }

    [Fact]
    public async Task Req_crs_ogc_crs_header_value()
    {
        foreach (var (query, crs) in new[] { ("", Crs84), ("?crs=" + Crs84, Crs84), ("?crs=" + Epsg4326, Epsg4326), ("?crs=" + Uri.EscapeDataString(Epsg3857), Epsg3857) })
        {
            using var response = await GetAsync(Items + query);
            Assert.Equal($"<{crs}>", response.Headers.GetValues("Content-Crs").Single());
        }
    }

    private async Task AssertUriAsync(string name, string path)
    {
        var schema = await SchemaAsync(name, path);
        Assert.Equal(("string", "uri"), (schema.GetProperty("type").GetString(), schema.GetProperty("format").GetString()));
    }

    private async Task AssertRefusedWithAllAsync(string path)
    {
        var error = await Server.ErrorAsync(path);
        Assert.Equal([Crs84, Epsg4326, Epsg3857], Texts(error.GetProperty("allowed")));
    }

    private async Task<List<string>> SystemsAsync() => Texts((await Server.GetAsync(Collection)).GetProperty("crs"));

    private static List<string> Geometries(JsonElement answer) =>
        [.. (answer.TryGetProperty("features", out var features) ? features.EnumerateArray().ToList() : [answer]).Select(feature => feature.GetProperty("geometry").GetRawText())];

    private static double X(double longitude) => longitude / 180 * 20037508.342789244;

    private static double Y(double latitude) => Math.Log(Math.Tan((Math.PI / 4) + (latitude * Math.PI / 360))) * 6378137;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
