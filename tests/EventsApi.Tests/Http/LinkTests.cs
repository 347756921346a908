using System.Net;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Addresses in answers, and who may read them.</summary>
public class LinkTests(EventServer server) : IClassFixture<EventServer>
{
    private static readonly (string, string)[] Forwarded =
        [("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "events.example"), ("X-Forwarded-Prefix", "/api")];

    [Fact]
    public async Task The_next_link_keeps_every_parameter_with_its_value()
    {
        const string Query = "country=Mali&country=Niger&notes__contains=%25%20of%20it%26&notes__contains=M%C3%A9naka&notes__contains=a%2Bb&notes__contains=.&Sort=-fatalities&limit=2";
        var page = await server.GetAsync("/v1/events?" + Query);
        var next = new Uri(page.GetProperty("next").GetString()!);
        Assert.Equal(server.Http.BaseAddress!.Authority, next.Authority);
        var (before, after) = (Parse(Query), Parse(next.Query.TrimStart('?')));
        Assert.Equal(before, after.Where(pair => pair.Name != "cursor"));
        Assert.Single(after, pair => pair.Name == "cursor");
        using var response = await server.SendAsync(HttpMethod.Get, "/v1/events?" + Query);
        Assert.Equal($"<{page.GetProperty("next").GetString()}>; rel=\"next\"", Assert.Single(response.Headers.GetValues("Link")));
    }

    [Fact]
    public async Task The_next_link_replaces_offset_and_cursor()
    {
        var first = await server.GetAsync("/v1/events?offset=3&limit=2");
        var second = first.GetProperty("next").GetString()!;
        Assert.DoesNotContain("offset", second, StringComparison.Ordinal);
        var third = (await server.GetAsync(second)).GetProperty("next").GetString()!;
        Assert.Single(Parse(new Uri(third).Query.TrimStart('?')), pair => pair.Name == "cursor");
        Assert.Equal((await server.IdsAsync("limit=5000")).Skip(7).Take(2), EventServer.Ids(await server.GetAsync(third)));
    }

    [Fact]
    public async Task Links_begin_with_the_public_address()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:PublicUrl=https://events.example/api/");
        await FillAsync(other);
        Assert.StartsWith("https://events.example/api/v1/events?limit=1&cursor=", await NextAsync(other, Forwarded), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forwarded_headers_count_from_a_known_proxy()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:KnownProxies:0=127.0.0.1");
        await FillAsync(other);
        Assert.StartsWith("https://events.example/api/v1/events?limit=1&cursor=", await NextAsync(other, Forwarded), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--EventsApi:Sample=false")]
    [InlineData("--EventsApi:KnownProxies:0=192.0.2.1")]
    public async Task Forwarded_headers_of_anybody_else_do_not_count(string setting)
    {
        await using var other = await server.StartOtherAsync(setting);
        await FillAsync(other);
        Assert.StartsWith(other.Http.BaseAddress + "v1/events?limit=1&cursor=", await NextAsync(other, Forwarded), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/events?limit=1", 200)]
    [InlineData("/v1/events?contry=Mali", 400)]
    [InlineData("/nothing", 404)]
    [InlineData("/openapi/v1.json", 200)]
    public async Task Pages_of_any_origin_may_read(string path, int status)
    {
        using var response = await server.SendAsync(HttpMethod.Get, path, null, ("Origin", "https://map.example"));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("Content-Crs ETag Events-Api-Message Link Location RateLimit RateLimit-Policy Retry-After", string.Join(' ', response.Headers.GetValues("Access-Control-Expose-Headers").SelectMany(value => value.Split(',')).Order()));
    }

    [Fact]
    public async Task A_url_too_long_is_told_to_pages_of_other_origins_too()
    {
        using var response = await server.SendAsync(HttpMethod.Get, "/v1/events?actor=" + new string('x', 17_000), null, ("Origin", "https://map.example"));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, response.StatusCode);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task A_search_from_another_origin_is_allowed_beforehand()
    {
        using var response = await server.SendAsync(HttpMethod.Options, "/v1/events/search", null,
            ("Origin", "https://map.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type,if-none-match"));
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Contains("POST", string.Join(',', response.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
        Assert.Contains("content-type", string.Join(',', response.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_docs_and_their_assets_come_from_here()
    {
        using var redirect = await server.SendAsync(HttpMethod.Get, "/docs");
        Assert.Equal(HttpStatusCode.MovedPermanently, redirect.StatusCode);
        using var page = await server.SendAsync(HttpMethod.Get, "/docs/index.html");
        var html = await page.TextAsync();
        Assert.DoesNotContain("http://", html.Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"https://", html, StringComparison.Ordinal);
        foreach (var asset in new[] { "swagger-ui.css", "swagger-ui-bundle.js", "index.js" })
        {
            using var response = await server.SendAsync(HttpMethod.Get, "/docs/" + asset);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private static async Task FillAsync(OtherServer other) => await other.ImportAsync(await File.ReadAllBytesAsync(EventServer.Fixture), "events.csv");

    private static async Task<string> NextAsync(OtherServer other, (string, string)[] headers)
    {
        using var response = await other.GetAsync("/v1/events?limit=1", headers);
        return (await response.JsonAsync()).GetProperty("next").GetString()!;
    }

    private static List<(string Name, string Value)> Parse(string query) =>
        [.. query.Split('&').Select(pair => pair.Split('=')).Select(pair => (pair[0], Uri.UnescapeDataString(pair[1].Replace('+', ' ')))).OrderBy(pair => pair.Item1, StringComparer.Ordinal)];
}
