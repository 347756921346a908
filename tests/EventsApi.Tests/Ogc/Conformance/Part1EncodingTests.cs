using System.Net;
using System.Text;
using System.Text.Json;
using EventsApi.Data.Places;
using EventsApi.Tests.Contract;
using EventsApi.Tests.Http;
using Microsoft.OpenApi;
using Xunit;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>OGC API - Features part 1 (17-069r4), requirements classes HTML, GeoJSON and OpenAPI 3.0.</summary>
public class Part1EncodingTests(EventServer server) : Walk(server), IClassFixture<EventServer>
{
    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Req_html_definition(string resource)
    {
        foreach (var (path, accept) in new[] { (resource, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"), (resource + "?f=html", "*/*") })
        {
            using var response = await GetAsync(path, ("Accept", accept));
            Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task Req_html_content()
    {
        var names = (await Server.GetAsync(Items + "/TST50")).GetProperty("properties").EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String);
        var page = await PageAsync(Items + "/TST50");
        Assert.All(names, member => Assert.Contains(member.Value.GetString()!, WebUtility.HtmlDecode(page), StringComparison.Ordinal));
        var items = await PageAsync(Items + "?limit=3");
        Assert.All(Ids(await Server.GetAsync(Items + "?limit=3")), id => Assert.Contains($">{id}<", items, StringComparison.Ordinal));
        foreach (var resource in Linked)
        {
            var linked = WebUtility.HtmlDecode(await PageAsync(resource));
            Assert.All((await LinksAsync(resource)).Where(link => link.Rel is not ("self" or "alternate" or "next")), link => Assert.Contains($"href=\"{link.Href}\"", linked, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Req_geojson_definition(string resource)
    {
        var isFeature = resource.StartsWith(Items, StringComparison.Ordinal);
        foreach (var accept in new[] { "*/*", isFeature ? "application/geo+json" : "application/json", "application/json" })
        {
            using var response = await GetAsync(resource, ("Accept", accept));
            var type = response.Content.Headers.ContentType!.MediaType!;
            Assert.True(isFeature ? type is "application/geo+json" : type.EndsWith("json", StringComparison.Ordinal), $"{resource} as {accept} is {type}");
            Assert.Equal(JsonValueKind.Object, (await response.JsonAsync()).ValueKind);
        }
    }

    [Fact]
    public async Task Req_geojson_content()
    {
        var page = await Server.GetAsync(Items + "?limit=5000");
        Assert.Equal("FeatureCollection", page.GetProperty("type").GetString());
        foreach (var feature in page.GetProperty("features").EnumerateArray().Append(await Server.GetAsync(Items + "/TST1")))
        {
            Assert.Equal("Feature", feature.GetProperty("type").GetString());
            Assert.Equal(JsonValueKind.Object, feature.GetProperty("properties").ValueKind);
            Assert.True(feature.GetProperty("geometry") is { ValueKind: JsonValueKind.Null } || Shapes.ReadGeoJson(feature.GetProperty("geometry")).OgcGeometryType == NetTopologySuite.Geometries.OgcGeometryType.Point);
        }
    }

    [Fact]
    public async Task Req_oas30_oas_definition_1()
    {
        var link = Assert.Single(await LinksAsync("/"), link => link.Rel == "service-desc");
        Assert.Equal("application/vnd.oai.openapi+json;version=3.0", link.Type);
        using var response = await GetAsync(link.Href, ("Accept", link.Type));
        Assert.Equal(link.Type, $"{response.Content.Headers.ContentType}".Replace("; ", ";", StringComparison.Ordinal));
        Assert.Equal("text/html", Assert.Single(await LinksAsync("/"), link => link.Rel == "service-doc").Type);
    }

    [Fact]
    public async Task Req_oas30_oas_definition_2()
    {
        using var response = await GetAsync("/api");
        var text = await response.TextAsync();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var (document, diagnostic) = await OpenApiDocument.LoadAsync(stream, "json", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_0, diagnostic!.SpecificationVersion);
        Assert.Empty(diagnostic.Errors);
        Assert.NotNull(document);
        Assert.DoesNotContain("\"$ref\": \"http", text, StringComparison.Ordinal);
    }

    // Whatever the document says can be asked for is answered; each of its parameters by its example.
    [Fact]
    public async Task Req_oas30_oas_impl()
    {
        foreach (var path in (await Server.GetAsync("/api")).GetProperty("paths").EnumerateObject().Where(path => !path.Name.StartsWith("/v1", StringComparison.Ordinal)))
        {
            using var response = await GetAsync(path.Name.Replace("{featureId}", "TST1", StringComparison.Ordinal));
        }
        foreach (var parameter in (await Server.GetAsync("/api")).GetProperty("paths").GetProperty(Items).GetProperty("get").GetProperty("parameters").EnumerateArray())
        {
            if (parameter.TryGetProperty("example", out var example))
            {
                var values = example.ValueKind == JsonValueKind.Array ? example.EnumerateArray().ToList() : [example];
                using var response = await GetAsync($"{Items}?{parameter.GetProperty("name")}={Uri.EscapeDataString(string.Join(',', values))}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Req_oas30_completeness(string resource)
    {
        var document = await Server.GetAsync("/api");
        var answer = document.GetProperty("paths").GetProperty(resource.Replace("TST1", "{featureId}", StringComparison.Ordinal)).GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content");
        using var response = await GetAsync(resource);
        Assert.Empty(new SchemaChecker(document).Check(await response.JsonAsync(), answer.GetProperty(response.Content.Headers.ContentType!.MediaType!).GetProperty("schema")));
        Assert.True(answer.TryGetProperty("text/html", out _));
    }

    [Theory]
    [InlineData(Items, "?limit=x", "*/*", 400)]
    [InlineData(Items, "?unknown=1", "*/*", 400)]
    [InlineData(Items, "", "image/png", 406)]
    [InlineData(Items + "/{featureId}", "", "*/*", 404)]
    [InlineData(Items + "/{featureId}", "?crs=x", "*/*", 400)]
    [InlineData(Collection, "?unknown=1", "*/*", 400)]
    [InlineData("/", "", "image/png", 406)]
    public async Task Req_oas30_exceptions_codes(string path, string query, string accept, int status)
    {
        using var response = await Server.SendAsync(HttpMethod.Get, path.Replace("{featureId}", "nothing", StringComparison.Ordinal) + query, null, ("Accept", accept));
        Assert.Equal(status, (int)response.StatusCode);
        var responses = (await Server.GetAsync("/api")).GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses");
        Assert.True(responses.GetProperty($"{status}").GetProperty("content").TryGetProperty(response.Content.Headers.ContentType!.MediaType!, out _));
        Assert.All(["400", "405", "406", "414", "500"], code => Assert.True(responses.TryGetProperty(code, out _), code));
    }

    // No resource of the map layer needs access, and the document says so.
    [Fact]
    public async Task Req_oas30_security()
    {
        var document = await Server.GetAsync("/api");
        Assert.All(document.GetProperty("paths").EnumerateObject()
            .Where(path => !path.Name.StartsWith("/v1", StringComparison.Ordinal)).SelectMany(path => path.Value.EnumerateObject()), operation => Assert.Equal(0, operation.Value.GetProperty("security").GetArrayLength()));
    }

    private async Task<string> PageAsync(string resource)
    {
        using var response = await GetAsync(resource, ("Accept", "text/html"));
        var page = await response.TextAsync();
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
        Assert.Contains("<h1>", page, StringComparison.Ordinal);
        return page;
    }
}
