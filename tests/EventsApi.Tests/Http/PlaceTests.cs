using System.Text.Json;
using EventsApi.Data.Places;
using EventsApi.Tests.Places;
using NetTopologySuite.Geometries;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Polygons and nearness over HTTP, against brute force over all events.</summary>
public class PlaceTests(EventServer server) : IClassFixture<EventServer>
{
    private sealed record Place(string Id, double Longitude, double Latitude);

    [Fact]
    public async Task A_polygon_in_the_address_is_the_polygon_in_the_body()
    {
        const string Wkt = "POLYGON((-12 4, 16 4, 16 26, -12 26, -12 4), (-4 10, 4 10, 4 20, -4 20, -4 10))";
        var inAddress = await server.GetAsync($"/v1/events?geometry={Uri.EscapeDataString(Wkt)}&limit=5000");
        Assert.Equal(EventServer.Ids(inAddress), await SearchAsync(new { geometry = GeoJson(Shapes.ReadWkt(Wkt)), limit = 5000 }));
        var shape = Shapes.ReadWkt(Wkt);
        var expected = (await PlacesAsync()).Count(place => shape.Intersects(new Point(place.Longitude, place.Latitude)));
        Assert.True(expected > 0);
        Assert.Equal(expected, inAddress.GetProperty("total_count").GetInt32());
    }

    [Theory]
    [InlineData("POLYGON((0 0, 4 4, 4 0, 0 4, 0 0))", "It is not a valid shape: self-intersection at (2 2).")]
    [InlineData("POLYGON((0 0, 4 4, 4 0))", "Ring 1 is not closed: it begins at (0 0) and ends at (4 0).")]
    [InlineData("POINT(1 1)", "Must be a polygon or a multipolygon, not a Point; near takes a point.")]
    [InlineData("POLYGON", "At character 8: expected '('.")]
    [InlineData("{\"type\":\"Polygon\"", "Is not JSON: line 1, byte 18.")]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1]]]}", "Ring 1 is not closed: it begins at (0 0) and ends at (1 1).")]
    public async Task A_wrong_polygon_is_told_where(string geometry, string message)
    {
        var error = await server.ErrorAsync($"/v1/events?geometry={Uri.EscapeDataString(geometry)}");
        Assert.Equal(("geometry", message), (error.GetProperty("parameter").GetString(), error.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("radius_km=700&")]
    [InlineData("country=Mali&")]
    [InlineData("fatalities__gte=1&radius_km=2000&")]
    [InlineData("bbox=-20,0,30,30&")]
    public async Task The_nearest_come_first_on_every_page(string filter)
    {
        const double Longitude = -0.04, Latitude = 16.27;
        var expected = (await server.GetAsync($"/v1/events?{filter}{(filter.Contains("radius", StringComparison.Ordinal) ? "near=-0.04,16.27&" : "")}limit=5000")).GetProperty("data").EnumerateArray()
            .Where(row => row.GetProperty("longitude").ValueKind == JsonValueKind.Number)
            .ToDictionary(row => row.GetProperty("event_id_cnty").GetString()!, row => Ellipsoid.Distance(Longitude, Latitude, row.GetProperty("longitude").GetDouble(), row.GetProperty("latitude").GetDouble()) / 1000);
        Assert.NotEmpty(expected);
        var rows = new List<JsonElement>();
        for (var next = $"/v1/events?{filter}near=-0.04,16.27&sort=distance&limit=7"; next is not null;)
        {
            var page = await server.GetAsync(next);
            Assert.Equal(expected.Count, page.GetProperty("total_count").GetInt32());
            rows.AddRange(page.GetProperty("data").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), rows.Select(Id).Order(StringComparer.Ordinal));
        Assert.Equal(rows.Select(row => (Km(row), Id(row))).Order(), rows.Select(row => (Km(row), Id(row))));
        // The reference finds no distance to a point on the other side of the Earth.
        Assert.All(rows, row => Assert.True(expected[Id(row)] is not { } km || Math.Abs(Km(row) - km) <= km * 0.001 + 0.000001, $"{Id(row)}: {Km(row)} km"));
    }

    [Fact]
    public async Task An_offset_goes_on_among_the_nearest()
    {
        const string Nearest = "near=-0.04,16.27&sort=distance&";
        var all = await server.IdsAsync(Nearest + "limit=30");
        Assert.Equal(all.Skip(10).Take(5), await server.IdsAsync(Nearest + "limit=5&offset=10"));
    }

    [Fact]
    public async Task All_the_nearest_stream_in_the_same_order()
    {
        using var csv = await server.SendAsync(HttpMethod.Get, "/v1/events?near=-0.04,16.27&sort=distance&f=csv&fields=event_id_cnty");
        var lines = (await csv.TextAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("event_id_cnty,distance_km", lines[0]);
        Assert.Equal(await server.IdsAsync("near=-0.04,16.27&sort=distance&limit=5000"), lines.Skip(1).Select(line => line.Split(',')[0]));
    }

    [Theory]
    [InlineData("sort=distance", "near", "Must be given with sort=distance.")]
    [InlineData("near=1,1", "radius_km", "Must be given with near, unless the nearest come first by sort=distance.")]
    [InlineData("near=1,1&sort=-distance", "sort", "The nearest come first: distance is the first column, without \"-\".")]
    [InlineData("near=1,1&sort=event_date,distance", "sort", "The nearest come first: distance is the first column, without \"-\".")]
    public async Task Nearness_needs_a_point_and_goes_first(string query, string parameter, string message)
    {
        var error = await server.ErrorAsync("/v1/events?" + query);
        Assert.Equal((parameter, message), (error.GetProperty("parameter").GetString(), error.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task A_feature_tells_how_far_its_place_may_be_off()
    {
        var features = (await server.GetAsync("/v1/events?f=geojson&limit=5000")).GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("properties")).ToList();
        Assert.All(features, properties => Assert.Equal(
            properties.GetProperty("geo_precision") is { ValueKind: JsonValueKind.Number } precision ? precision.GetInt32() switch { 1 => 5.0, 2 => 25, _ => 100 } : null,
            properties.TryGetProperty("uncertainty_km", out var radius) ? radius.GetDouble() : (double?)null));
        Assert.Contains(features, properties => properties.TryGetProperty("uncertainty_km", out _));
    }

    private async Task<List<Place>> PlacesAsync() =>
    [
        .. from row in await server.RowsAsync()
           where row.GetProperty("longitude").ValueKind == JsonValueKind.Number
           select new Place(Id(row), row.GetProperty("longitude").GetDouble(), row.GetProperty("latitude").GetDouble()),
    ];

    private async Task<List<string>> SearchAsync(object body) => EventServer.Ids(await server.SearchAsync(body));

    private static string Id(JsonElement row) => row.GetProperty("event_id_cnty").GetString()!;

    private static double Km(JsonElement row) => row.GetProperty("distance_km").GetDouble();

    private static object GeoJson(Geometry shape) => shape is Polygon polygon
        ? new { type = "Polygon", coordinates = Rings(polygon) }
        : new { type = "MultiPolygon", coordinates = ((MultiPolygon)shape).Geometries.Cast<Polygon>().Select(Rings) };

    private static IEnumerable<IEnumerable<double[]>> Rings(Polygon polygon) =>
        polygon.Holes.Prepend(polygon.Shell).Select(ring => ring.Coordinates.Select(position => new[] { position.X, position.Y }));
}
