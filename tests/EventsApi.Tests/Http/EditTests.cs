using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventsApi.Data.Office;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Single events written and deleted, and imports taken back.</summary>
public class EditTests(EventServer server) : IClassFixture<EventServer>
{
    private const string NoSample = "--EventsApi:Sample=false";

    [Fact]
    public async Task An_event_that_was_read_is_changed_and_sent_back()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await other.KeyAsync(Scopes.Import);
        await other.ImportAsync(key, Sending.Csv(1, "TST1"), "dataset=partner");
        var (row, tag) = await ReadAsync(other, "TST1");
        row["fatalities"] = 7;
        using var response = await PutAsync(other, key, "TST1?reason=counted", row, ("If-Match", tag));
        Assert.True((int)response.StatusCode == 200, await response.TextAsync());
        var written = await response.JsonAsync();
        Assert.Equal((7, "partner"), (written.Number("fatalities"), written.GetProperty("dataset").GetString()));
        var (again, next) = await ReadAsync(other, "TST1");
        Assert.Equal((7, response.Headers.ETag!.ToString()), ((int)again["fatalities"]!, next));
        using var history = await other.GetAsync("/v1/events/TST1/revisions");
        var revision = (await history.JsonAsync()).GetProperty("data")[0];
        Assert.Equal(("fatalities", "counted", JsonValueKind.Null), (Assert.Single(revision.GetProperty("changes").EnumerateArray()).GetProperty("column").GetString(), revision.GetProperty("reason").GetString(), revision.GetProperty("import").ValueKind));
    }

    [Fact]
    public async Task A_lost_race_is_412_and_writes_nothing()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await other.KeyAsync(Scopes.Import + "," + Scopes.Delete);
        await other.ImportAsync(key, Sending.Csv(1, "TST1"));
        var (row, tag) = await ReadAsync(other, "TST1");
        var answers = await Task.WhenAll(Enumerable.Range(1, 5).Select(async fatalities =>
        {
            var mine = (JsonObject)row.DeepClone();
            mine["fatalities"] = fatalities * 10;
            using var response = await PutAsync(other, key, "TST1", mine, ("If-Match", tag));
            return (int)response.StatusCode;
        }));
        Assert.Equal([200, 412, 412, 412, 412], answers.Order());
        using var weak = await PutAsync(other, key, "TST1", row, ("If-Match", "W/" + (await ReadAsync(other, "TST1")).Tag));
        using var bare = await PutAsync(other, key, "TST1", row, ("If-Match", "1"));
        Assert.Equal(400, (await bare.ProblemAsync()).Status);
        using var gone = await other.SendAsync(HttpMethod.Delete, "/v1/events/TST1", null, ("X-Api-Key", key), ("If-Match", tag));
        using var taken = await PutAsync(other, key, "TST1", row, ("If-None-Match", "*"));
        Assert.Equal((412, 412, 412), ((await weak.ProblemAsync()).Status, (await gone.ProblemAsync()).Status, (await taken.ProblemAsync()).Status));
        Assert.Equal(2, await RevisionsAsync(other, "TST1"));
    }

    [Fact]
    public async Task An_event_is_created_where_there_is_none_and_deleted_by_its_tag()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await other.KeyAsync(Scopes.Import + "," + Scopes.Delete, "one");
        var row = new JsonObject { ["event_date"] = "2022-03-04", ["event_type"] = "Battles", ["country"] = "Mali" };
        using var created = await PutAsync(other, key, "new1", row, ("If-None-Match", "*"));
        Assert.True((int)created.StatusCode == 201, await created.TextAsync());
        var (read, tag) = await ReadAsync(other, "NEW1");
        Assert.Equal(("NEW1", "one"), ((string?)read["event_id_cnty"], (string?)read["dataset"]));
        using var deleted = await other.SendAsync(HttpMethod.Delete, "/v1/events/NEW1?reason=double", null, ("X-Api-Key", key), ("If-Match", tag));
        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Equal((0, 2), (await other.CountAsync(), await RevisionsAsync(other, "NEW1")));
    }

    [Theory]
    [InlineData("""{"event_type":"Battles","country":"Mali"}""", 400)]
    [InlineData("""{"event_date":"2022-03-04","event_type":"Battle"}""", 400)]
    [InlineData("""{"event_date":"2022-03-04","event_type":"Battles","fatalities":-1}""", 400)]
    [InlineData("""{"event_date":"2022-03-04","event_type":"Battles","event_id_cnty":"TST2"}""", 400)]
    [InlineData("""{"event_date":"2022-03-04","event_type":"Battles","fatalties":1}""", 400)]
    [InlineData("""{"event_date":"2022-03-04","event_type":"Battles","dataset":"A/B"}""", 400)]
    [InlineData("""{"event_date":"2022-03-04","event_type":"Battles","dataset":"two"}""", 403)]
    [InlineData("""{"event_date":"2022-03-04","event_type":"Battles","dataset":7}""", 400)]
    [InlineData("""[1]""", 400)]
    [InlineData("""{"a":1,"a":2}""", 400)]
    [InlineData("""{"event_date":"\ud800"}""", 400)]
    [InlineData("{", 400)]
    [InlineData("", 400)]
    public async Task What_is_no_event_is_refused(string body, int status)
    {
        await using var other = await server.StartOtherAsync(NoSample);
        using var content = Sending.Body(Encoding.UTF8.GetBytes(body), "application/json");
        using var response = await other.SendAsync(HttpMethod.Put, "/v1/events/TST1", content, ("X-Api-Key", await other.KeyAsync(Scopes.Import, "one")), ("If-None-Match", "*"));
        Assert.Equal(status, (await response.ProblemAsync()).Status);
        Assert.Equal(0, await other.CountAsync());
    }

    [Fact]
    public async Task Without_a_condition_428_without_the_scope_403_and_another_s_event_403()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var (key, bound) = (await other.KeyAsync(Scopes.Import), await other.KeyAsync(Scopes.Admin, "two"));
        await other.ImportAsync(key, Sending.Csv(1, "TST1"), "dataset=one");
        var (row, tag) = await ReadAsync(other, "TST1");
        using var blind = await PutAsync(other, key, "TST1", row);
        using var scope = await other.SendAsync(HttpMethod.Delete, "/v1/events/TST1", null, ("X-Api-Key", key), ("If-Match", tag));
        using var foreign = await PutAsync(other, bound, "TST1", row, ("If-Match", tag));
        using var foreignDelete = await other.SendAsync(HttpMethod.Delete, "/v1/events/TST1", null, ("X-Api-Key", bound), ("If-Match", tag));
        using var missing = await other.SendAsync(HttpMethod.Delete, "/v1/events/TST9", null, ("X-Api-Key", bound), ("If-Match", tag));
        Assert.Equal([428, 403, 403, 403, 412], new[] { (int)blind.StatusCode, (int)scope.StatusCode, (int)foreign.StatusCode, (int)foreignDelete.StatusCode, (int)missing.StatusCode });
        Assert.Equal(1, await RevisionsAsync(other, "TST1"));
    }

    [Fact]
    public async Task An_import_is_taken_back_by_an_import_and_only_while_nothing_of_it_changed()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var (key, admin) = (await other.KeyAsync(Scopes.Import), await other.KeyAsync(Scopes.Admin));
        await other.ImportAsync(key, Sending.Csv(1, "TST1"));
        var second = (await other.ImportAsync(key, Sending.Csv(2, "TST1", "TST2"))).Number("id");
        using var forbidden = await RevertAsync(other, key, second);
        Assert.Equal(403, (int)forbidden.StatusCode);
        using var reverted = await RevertAsync(other, admin, second);
        var report = await reverted.JsonAsync();
        Assert.Equal((200, "revert", "succeeded", 1, 1), ((int)reverted.StatusCode, report.GetProperty("mode").GetString(), report.GetProperty("state").GetString(), report.Number("updated"), report.Number("deleted")));
        Assert.Equal(1, (int)(await ReadAsync(other, "TST1")).Row["fatalities"]!);
        using var again = await RevertAsync(other, admin, second);
        var problem = await again.ProblemAsync();
        Assert.Equal(409, problem.Status);
        Assert.Contains("TST1", problem.Detail, StringComparison.Ordinal);
        using var back = await RevertAsync(other, admin, report.Number("id"));
        Assert.Equal(200, (int)back.StatusCode);
        Assert.Equal(2, await other.CountAsync("fatalities=2"));
        using var unknown = await RevertAsync(other, admin, 999);
        Assert.Equal(404, (await unknown.ProblemAsync()).Status);
    }

    private static Task<HttpResponseMessage> RevertAsync(OtherServer other, string key, long id) =>
        other.SendAsync(HttpMethod.Post, $"/v1/imports/{id.ToString(CultureInfo.InvariantCulture)}/revert?reason=wrong+file", null, ("X-Api-Key", key));

    private static async Task<HttpResponseMessage> PutAsync(OtherServer other, string key, string path, JsonObject row, params (string Name, string Value)[] headers)
    {
        using var content = new StringContent(row.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await other.SendAsync(HttpMethod.Put, "/v1/events/" + path, content, [("X-Api-Key", key), .. headers]);
    }

    private static async Task<(JsonObject Row, string Tag)> ReadAsync(OtherServer other, string id)
    {
        using var response = await other.GetAsync("/v1/events/" + id);
        return ((JsonObject)JsonNode.Parse(await response.TextAsync())!, response.Headers.ETag!.ToString());
    }

    private static async Task<int> RevisionsAsync(OtherServer other, string id)
    {
        using var response = await other.GetAsync($"/v1/events/{id}/revisions");
        return (await response.JsonAsync()).GetProperty("count").GetInt32();
    }
}
