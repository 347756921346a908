using System.Net;
using System.Text.Json;
using EventsApi.Data.Places;
using EventsApi.Tests.Imports;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Boundaries over HTTP, and events by them.</summary>
public class BoundaryTests(EventServer server) : IClassFixture<EventServer>
{
    [Theory]
    [InlineData("boundary=ML-7", "ML-7")]
    [InlineData("boundary=ML-5", "ML-5")]
    [InlineData("boundary=ML-5&boundary=ML-8", "ML-5", "ML-8")]
    [InlineData("boundary=ML-7&boundary=ML-7", "ML-7")]
    public async Task A_boundary_selects_the_events_that_lie_in_it(string query, params string[] ids)
    {
        var expected = await InAsync(ids);
        Assert.NotEmpty(expected);
        var page = await server.GetAsync($"/v1/events?{query}&sort=event_id_cnty&limit=5000");
        Assert.Equal(expected, EventServer.Ids(page));
        Assert.Equal(expected.Count, page.GetProperty("total_count").GetInt32());
        Assert.Equal(expected, EventServer.Ids(await server.SearchAsync(new { boundary = ids, sort = "event_id_cnty", limit = 5000 })));
        var features = await server.GetAsync($"/collections/events/items?{query}&sortby=event_id_cnty&limit=5000");
        Assert.Equal(expected, features.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task It_joins_other_filters_and_goes_on_by_cursor()
    {
        var all = (await server.RowsAsync()).Where(row => row.GetProperty("event_type").GetString() == "Battles").Select(Reference.Id).ToHashSet();
        var expected = (await InAsync("ML-7", "ML-8")).Where(all.Contains).ToList();
        var (ids, next) = (new List<string>(), (string?)"/v1/events?boundary=ML-7&boundary=ML-8&event_type=Battles&limit=2");
        while (next is not null)
        {
            var page = await server.GetAsync(next);
            ids.AddRange(EventServer.Ids(page));
            next = page.GetProperty("next").GetString();
        }
        Assert.True(expected.Count > 2);
        Assert.Equal(expected, ids.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ml-7", "ML-7", "Unknown boundary; did you mean 'ML-7' (Gao)? /v1/boundaries lists all.")]
    [InlineData("Kidall", "ML-8", "Unknown boundary; did you mean 'ML-8' (Kidal)? /v1/boundaries lists all.")]
    [InlineData("somewhere else", null, "Unknown boundary; /v1/boundaries lists them.")]
    public async Task An_unknown_boundary_is_refused_with_the_nearest(string id, string? suggestion, string message)
    {
        foreach (var path in new[] { "/v1/events", "/v1/events?f=csv", "/collections/events/items" })
        {
            var error = await server.ErrorAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}boundary=ML-7&boundary={Uri.EscapeDataString(id)}");
            Assert.Equal(("boundary", id, message), (error.GetProperty("parameter").GetString(), error.GetProperty("value").GetString(), error.GetProperty("message").GetString()));
            Assert.Equal(suggestion, error.TryGetProperty("suggestion", out var meant) ? meant.GetString() : null);
        }
    }

    [Fact]
    public async Task An_empty_boundary_is_refused()
    {
        var (status, problem) = await server.ProblemAsync("/v1/events?boundary=");
        Assert.Equal((400, "boundary: Must not be empty."), (status, problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Boundaries_are_features_with_their_outline_and_the_number_of_their_events()
    {
        using var response = await server.SendAsync(HttpMethod.Get, "/v1/boundaries");
        Assert.Equal("application/geo+json", response.Content.Headers.ContentType?.MediaType);
        var page = await response.JsonAsync();
        Assert.Equal((3, 3, 0), (page.GetProperty("numberMatched").GetInt32(), page.GetProperty("numberReturned").GetInt32(), page.GetProperty("links").GetArrayLength()));
        Assert.Equal(["ML-5", "ML-7", "ML-8"], page.GetProperty("features").EnumerateArray().Select(Id));
        var regions = await BoundaryFiles.RegionsAsync();
        foreach (var feature in page.GetProperty("features").EnumerateArray())
        {
            var region = regions.Single(region => region.Id == Id(feature));
            var properties = feature.GetProperty("properties");
            Assert.Equal((region.Level, region.Name), (properties.GetProperty("level").GetString(), properties.GetProperty("name").GetString()));
            Assert.Equal((await InAsync(region.Id)).Count, properties.GetProperty("events").GetInt32());
            Assert.True(Shapes.ReadGeoJson(feature.GetProperty("geometry")).EqualsTopologically(region.Area));
            Assert.Equal(feature.GetRawText(), (await server.GetAsync("/v1/boundaries/" + region.Id)).GetRawText());
        }
    }

    [Fact]
    public async Task Outer_rings_run_counterclockwise_and_holes_clockwise()
    {
        foreach (var path in new[] { "/v1/boundaries", "/v1/boundaries?tolerance=0.01" })
        {
            foreach (var polygon in (await server.GetAsync(path)).GetProperty("features").EnumerateArray().SelectMany(feature => feature.GetProperty("geometry").GetProperty("coordinates").EnumerateArray()))
            {
                Assert.Equal(polygon.EnumerateArray().Select((_, i) => i == 0), polygon.EnumerateArray().Select(ring => Orientation.IsCCW(Positions(ring))));
            }
        }
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        var (ids, next) = (new List<string>(), (string?)"/v1/boundaries?limit=1&level=admin1");
        while (next is not null)
        {
            var page = await server.GetAsync(next);
            Assert.Equal((1, 3), (page.GetProperty("numberReturned").GetInt32(), page.GetProperty("numberMatched").GetInt32()));
            ids.AddRange(page.GetProperty("features").EnumerateArray().Select(Id));
            next = page.GetProperty("links").EnumerateArray().Select(link => link.GetProperty("href").GetString()).SingleOrDefault();
        }
        Assert.Equal(["ML-5", "ML-7", "ML-8"], ids);
        Assert.Equal(0, (await server.GetAsync("/v1/boundaries?level=other&f=json")).GetProperty("numberMatched").GetInt32());
    }

    [Theory]
    [InlineData(-180, -90, 180, 90)]
    [InlineData(0.4, 15, 0.6, 15.3)]
    [InlineData(0.4, 15.6, 0.6, 15.9)] // in a hole
    [InlineData(2, 15, 2, 15)] // a corner
    [InlineData(179, -90, 2, 90)]
    [InlineData(180, -90, -179, 90)]
    [InlineData(60, 60, 61, 61)]
    public async Task A_box_selects_the_boundaries_that_meet_it(double west, double south, double east, double north)
    {
        Geometry Part(double from, double to) => new GeometryFactory().ToGeometry(new Envelope(from, to, south, north));
        var parts = west <= east ? new[] { Part(west, east) } : [Part(west, 180), Part(-180, east)];
        var expected = (await BoundaryFiles.RegionsAsync()).Where(region => parts.Any(part => part.Intersects(region.Area))).Select(region => region.Id).Order(StringComparer.Ordinal);
        var page = await server.GetAsync(FormattableString.Invariant($"/v1/boundaries?bbox={west},{south},{east},{north}&level=admin1"));
        Assert.Equal(expected, page.GetProperty("features").EnumerateArray().Select(Id));
        Assert.Equal(page.GetProperty("features").GetArrayLength(), page.GetProperty("numberMatched").GetInt32());
    }

    [Fact]
    public async Task A_tolerance_leaves_vertices_out_and_every_shape_valid()
    {
        await using var other = await OtherServer.StartAsync("--EventsApi:Sample=false");
        var ring = Enumerable.Range(0, 720).Select(i => (Angle: i / 360.0 * Math.PI, Radius: i % 2 == 0 ? 5.0 : 5.01)).Select(point => FormattableString.Invariant($"{point.Radius * Math.Cos(point.Angle)} {point.Radius * Math.Sin(point.Angle)}")).ToList();
        var area = Shapes.ReadWkt($"MULTIPOLYGON((({string.Join(", ", ring.Append(ring[0]))})))");
        await Data.Storage.BoundaryStore.ReplaceLevelAsync(other.Database, "test", [new Boundary("A/B c", "test", "Star", (MultiPolygon)area)], CancellationToken.None);
        var vertices = new List<int>();
        foreach (var tolerance in new[] { "0", "0.02", "0.5" })
        {
            using var response = await other.GetAsync("/v1/boundaries/A%2FB%20c?tolerance=" + tolerance);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var shape = Shapes.ReadGeoJson((await response.JsonAsync()).GetProperty("geometry"));
            Assert.Equal(area.Area, shape.Area, area.Area / 5);
            vertices.Add(shape.NumPoints);
        }
        Assert.Equal(721, vertices[0]);
        Assert.True(vertices[0] > vertices[1] * 3 && vertices[1] > vertices[2], string.Join(' ', vertices));
    }

    [Fact]
    public async Task Real_outlines_stay_valid_however_far_they_are_simplified()
    {
        var file = await BoundaryFiles.ReadAsync(Importing.File("..", "shared", "data", "geo", "countries-50m.topo.json"), "name", one: "countries", level: "country");
        await using var other = await OtherServer.StartAsync("--EventsApi:Sample=false");
        await Data.Storage.BoundaryStore.ReplaceLevelAsync(other.Database, "country", file.Boundaries, CancellationToken.None);
        foreach (var tolerance in new[] { "0", "0.01", "0.1", "1" })
        {
            using var response = await other.GetAsync("/v1/boundaries?limit=1000&tolerance=" + tolerance);
            var features = (await response.JsonAsync()).GetProperty("features").EnumerateArray().ToList();
            Assert.Equal(file.Boundaries.Count, features.Count);
            // Reading refuses what is not valid.
            Assert.All(features, feature => Shapes.ReadGeoJson(feature.GetProperty("geometry"), int.MaxValue));
        }
    }

    [Theory]
    [InlineData("/v1/boundaries?tolerance=-1", "tolerance")]
    [InlineData("/v1/boundaries?tolerance=11", "tolerance")]
    [InlineData("/v1/boundaries?bbox=1,2,3", "bbox")]
    [InlineData("/v1/boundaries/ML-7?bbox=1,2,3,4", "bbox")]
    [InlineData("/v1/boundaries?limit=0", "limit")]
    [InlineData("/v1/boundaries?offset=x", "offset")]
    [InlineData("/v1/boundaries?f=csv", "f")]
    [InlineData("/v1/boundaries?lvl=admin1", "lvl")]
    [InlineData("/v1/boundaries/ML-7?level=admin1", "level")]
    public async Task A_wrong_parameter_is_named(string path, string parameter)
    {
        var error = await server.ErrorAsync(path);
        Assert.Equal(parameter, error.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task A_boundary_that_is_not_there_is_404()
    {
        var (status, problem) = await server.ProblemAsync("/v1/boundaries/none");
        Assert.Equal((404, "There is no boundary 'none'."), (status, problem.GetProperty("detail").GetString()));
    }

    private async Task<List<string>> InAsync(params string[] ids)
    {
        var areas = (await BoundaryFiles.RegionsAsync()).Where(region => ids.Contains(region.Id)).Select(region => region.Area).ToList();
        return
        [
            .. (from row in await server.RowsAsync()
                where row.GetProperty("longitude").ValueKind == JsonValueKind.Number
                let position = new Coordinate(row.GetProperty("longitude").GetDouble(), row.GetProperty("latitude").GetDouble())
                where areas.Exists(area => new PointLocator().Locate(position, area) != Location.Exterior)
                select Reference.Id(row)).Order(StringComparer.Ordinal),
        ];
    }

    private static string Id(JsonElement feature) => feature.GetProperty("id").GetString()!;

    private static Coordinate[] Positions(JsonElement ring) => [.. ring.EnumerateArray().Select(position => new Coordinate(position[0].GetDouble(), position[1].GetDouble()))];
}
