using System.Net;
using System.Text.Json;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc;

/// <summary>OGC API - Features part 1 (17-069r4), each test named after the requirements it walks.</summary>
public class CoreTests(EventServer server) : IClassFixture<EventServer>
{
    private const string Items = "/collections/events/items";

    public static TheoryData<string> Resources =>
    [
        "/", "/api", "/conformance", "/collections", "/collections/events", "/collections/events/queryables", "/collections/events/schema",
        "/collections/events/schema/feature", Items, Items + "/TST1",
    ];

    [Fact]
    public async Task Core_root_op_and_root_success()
    {
        var links = await LinksAsync("/");
        Assert.Contains(links, link => link is ("self", "application/json", _));
        Assert.Contains(links, link => link is ("alternate", "text/html", _));
        Assert.Contains(links, link => link is ("service-desc", "application/vnd.oai.openapi+json;version=3.0", _));
        Assert.Contains(links, link => link is ("service-doc", "text/html", _));
        Assert.Contains(links, link => link is ("conformance", "application/json", _));
        Assert.Contains(links, link => link is ("data", "application/json", _));
    }

    [Fact]
    public async Task Core_api_definition_op_and_success()
    {
        foreach (var (_, type, href) in (await LinksAsync("/")).Where(link => link.Rel is "service-desc" or "service-doc"))
        {
            using var response = await server.SendAsync(HttpMethod.Get, href, null, ("Accept", type));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.StartsWith(type.Split(';')[0], response.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        }
        var document = await server.GetAsync("/api");
        Assert.StartsWith("3.0", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.All(Resources.Select(resource => (string)resource), path => Assert.True(document.GetProperty("paths").TryGetProperty(path.Replace("TST1", "{featureId}", StringComparison.Ordinal), out _), path));
        Assert.DoesNotContain("\"$ref\": \"http", (await server.GetAsync("/api")).GetRawText(), StringComparison.Ordinal);
    }

    // Clients read the limits from there, and every status that may come.
    [Fact]
    public async Task Oas30_completeness_and_exceptions_codes()
    {
        var paths = (await server.GetAsync("/api")).GetProperty("paths");
        var items = paths.GetProperty(Items).GetProperty("get");
        var parameters = items.GetProperty("parameters").EnumerateArray().ToDictionary(parameter => parameter.GetProperty("name").GetString()!);
        var limit = parameters["limit"].GetProperty("schema");
        Assert.Equal(("integer", 1, 5000, 100), (limit.GetProperty("type").GetString(), limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32(), limit.GetProperty("default").GetInt32()));
        var bbox = parameters["bbox"];
        Assert.False(bbox.GetProperty("explode").GetBoolean());
        Assert.Equal((4, 6), (bbox.GetProperty("schema").GetProperty("minItems").GetInt32(), bbox.GetProperty("schema").GetProperty("maxItems").GetInt32()));
        Assert.Equal("string", parameters["datetime"].GetProperty("schema").GetProperty("type").GetString());
        Assert.Contains("cql-text", parameters["filter-lang"].GetProperty("schema").GetProperty("enum").EnumerateArray().Select(language => language.GetString()));
        Assert.Contains("hits", parameters["resultType"].GetProperty("schema").GetProperty("enum").EnumerateArray().Select(type => type.GetString()));
        foreach (var (path, query, status) in new[] { (Items, "", 200), (Items, "?limit=x", 400), (Items + "/{featureId}", "", 404) })
        {
            using var response = await server.SendAsync(HttpMethod.Get, path.Replace("{featureId}", "nothing", StringComparison.Ordinal) + query);
            Assert.Equal(status, (int)response.StatusCode);
            var answer = paths.GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty($"{status}").GetProperty("content");
            Assert.True(answer.TryGetProperty(response.Content.Headers.ContentType!.MediaType!, out _));
        }
        using var wrong = await server.SendAsync(HttpMethod.Get, Items, null, ("Accept", "image/png"));
        Assert.Equal(406, (int)wrong.StatusCode);
        Assert.True(items.GetProperty("responses").TryGetProperty("406", out _));
    }

    [Fact]
    public async Task Core_conformance_op_and_success()
    {
        var classes = (await server.GetAsync("/conformance")).GetProperty("conformsTo").EnumerateArray().Select(name => name.GetString()!).ToList();
        Assert.All(["core", "oas30", "html", "geojson"], name => Assert.Contains("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/" + name, classes));
        Assert.Contains("http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs", classes);
        Assert.Equal(classes.Count, classes.Distinct().Count());
    }

    [Fact]
    public async Task Core_fc_md_op_and_items_links_and_extent()
    {
        var collections = await server.GetAsync("/collections");
        var collection = Assert.Single(collections.GetProperty("collections").EnumerateArray());
        var alone = await server.GetAsync("/collections/events");
        Assert.Equal("events", alone.GetProperty("id").GetString());
        foreach (var member in collection.EnumerateObject())
        {
            Assert.Equal(member.Value.GetRawText(), alone.GetProperty(member.Name).GetRawText());
        }
        var links = await LinksAsync("/collections/events");
        Assert.Contains(links, link => link is ("items", "application/geo+json", _));
        Assert.Contains(links, link => link is ("items", "text/html", _));
        Assert.Contains(links, link => link is ("http://www.opengis.net/def/rel/ogc/1.0/queryables", "application/schema+json", _));
        Assert.Contains(links, link => link is ("queryables", "application/json", _));
        Assert.Contains(links, link => link is ("describedby", "application/schema+json", _));
        Assert.Contains(links, link => link is ("describedBy", "application/schema+json", _));
        var rows = await server.RowsAsync();
        var located = rows.Where(row => row.GetProperty("longitude").ValueKind == JsonValueKind.Number).ToList();
        var box = alone.GetProperty("extent").GetProperty("spatial").GetProperty("bbox")[0].EnumerateArray().Select(number => number.GetDouble());
        Assert.Equal([located.Min(Longitude), located.Min(Latitude), located.Max(Longitude), located.Max(Latitude)], box);
        var interval = alone.GetProperty("extent").GetProperty("temporal").GetProperty("interval")[0].EnumerateArray().Select(time => time.GetString()![..10]);
        Assert.Equal([rows.Min(Day)!, rows.Max(Day)!], interval);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Core_links_lead_to_what_they_say(string resource)
    {
        if (resource is "/api" || resource.Contains("schema", StringComparison.Ordinal) || resource.EndsWith("queryables", StringComparison.Ordinal))
        {
            return; // documents without links of this kind
        }
        foreach (var (rel, type, href) in await LinksAsync(resource))
        {
            using var response = await server.SendAsync(HttpMethod.Get, href, null, ("Accept", type));
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{rel} {href} answered {response.StatusCode}");
            Assert.Equal(type.Split(';')[0], response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Html_content_and_definition(string resource)
    {
        using var negotiated = await server.SendAsync(HttpMethod.Get, resource, null, ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"));
        using var asked = await server.SendAsync(HttpMethod.Get, resource + "?f=html");
        foreach (var response in new[] { negotiated, asked })
        {
            Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
            var page = await response.TextAsync();
            Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
            Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
            Assert.Contains("<h1>", page, StringComparison.Ordinal);
        }
        using var any = await server.SendAsync(HttpMethod.Get, resource, null, ("Accept", "*/*"));
        Assert.EndsWith("json", any.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Html_escapes_what_events_say()
    {
        await using var other = await OtherServer.StartAsync("--EventsApi:Sample=false");
        await other.ImportAsync("event_id_cnty,event_date,event_type,sub_event_type,country,actor1\r\nX1,2022-01-01,Protests,Peaceful protest,Mali,\"<script>alert('x')</script> & \"\"co\"\"\"\r\n"u8.ToArray(), "x.csv");
        foreach (var path in new[] { Items + "?f=html", Items + "/X1?f=html" })
        {
            using var response = await other.GetAsync(path);
            var page = await response.TextAsync();
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("limit=3", 3)]
    [InlineData("limit=1", 1)]
    [InlineData("limit=999999", int.MaxValue)]
    [InlineData("", 100)]
    public async Task Core_fc_limit_definition_and_response(string query, int most)
    {
        var page = await server.GetAsync($"{Items}?{query}");
        var count = (await server.RowsAsync()).Count;
        Assert.Equal(Math.Min(most, count), page.GetProperty("numberReturned").GetInt32());
        Assert.Equal(Math.Min(most, count), page.GetProperty("features").GetArrayLength());
        Assert.Equal(count, page.GetProperty("numberMatched").GetInt32());
    }

    [Theory]
    [InlineData("limit=unlimited", "limit")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("bbox=1,2,3", "bbox")]
    [InlineData("bbox=1,2,3,x", "bbox")]
    [InlineData("bbox=0,10,10,0", "bbox")]
    [InlineData("bbox=0,0,200,10", "bbox")]
    [InlineData("datetime=yesterday", "datetime")]
    [InlineData("datetime=2022-01-02/2022-01-01", "datetime")]
    [InlineData("sortby=-nothing", "sortby")]
    [InlineData("sortby=distance", "sortby")]
    [InlineData("properties=nothing", "properties")]
    [InlineData("resultType=some", "resultType")]
    [InlineData("crs=EPSG:9999", "crs")]
    [InlineData("bbox=1,2,3,4&bbox-crs=EPSG:9999", "bbox-crs")]
    [InlineData("f=shape", "f")]
    [InlineData("event_type=Battle", "event_type")]
    [InlineData("unknown=1", "unknown")]
    [InlineData("near=1,1", "near")]
    public async Task Core_query_param_unknown_and_invalid(string query, string parameter)
    {
        var (status, problem) = await server.ProblemAsync($"{Items}?{query}");
        Assert.Equal(400, status);
        Assert.Equal(parameter, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("parameter").GetString());
    }

    [Theory]
    [InlineData("/?x=1")]
    [InlineData("/conformance?x=1")]
    [InlineData("/collections?bbox=1,2,3,4")]
    [InlineData(Items + "/TST1?bbox=1,2,3,4")]
    public async Task Core_query_param_unknown_everywhere(string path) => Assert.Equal(400, (await server.ProblemAsync(path)).Status);

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Clients_that_add_the_format_and_an_offset_are_answered(string resource) => await server.GetAsync(resource + "?f=json&offset=0");

    [Theory]
    [InlineData("-10,5,10,25")]
    [InlineData("-10,5,0,10,25,9000")]
    [InlineData("170,-90,-10,90")]
    [InlineData("-180,-90,180,90")]
    [InlineData("16.27,-90,16.27,90")]
    public async Task Core_fc_bbox_definition_and_response(string bbox)
    {
        var numbers = bbox.Split(',').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var half = numbers.Length / 2;
        var (west, south, east, north) = (numbers[0], numbers[1], numbers[half], numbers[half + 1]);
        var expected = (await server.RowsAsync()).Where(row => row.GetProperty("longitude").ValueKind == JsonValueKind.Null
            || (Latitude(row) >= south && Latitude(row) <= north && (west <= east ? Longitude(row) >= west && Longitude(row) <= east : Longitude(row) >= west || Longitude(row) <= east)));
        Assert.Equal(expected.Select(Reference.Id), await IdsAsync($"bbox={bbox}"));
    }

    [Theory]
    [InlineData("2022-03-04", "2022-03-04", "2022-03-04")]
    [InlineData("2022-03-04T12:30:00Z", "2022-03-04", "2022-03-04")]
    [InlineData("2022-03-04T", "2022-03-04", "2022-03-04")]
    [InlineData("2022-01-01/2022-12-31", "2022-01-01", "2022-12-31")]
    [InlineData("2022-01-01T/2022-12-31T", "2022-01-01", "2022-12-31")]
    [InlineData("../2022-12-31", "0001-01-01", "2022-12-31")]
    [InlineData("/2022-12-31", "0001-01-01", "2022-12-31")]
    [InlineData("2022-01-01/..", "2022-01-01", "9999-12-31")]
    [InlineData("2022-01-01/", "2022-01-01", "9999-12-31")]
    [InlineData("2022-03-03/P2D", "2022-03-03", "2022-03-04")]
    public async Task Core_fc_time_definition_and_response(string datetime, string first, string last)
    {
        var expected = (await server.RowsAsync()).Where(row => string.CompareOrdinal(Day(row), first) >= 0 && string.CompareOrdinal(Day(row), last) <= 0);
        Assert.Equal(expected.Select(Reference.Id), await IdsAsync("datetime=" + Uri.EscapeDataString(datetime)));
    }

    [Fact]
    public async Task Core_fc_response_links_numbers_and_time()
    {
        var before = DateTime.UtcNow.AddSeconds(-2);
        var page = await server.GetAsync(Items + "?limit=4&country=Mali");
        Assert.Equal(4, page.GetProperty("numberReturned").GetInt32());
        Assert.InRange(page.GetProperty("timeStamp").GetDateTimeOffset().UtcDateTime, before, DateTime.UtcNow.AddSeconds(2));
        var links = await LinksAsync(Items + "?limit=4&country=Mali");
        Assert.Equal(["self", "alternate", "next"], links.Select(link => link.Rel));
        Assert.Contains("country=Mali", links[0].Href, StringComparison.Ordinal);
        Assert.Contains("f=html", links[1].Href, StringComparison.Ordinal);
    }

    // The conformance suite rewrites the limit on the next link, so the place must not hold it.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(10, 2)]
    public async Task Core_fc_numberMatched_is_what_the_next_links_yield(int first, int later)
    {
        var walked = new List<string>();
        string? next = $"{Items}?limit={first}&country=Mali&f=json&sortby=-fatalities";
        while (next is not null)
        {
            Assert.All(next.Split('?')[1].Split('&'), pair => Assert.Contains('=', pair));
            var page = await server.GetAsync(next);
            walked.AddRange(page.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("id").GetString()!));
            Assert.Equal((await IdsAsync("country=Mali")).Count, page.GetProperty("numberMatched").GetInt32());
            next = page.GetProperty("links").EnumerateArray().FirstOrDefault(link => link.GetProperty("rel").GetString() == "next") is { ValueKind: JsonValueKind.Object } link
                ? link.GetProperty("href").GetString()!.Replace($"limit={first}", $"limit={later}", StringComparison.Ordinal)
                : null;
        }
        Assert.Equal((await IdsAsync("country=Mali")).Order(), walked.Order());
        Assert.Equal(walked.Count, walked.Distinct().Count());
    }

    [Fact]
    public async Task Core_f_op_links_and_success()
    {
        using var response = await server.SendAsync(HttpMethod.Get, Items + "/tst1");
        Assert.Equal("application/geo+json", response.Content.Headers.ContentType!.MediaType);
        var feature = await response.JsonAsync();
        Assert.Equal(("Feature", "TST1"), (feature.GetProperty("type").GetString(), feature.GetProperty("id").GetString()));
        var row = await server.GetAsync("/v1/events/TST1");
        Assert.Equal(row.EnumerateObject().Select(member => member.ToString()),
            feature.GetProperty("properties").EnumerateObject().Where(member => member.Name != "uncertainty_km").Select(member => member.ToString()));
        Assert.Equal(["self", "alternate", "collection"], feature.GetProperty("links").EnumerateArray().Select(link => link.GetProperty("rel").GetString()));
        Assert.Equal(404, (await server.ProblemAsync(Items + "/nothing")).Status);
        Assert.Equal(404, (await server.ProblemAsync("/collections/nothing")).Status);
    }

    [Fact]
    public async Task Properties_sorting_and_hits()
    {
        var page = await server.GetAsync(Items + "?limit=5000&properties=fatalities,country&sortby=-fatalities,%2Bevent_id_cnty");
        Assert.All(page.GetProperty("features").EnumerateArray(), feature => Assert.Equal(["country", "fatalities"], feature.GetProperty("properties").EnumerateObject().Select(member => member.Name)));
        Assert.Equal(await server.IdsAsync("sort=-fatalities,event_id_cnty&limit=5000"), page.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("id").GetString()!));
        Assert.False((await server.GetAsync(Items + "?count=none&limit=1")).TryGetProperty("numberMatched", out _));
        var hits = await server.GetAsync(Items + "?resultType=hits&country=Mali");
        Assert.Equal(0, hits.GetProperty("features").GetArrayLength());
        Assert.Equal((await IdsAsync("country=Mali")).Count, hits.GetProperty("numberMatched").GetInt32());
    }

    [Fact]
    public async Task What_is_held_already_is_not_sent_again()
    {
        using var first = await server.SendAsync(HttpMethod.Get, Items + "?limit=2");
        using var again = await server.SendAsync(HttpMethod.Get, Items + "?limit=2", null, ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var html = await server.SendAsync(HttpMethod.Get, Items + "?limit=2", null, ("If-None-Match", first.Headers.ETag!.ToString()), ("Accept", "text/html"));
        Assert.Equal(HttpStatusCode.OK, html.StatusCode);
    }

    private async Task<List<string>> IdsAsync(string query) =>
        [.. (await server.GetAsync($"{Items}?{query}&limit=5000")).GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("id").GetString()!)];

    private async Task<List<(string Rel, string Type, string Href)>> LinksAsync(string path) =>
        [.. (await server.GetAsync(path)).GetProperty("links").EnumerateArray().Select(link => (link.GetProperty("rel").GetString()!, link.GetProperty("type").GetString()!, link.GetProperty("href").GetString()!))];

    private static double Longitude(JsonElement row) => row.GetProperty("longitude").GetDouble();

    private static double Latitude(JsonElement row) => row.GetProperty("latitude").GetDouble();

    private static string Day(JsonElement row) => row.GetProperty("event_date").GetString()!;
}
