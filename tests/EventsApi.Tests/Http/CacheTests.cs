using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EventsApi.Data.Imports;
using EventsApi.Data.Storage;
using Xunit;

namespace EventsApi.Tests.Http;

public class CacheTests(EventServer server) : IClassFixture<EventServer>
{
    [Theory]
    [InlineData("/v1/events?limit=3")]
    [InlineData("/v1/events?f=csv")]
    [InlineData("/v1/events?f=geojson&country=Mali")]
    [InlineData("/v1/events/TST1")]
    [InlineData("/v1/events/TST1?f=csv")]
    [InlineData("/v1/datasets")]
    [InlineData("/v1/events?boundary=ML-7")]
    [InlineData("/v1/boundaries")]
    [InlineData("/v1/releases")]
    [InlineData("/v1/events/TST1/revisions")]
    [InlineData("/v1/boundaries?level=admin1&tolerance=0.1")]
    [InlineData("/v1/boundaries/ML-7")]
    [InlineData("/v1/aggregates")]
    [InlineData("/v1/aggregates?group_by=country,year&f=csv")]
    [InlineData("/v1/aggregates?group_by=month&fill=true&compare=previous_year")]
    [InlineData("/v1/facets/country?q=m")]
    public async Task Who_holds_the_answer_gets_304(string path)
    {
        var tag = await TagAsync(path);
        // Only an event's own is strong; what is held is compared without regard to that.
        Assert.Equal(!path.StartsWith("/v1/events/", StringComparison.Ordinal) || path.EndsWith("/revisions", StringComparison.Ordinal), tag.StartsWith("W/\"", StringComparison.Ordinal));
        var opaque = tag[tag.IndexOf('"', StringComparison.Ordinal)..];
        foreach (var condition in new[] { tag, opaque, "W/" + opaque, "*", $"\"other\", {tag}", $"W/\"a\",{opaque},\"b\"" })
        {
            using var held = await server.SendAsync(HttpMethod.Get, path, null, ("If-None-Match", condition));
            Assert.Equal(HttpStatusCode.NotModified, held.StatusCode);
            Assert.Equal(tag, held.Headers.ETag?.ToString());
            Assert.Empty(await held.BytesAsync());
        }
        foreach (var condition in new[] { "\"other\"", "W/\"\"", "garbage", opaque[1..] })
        {
            using var other = await server.SendAsync(HttpMethod.Get, path, null, ("If-None-Match", condition));
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }
    }

    [Fact]
    public async Task What_is_not_there_is_404_whatever_the_condition()
    {
        using var missing = await server.SendAsync(HttpMethod.Get, "/v1/events/NOSUCH1", null, ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Null(missing.Headers.ETag);
    }

    [Fact]
    public async Task Different_questions_have_different_tags_and_equal_ones_the_same()
    {
        string[] questions =
        [
            "/v1/events", "/v1/events?f=csv", "/v1/events?f=geojson", "/v1/events?limit=3", "/v1/events?country=Mali", "/v1/events?country=Niger",
            "/v1/events?country=Mali&country=Niger", "/v1/events?country=Mali%26Niger", "/v1/events?country=Mali%26country%3DNiger",
            "/v1/events?admin1=Mali", "/v1/events/TST1", "/v1/events/TST2", "/v1/datasets",
            "/v1/boundaries", "/v1/boundaries?tolerance=0.1", "/v1/boundaries?limit=1", "/v1/boundaries/ML-7", "/v1/boundaries/ML-8",
            "/v1/aggregates?group_by=country", "/v1/aggregates?group_by=country&top=3", "/v1/facets/country", "/v1/facets/admin1", "/v1/facets/country?q=m",
        ];
        var tags = new List<string>();
        foreach (var question in questions)
        {
            tags.Add(await TagAsync(question));
        }
        Assert.Equal(tags.Count, tags.Distinct().Count());
        Assert.Equal(await TagAsync("/v1/events?country=Mali&limit=3"), await TagAsync("/v1/events?limit=3&country=Mali"));
        Assert.NotEqual(await TagAsync("/v1/events", ("Accept", "text/csv")), await TagAsync("/v1/events", ("Accept", "application/json")));
    }

    [Fact]
    public async Task A_search_has_a_tag_of_its_body()
    {
        Assert.Equal(await SearchTagAsync("""{"country":"Mali"}"""), await SearchTagAsync("""{"country":"Mali"}"""));
        Assert.NotEqual(await SearchTagAsync("""{"country":"Mali"}"""), await SearchTagAsync("""{"country":"Niger"}"""));
    }

    [Fact]
    public async Task An_import_beside_the_server_is_seen_by_the_next_request()
    {
        await using var other = await server.StartOtherAsync();
        using var before = await other.GetAsync("/v1/events");
        Assert.Equal(0, (await before.JsonAsync()).GetProperty("total_count").GetInt32());
        await ImportBesideAsync(other.Setting, await ExportAsync("event_id_cnty=TST1"));
        Assert.Equal(1, await SeenAsync(other, before.Headers.ETag!.ToString()));
    }

    [Fact]
    public async Task An_import_by_the_command_line_is_seen_by_the_next_request()
    {
        await using var other = await server.StartOtherAsync();
        using var before = await other.GetAsync("/v1/events");
        Assert.Equal(0, (await before.JsonAsync()).GetProperty("total_count").GetInt32());
        await CommandProcess.RunAsync("import", EventServer.Fixture, "--database", other.Setting);
        Assert.Equal(71, await SeenAsync(other, before.Headers.ETag!.ToString()));
        using var after = await other.GetAsync("/v1/events");
        await CommandProcess.RunAsync("import", EventServer.Fixture, "--database", other.Setting);
        using var unchanged = await other.GetAsync("/v1/events", ("If-None-Match", after.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    // The same question with the tag of the time before.
    private static async Task<int> SeenAsync(OtherServer other, string tag)
    {
        using var after = await other.GetAsync("/v1/events", ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.NotEqual(tag, after.Headers.ETag!.ToString());
        return (await after.JsonAsync()).GetProperty("total_count").GetInt32();
    }

    private static async Task ImportBesideAsync(string path, byte[] export)
    {
        await using var database = Database.Open(path);
        await using var file = new MemoryStream(export);
        await new Importer(database).RunAsync(new ImportRequest("one.csv"), file);
    }

    private async Task<byte[]> ExportAsync(string query)
    {
        using var response = await server.SendAsync(HttpMethod.Get, "/v1/events?f=csv&" + query);
        return await response.BytesAsync();
    }

    private async Task<string> TagAsync(string path, params (string, string)[] headers)
    {
        using var response = await server.SendAsync(HttpMethod.Get, path, null, headers);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.ETag!.ToString();
    }

    private async Task<string> SearchTagAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await server.SendAsync(HttpMethod.Post, "/v1/events/search", content);
        return response.Headers.ETag!.ToString();
    }
}
