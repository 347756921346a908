using System.Net;
using EventsApi.Tests.Http;
using EventsApi.Tests.Ogc.Conformance;
using Xunit;

namespace EventsApi.Tests.Ogc;

/// <summary>What clients of the map layer send and read beyond the requirements of the standards.</summary>
public class ClientTests(EventServer server) : Walk(server), IClassFixture<EventServer>
{
    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Who_adds_the_format_and_an_offset_is_answered(string resource) => await Server.GetAsync(resource + "?f=json&offset=0");

    [Fact]
    public async Task An_offset_goes_on_beside_cursors()
    {
        var all = await IdsAsync("country=Mali");
        var page = await Server.GetAsync(Items + "?country=Mali&limit=4&offset=3");
        Assert.Equal(all.Skip(3).Take(4), Ids(page));
        Assert.Equal(all.Skip(7).Take(4), Ids(await Server.GetAsync(Links(page).Single(link => link.Rel == "next").Href)));
    }

    // In the header where the document is no place for links.
    [Theory]
    [InlineData("/api", "application/vnd.oai.openapi+json;version=3.0")]
    [InlineData(Collection + "/queryables", "application/schema+json")]
    [InlineData(Collection + "/schema", "application/schema+json")]
    [InlineData(Collection + "/schema/feature", "application/schema+json")]
    public async Task A_document_without_links_names_itself_and_its_other_form(string resource, string type)
    {
        using var response = await GetAsync(resource + "?f=json");
        var address = new Uri(Server.Http.BaseAddress!, resource);
        Assert.Equal([$"<{address}?f=json>; rel=\"self\"; type=\"{type}\"", $"<{address}?f=html>; rel=\"alternate\"; type=\"text/html\""], response.Headers.GetValues("Link"));
    }

    // Older clients look for the names of drafts.
    [Theory]
    [InlineData("queryables", "application/json")]
    [InlineData("describedby", "application/schema+json")]
    [InlineData("describedBy", "application/schema+json")]
    public async Task The_collection_links_its_schemas_by_every_name(string rel, string type) => Assert.Contains(await LinksAsync(Collection), link => link.Rel == rel && link.Type == type);

    [Fact]
    public async Task The_document_names_what_clients_look_for()
    {
        Assert.Contains("cql-text", Texts((await SchemaAsync("filter-lang")).GetProperty("enum")));
        Assert.Contains("hits", Texts((await SchemaAsync("resultType")).GetProperty("enum")));
    }

    [Fact]
    public async Task Properties_and_order_are_as_asked_for()
    {
        var page = await Server.GetAsync(Items + "?limit=5000&properties=fatalities,country&sortby=-fatalities,%2Bevent_id_cnty");
        Assert.All(page.GetProperty("features").EnumerateArray(), feature => Assert.Equal(["country", "fatalities"], feature.GetProperty("properties").EnumerateObject().Select(member => member.Name)));
        Assert.Equal(await Server.IdsAsync("sort=-fatalities,event_id_cnty&limit=5000"), Ids(page));
    }

    [Fact]
    public async Task Hits_are_counted_without_a_page_and_a_page_without_a_count()
    {
        var hits = await Server.GetAsync(Items + "?resultType=hits&country=Mali&filter=fatalities > 0");
        Assert.Equal(0, hits.GetProperty("features").GetArrayLength());
        Assert.Equal((await IdsAsync("country=Mali&filter=fatalities > 0")).Count, hits.GetProperty("numberMatched").GetInt32());
        Assert.False((await Server.GetAsync(Items + "?count=none&limit=1")).TryGetProperty("numberMatched", out _));
    }

    [Fact]
    public async Task What_is_held_already_is_not_sent_again()
    {
        using var first = await GetAsync(Items + "?limit=2");
        using var again = await Server.SendAsync(HttpMethod.Get, Items + "?limit=2", null, ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var html = await Server.SendAsync(HttpMethod.Get, Items + "?limit=2", null, ("If-None-Match", first.Headers.ETag!.ToString()), ("Accept", "text/html"));
        Assert.Equal(HttpStatusCode.OK, html.StatusCode);
    }

    [Fact]
    public async Task A_page_escapes_what_events_say()
    {
        await using var other = await OtherServer.StartAsync("--EventsApi:Sample=false");
        await other.ImportAsync("event_id_cnty,event_date,event_type,sub_event_type,country,actor1\r\nX1,2022-01-01,Protests,Peaceful protest,Mali,\"<script>alert('x')</script> & \"\"co\"\" تمبكتو\"\r\n"u8.ToArray(), "x.csv");
        foreach (var path in new[] { Items + "?f=html", Items + "/X1?f=html" })
        {
            using var response = await other.GetAsync(path);
            var page = await response.TextAsync();
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;co&quot; تمبكتو", page, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }
}
