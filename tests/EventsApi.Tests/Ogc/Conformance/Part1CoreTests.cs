using System.Net;
using System.Text.Json;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>OGC API - Features part 1 (17-069r4), requirements class Core: the service and its collection.</summary>
public class Part1CoreTests(EventServer server) : Walk(server), IClassFixture<EventServer>
{
    private const string OpenApi = "application/vnd.oai.openapi+json;version=3.0";

    [Fact]
    public async Task Req_core_root_op()
    {
        using var response = await GetAsync("/");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Req_core_root_success()
    {
        var links = await LinksAsync("/");
        Assert.Contains(links, link => link is { Rel: "service-desc", Type: OpenApi });
        Assert.Contains(links, link => link is { Rel: "service-doc", Type: "text/html" });
        Assert.Contains(links, link => link is { Rel: "conformance", Type: "application/json" });
        Assert.Contains(links, link => link is { Rel: "data", Type: "application/json" });
    }

    [Fact]
    public async Task Req_core_api_definition_op()
    {
        var links = (await LinksAsync("/")).Where(link => link.Rel is "service-desc" or "service-doc").ToList();
        Assert.Equal(2, links.Count);
        foreach (var link in links)
        {
            using var response = await GetAsync(link.Href);
        }
    }

    [Fact]
    public async Task Req_core_api_definition_success()
    {
        foreach (var link in (await LinksAsync("/")).Where(link => link.Rel is "service-desc" or "service-doc"))
        {
            using var response = await GetAsync(link.Href, ("Accept", link.Type));
            Assert.StartsWith(link.Type, $"{response.Content.Headers.ContentType}".Replace("; ", ";", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Req_core_conformance_op()
    {
        using var response = await GetAsync("/conformance");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Req_core_conformance_success()
    {
        var classes = Texts((await Server.GetAsync("/conformance")).GetProperty("conformsTo"));
        Assert.All(["core", "oas30", "html", "geojson"], name => Assert.Contains("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/" + name, classes));
        Assert.Equal(classes.Count, classes.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Req_core_http(string resource)
    {
        using var get = await GetAsync(resource);
        using var head = await Server.SendAsync(HttpMethod.Head, resource);
        Assert.Equal((get.StatusCode, $"{get.Content.Headers.ContentType}"), (head.StatusCode, $"{head.Content.Headers.ContentType}"));
        Assert.Empty(await head.BytesAsync());
        using var post = await Server.SendAsync(HttpMethod.Post, resource);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Contains("GET", post.Content.Headers.Allow);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Req_core_query_param_unknown(string resource) => await AssertRefusedAsync(resource + "?unknown=1", "unknown");

    [Theory]
    [InlineData("limit=unlimited", "limit")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("offset=x", "offset")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("bbox=1,2,3", "bbox")]
    [InlineData("bbox=1,2,3,x", "bbox")]
    [InlineData("bbox=0,10,10,0", "bbox")]
    [InlineData("bbox=0,0,200,10", "bbox")]
    [InlineData("datetime=yesterday", "datetime")]
    [InlineData("datetime=../..", "datetime")]
    [InlineData("datetime=2022-01-02/2022-01-01", "datetime")]
    [InlineData("sortby=-nothing", "sortby")]
    [InlineData("sortby=distance", "sortby")]
    [InlineData("properties=nothing", "properties")]
    [InlineData("resultType=some", "resultType")]
    [InlineData("f=shape", "f")]
    [InlineData("event_type=Battle", "event_type")]
    [InlineData("fatalities=many", "fatalities")]
    [InlineData("near=1,1", "near")]
    public async Task Req_core_query_param_invalid(string query, string parameter) => await AssertRefusedAsync($"{Items}?{query}", parameter);

    // Longitude comes first unless another system is asked for.
    [Fact]
    public async Task Req_core_crs84()
    {
        var rows = (await Server.RowsAsync()).ToDictionary(Reference.Id);
        Assert.All((await Server.GetAsync(Items + "?limit=5000")).GetProperty("features").EnumerateArray(), feature =>
        {
            var row = rows[feature.GetProperty("id").GetString()!];
            Assert.Equal(IsLocated(row) ? [Longitude(row), Latitude(row)] : null,
                feature.GetProperty("geometry") is { ValueKind: JsonValueKind.Object } point ? point.GetProperty("coordinates").EnumerateArray().Select(number => number.GetDouble()) : null);
        });
    }

    [Fact]
    public async Task Req_core_fc_md_op()
    {
        using var response = await GetAsync("/collections");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Req_core_fc_md_success()
    {
        var collections = await Server.GetAsync("/collections");
        Assert.Equal(["events"], collections.GetProperty("collections").EnumerateArray().Select(collection => collection.GetProperty("id").GetString()));
        Assert.NotEmpty(Links(collections));
    }

    [Theory]
    [InlineData("/collections", "application/json", "text/html")]
    [InlineData("/collections?f=html", "text/html", "application/json")]
    public async Task Req_core_fc_md_links(string resource, string self, string alternate)
    {
        using var response = await GetAsync(resource);
        if (self == "text/html")
        {
            var page = await response.TextAsync();
            Assert.Contains("self, text/html", page, StringComparison.Ordinal);
            Assert.Contains($"alternate, {alternate}", page, StringComparison.Ordinal);
            return;
        }
        var links = Links(await response.JsonAsync());
        Assert.Contains(links, link => link.Rel == "self" && link.Type == self);
        Assert.Contains(links, link => link.Rel == "alternate" && link.Type == alternate);
    }

    [Fact]
    public async Task Req_core_fc_md_items()
    {
        var collection = Assert.Single((await Server.GetAsync("/collections")).GetProperty("collections").EnumerateArray());
        Assert.Equal(("events", "feature"), (collection.GetProperty("id").GetString(), collection.GetProperty("itemType").GetString()));
        Assert.NotEqual("", collection.GetProperty("title").GetString());
    }

    [Fact]
    public async Task Req_core_fc_md_items_links()
    {
        var links = Links(Assert.Single((await Server.GetAsync("/collections")).GetProperty("collections").EnumerateArray())).Where(link => link.Rel == "items").ToList();
        Assert.Equal(["application/geo+json", "text/html"], links.Select(link => link.Type));
    }

    [Fact]
    public async Task Req_core_fc_md_extent()
    {
        var rows = await Server.RowsAsync();
        var located = rows.Where(IsLocated).ToList();
        var extent = (await Server.GetAsync("/collections")).GetProperty("collections")[0].GetProperty("extent");
        var box = extent.GetProperty("spatial").GetProperty("bbox")[0].EnumerateArray().Select(number => number.GetDouble());
        Assert.Equal([located.Min(Longitude), located.Min(Latitude), located.Max(Longitude), located.Max(Latitude)], box);
        var interval = Texts(extent.GetProperty("temporal").GetProperty("interval")[0]);
        Assert.Equal([rows.Min(Day) + "T00:00:00Z", rows.Max(Day) + "T23:59:59Z"], interval);
    }

    [Fact]
    public async Task Req_core_sfc_md_op()
    {
        using var response = await GetAsync(Collection);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(404, (await Server.ProblemAsync("/collections/nothing")).Status);
    }

    [Fact]
    public async Task Req_core_sfc_md_success()
    {
        var among = Assert.Single((await Server.GetAsync("/collections")).GetProperty("collections").EnumerateArray());
        var alone = await Server.GetAsync(Collection);
        Assert.Equal(among.EnumerateObject().Select(member => $"{member}"), alone.EnumerateObject().Select(member => $"{member}"));
    }
}
