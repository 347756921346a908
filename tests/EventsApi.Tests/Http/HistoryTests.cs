using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using EventsApi.Data.Storage;
using EventsApi.Tests.Storage;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>The data as they were, what happened to them, and whoever follows.</summary>
public class HistoryTests(EventServer server) : IClassFixture<EventServer>
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("/v1/events?f=csv")]
    [InlineData("/v1/events?sort=admin1&limit=2")]
    [InlineData("/v1/events?f=geojson&bbox=-10,-10,10,20")]
    [InlineData("/v1/events?near=0,15&radius_km=500&sort=distance&limit=5")]
    [InlineData("/v1/events?actor=Friends&count=exact")]
    [InlineData("/v1/events?boundary=ML-7")]
    [InlineData("/v1/events/A1")]
    [InlineData("/v1/aggregates?group_by=location&metrics=events,actors")]
    [InlineData("/collections/events/items?limit=3&filter=longitude%20%3C%202")]
    [InlineData("/collections/events/items/A1")]
    public async Task As_of_answers_what_was_answered_then(string path)
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        await other.Store.BoundAsync(await Imports.BoundaryFiles.RegionsAsync());
        await other.Store.WriteAsync(Named("A1", "One", 1, 16.5), Named("A2", "Two", 1.1, 16.5), Named("A3", "Three", null, null), Named("A4", "Four", -3, 14));
        var then = await BodyAsync(other, path);
        var time = await NowAsync(other);
        await other.Store.WriteAsync(Named("A1", "Moved", 5, 5), Named("A5", "New", 1, 16.5));
        await RemoveAsync(other, "A2");
        var now = await BodyAsync(other, path);
        Assert.NotEqual(then, now);
        var sign = path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        Assert.Equal(Plain(then), Plain(await BodyAsync(other, $"{path}{sign}as_of={time}")));

        // Links and versions apart: the former name the time, the latter the version that it was.
        static string Plain(string body) => Regex.Replace(body, "[?&]as_of=[^&\"]*", "").Replace("/A1&", "/A1?", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_counts_and_searches_of_the_past_stay_there()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        await other.Store.WriteAsync([.. Enumerable.Range(1, 25).Select(i => Named($"A{i}", "One", i, i))]);
        var time = await NowAsync(other);
        await other.Store.Database.RemoveDatasetAsync("test", WriteOrigin.Unknown, CancellationToken.None);
        var (ids, next) = (new List<string>(), $"/v1/events?limit=10&sort=-location&as_of={time}");
        while (next is not null)
        {
            var page = await JsonAsync(other, next);
            Assert.Equal(25, page.GetProperty("total_count").GetInt64());
            ids.AddRange(EventServer.Ids(page));
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal(25, ids.Distinct().Count());
        using var found = await other.SendAsync(HttpMethod.Post, "/v1/events/search", Json($$"""{"as_of": "{{time}}", "longitude__gt": 20}"""));
        Assert.Equal(5, (await found.JsonAsync()).GetProperty("total_count").GetInt64());
        Assert.Equal(0, (await JsonAsync(other, "/v1/events")).GetProperty("total_count").GetInt64());
        using var gone = await other.GetAsync("/v1/events/A1");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData("as_of=2999-01-01T00:00:00Z", "as_of", "Lies in the future")]
    [InlineData("as_of=yesterday", "as_of", "Must be a day (2026-01-31) or an RFC 3339 date-time")]
    [InlineData("as_of=2026-01-01&release=x", "as_of", "Give a time or a release, not both.")]
    [InlineData("release=none", "release", "Unknown release.")]
    public async Task What_no_past_is_known_of_is_refused(string query, string parameter, string message)
    {
        foreach (var path in new[] { "/v1/events", "/v1/events/TST1", "/v1/aggregates", "/collections/events/items" })
        {
            var error = await server.ErrorAsync($"{path}?{query}");
            Assert.Equal(parameter, error.GetProperty("parameter").GetString());
            Assert.StartsWith(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Before_the_history_begins_there_was_nothing_unless_there_were_events()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        await other.Store.WriteAsync(Named("A1", "One", 1, 1));
        var day = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture); // its first moment
        Assert.Equal(0, (await JsonAsync(other, "/v1/events?as_of=" + day)).GetProperty("total_count").GetInt64());
        Assert.Equal(0, (await JsonAsync(other, "/v1/aggregates?as_of=2020-01-01")).GetProperty("totals").GetProperty("events").GetInt64());
        // As a migration finds it where events were stored before there was a history.
        await other.Database.WriteAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync("UPDATE versions SET inserted = 1 WHERE version = 0", transaction: transaction);
            return null;
        }, CancellationToken.None);
        using var refused = await other.GetAsync("/v1/events?as_of=2020-01-01");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("The history of this server begins ", (await refused.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_never_changes_and_its_tag_neither()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        await other.Store.WriteAsync(Named("A1", "One", 1, 1), Named("A2", "Two", 2, 2));
        var release = await other.Database.PublishAsync("2026.1", WriteOrigin.Unknown, CancellationToken.None);
        await Assert.ThrowsAsync<ReleaseTakenException>(() => other.Database.PublishAsync("2026.1", WriteOrigin.Unknown, CancellationToken.None));
        string[] paths = ["/v1/events?release=2026.1", "/v1/events?release=2026.1&f=csv", "/v1/aggregates?release=2026.1", "/collections/events/items?release=2026.1"];
        var before = new List<(string, string)>();
        foreach (var path in paths)
        {
            before.Add((await TagAsync(other, path), await BodyAsync(other, path)));
        }
        await other.Store.WriteAsync(Named("A1", "Moved", 5, 5));
        await other.Store.Database.RemoveDatasetAsync("test", WriteOrigin.Unknown, CancellationToken.None);
        Assert.Equal(before, await Task.WhenAll(paths.Select(async path => (await TagAsync(other, path), await BodyAsync(other, path)))));
        using var held = await other.GetAsync(paths[0], ("If-None-Match", before[0].Item1));
        Assert.Equal(HttpStatusCode.NotModified, held.StatusCode);
        var listed = (await JsonAsync(other, "/v1/releases")).GetProperty("data")[0];
        Assert.Equal(("2026.1", release.Version), (listed.GetProperty("name").GetString(), listed.GetProperty("data_version").GetInt64()));
        Assert.Equal(2, (await JsonAsync(other, listed.GetProperty("events").GetString()!)).GetProperty("total_count").GetInt64());
    }

    [Fact]
    public async Task The_tag_of_past_events_in_a_boundary_follows_the_boundaries()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var regions = await Imports.BoundaryFiles.RegionsAsync();
        await other.Store.BoundAsync(regions);
        await other.Store.WriteAsync(Named("A1", "One", 1, 16.5));
        await other.Database.PublishAsync("r", WriteOrigin.Unknown, CancellationToken.None);
        await other.Store.WriteAsync(Named("A1", "One", 5, 5));
        const string path = "/v1/events?release=r&boundary=ML-7&fields=event_id_cnty";
        var tag = await TagAsync(other, path);
        Assert.Equal(["A1"], EventServer.Ids(await JsonAsync(other, path)));
        await other.Database.ReplaceLevelAsync("admin1", [.. regions.Select(region => region with { Id = region.Id == "ML-7" ? "ML-8" : region.Id == "ML-8" ? "ML-7" : region.Id })], CancellationToken.None);
        Assert.NotEqual(tag, await TagAsync(other, path));
        Assert.Equal(0, (await JsonAsync(other, path)).GetProperty("total_count").GetInt64());
    }

    [Fact]
    public async Task An_event_s_own_tag_is_its_revision_and_strong()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        await other.Store.WriteAsync(Named("A1", "One", 1, 1));
        var tag = await TagAsync(other, "/v1/events/A1");
        Assert.StartsWith("\"1-", tag, StringComparison.Ordinal);
        await other.Store.WriteAsync(Named("A2", "Two", 1, 1));
        Assert.Equal(tag, await TagAsync(other, "/v1/events/A1")); // another event's change is none of this one
        Assert.NotEqual(tag, await TagAsync(other, "/v1/events/A1?f=geojson"));
        using var packed = await other.GetAsync("/v1/events/A1", ("Accept-Encoding", "gzip"));
        Assert.Equal(("gzip", tag[..^1] + "-gzip\""), (packed.Content.Headers.ContentEncoding.Single(), packed.Headers.ETag!.ToString()));
        using var held = await other.GetAsync("/v1/events/A1", ("If-None-Match", tag[..^1] + "-gzip\""));
        Assert.Equal(HttpStatusCode.NotModified, held.StatusCode);
        await other.Store.WriteAsync(Named("A1", "Moved", 1, 1));
        Assert.StartsWith("\"2-", await TagAsync(other, "/v1/events/A1"), StringComparison.Ordinal);
        await RemoveAsync(other, "A1");
        await other.Store.WriteAsync(Named("A1", "Back", 1, 1));
        Assert.StartsWith("\"4-", await TagAsync(other, "/v1/events/A1"), StringComparison.Ordinal); // the removal counts
    }

    [Fact]
    public async Task An_event_s_revisions_say_what_changed_when_by_whom_and_why()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        await other.Store.WriteAsync(Named("A1", "One", 1, 1));
        await other.Store.WriteAsync(Named("A1", "Two", 1, 2));
        await other.Database.RemoveDatasetAsync("test", new WriteOrigin("partner", "Licence ended"), CancellationToken.None);
        var page = await JsonAsync(other, "/v1/events/a1/revisions");
        Assert.Equal(("A1", 3, JsonValueKind.Null), (page.GetProperty("event_id_cnty").GetString(), page.GetProperty("count").GetInt32(), page.GetProperty("next").ValueKind));
        Assert.Equal(["3 deleted  partner Licence ended []", """2 updated 2   [{"column":"actor1","old":"Group One","new":"Group Two"},{"column":"location","old":"One","new":"Two"},{"column":"latitude","old":1,"new":2}]""", "1 created 1   []"],
            page.GetProperty("data").EnumerateArray().Select(one => $"{one.GetProperty("revision")} {one.GetProperty("operation")} {one.GetProperty("import")} {one.GetProperty("key")} {one.GetProperty("reason")} {one.GetProperty("changes").GetRawText()}"));
        var second = await JsonAsync(other, "/v1/events/A1/revisions?limit=2");
        Assert.Equal([1L], (await JsonAsync(other, second.GetProperty("next").GetString()!)).GetProperty("data").EnumerateArray().Select(one => one.GetProperty("revision").GetInt64()));
        using var never = await other.GetAsync("/v1/events/NEVER1/revisions");
        Assert.Equal(HttpStatusCode.NotFound, never.StatusCode);
    }

    [Fact]
    public async Task Changes_come_in_the_order_of_commits_and_go_on_where_they_stopped()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var empty = await JsonAsync(other, "/v1/changes");
        Assert.Equal(0, empty.GetProperty("data").GetArrayLength());
        await other.Store.WriteAsync(Named("A2", "One", 1, 1), Named("A1", "One", 1, 1));
        await other.Store.WriteAsync(Named("A1", "Two", 1, 1));
        await other.Database.RemoveDatasetAsync("test", new WriteOrigin(Reason: "Sent in error"), CancellationToken.None);
        var (seen, since) = (new List<string>(), empty.GetProperty("next").GetString());
        for (var page = 0; page < 4; page++)
        {
            var changes = await JsonAsync(other, $"/v1/changes?limit=2&since={since}");
            seen.AddRange(changes.GetProperty("data").EnumerateArray().Select(Line));
            since = changes.GetProperty("next").GetString();
        }
        Assert.Equal(["A1 created One", "A2 created One", "A1 updated Two", "A1 deleted ", "A2 deleted "], seen);
        Assert.Equal(seen, (await JsonAsync(other, "/v1/changes")).GetProperty("data").EnumerateArray().Select(Line));

        static string Line(JsonElement change) =>
            $"{change.GetProperty("event_id_cnty")} {change.GetProperty("operation")} {(change.GetProperty("event").ValueKind == JsonValueKind.Null ? "" : change.GetProperty("event").GetProperty("location"))}";
    }

    [Theory]
    [InlineData("since=garbage", "since")]
    [InlineData("wait=61", "wait")]
    [InlineData("limit=0", "limit")]
    [InlineData("sinse=x", "sinse")]
    public async Task A_wrong_request_for_changes_is_told_so(string query, string parameter)
    {
        var error = await server.ErrorAsync("/v1/changes?" + query);
        Assert.Equal(parameter, error.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task A_cursor_of_a_later_version_is_refused()
    {
        var (status, problem) = await server.ProblemAsync("/v1/changes?since=" + new ChangeCursor(1_000_000, "A1"));
        Assert.Equal(400, status);
        Assert.Contains("restored", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_hears_of_a_change_of_another_process()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var next = (await JsonAsync(other, "/v1/changes")).GetProperty("next").GetString();
        var waiting = JsonAsync(other, $"/v1/changes?wait=60&since={next}");
        await other.Store.BoundAsync(await Imports.BoundaryFiles.RegionsAsync()); // a version without a change wakes nobody
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(600)));
        await other.Store.WriteAsync(Named("A1", "One", 1, 1)); // by another connection
        Assert.Equal("A1", (await waiting.WaitAsync(Long)).GetProperty("data")[0].GetProperty("event_id_cnty").GetString());
        var nothing = await JsonAsync(other, $"/v1/changes?wait=1&since={(await waiting).GetProperty("next").GetString()}");
        Assert.Equal(0, nothing.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Server_sent_events_go_on_after_the_last_one_seen()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        await other.Store.WriteAsync(Named("A1", "One", 1, 1), Named("A2", "Two", 1, 1));
        var first = await EventsAsync(other, 1, null);
        Assert.Equal(("created", "A1"), (first[0].Kind, first[0].Data.GetProperty("event_id_cnty").GetString()));
        var reading = EventsAsync(other, 2, first[0].Id);
        await other.Store.WriteAsync(Named("A1", "Moved", 1, 1));
        Assert.Equal([("created", "A2"), ("updated", "A1")], (await reading.WaitAsync(Long)).Select(one => (one.Kind, one.Data.GetProperty("event_id_cnty").GetString()!)));
    }

    private static async Task<List<(string Id, string Kind, JsonElement Data)>> EventsAsync(OtherServer other, int count, string? lastId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/changes");
        request.Headers.Add("Accept", "text/event-stream");
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }
        using var response = await other.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var (events, id, kind) = (new List<(string, string, JsonElement)>(), "", "");
        while (events.Count < count && await lines.ReadLineAsync() is { } line)
        {
            switch (line.Split(": ", 2))
            {
                case ["id", var value]:
                    id = value;
                    break;
                case ["event", var value]:
                    kind = value;
                    break;
                case ["data", var value]:
                    events.Add((id, kind, JsonSerializer.Deserialize<JsonElement>(value)));
                    break;
            }
        }
        return events;
    }

    // A moment after the last write and not after now.
    private static async Task<string> NowAsync(OtherServer other)
    {
        var last = (await other.Store.ReadAsync(session => session.VersionsAsync(0, long.MaxValue)))[^1].At;
        while (DateTimeOffset.UtcNow <= last.AddMilliseconds(1))
        {
            await Task.Delay(1);
        }
        return last.AddMilliseconds(0.5).ToString("yyyy-MM-dd'T'HH:mm:ss.ffff'Z'", CultureInfo.InvariantCulture);
    }

    private static async Task RemoveAsync(OtherServer other, string id)
    {
        await using var staging = await other.Database.StageAsync(CancellationToken.None);
        staging.Remove(id);
        await staging.MergeAsync(2, null, CancellationToken.None);
        await staging.CommitAsync(new Attribution(null, null, null), Store.Import, CancellationToken.None);
    }

    private static Data.Model.Event Named(string id, string location, double? longitude, double? latitude)
    {
        var row = Store.Event(id, longitude, latitude);
        (row.Location, row.Actor1, row.AssocActor1) = (location, "Group " + location, "Friends; Militia");
        return row;
    }

    private static async Task<JsonElement> JsonAsync(OtherServer other, string path) => JsonSerializer.Deserialize<JsonElement>(await BodyAsync(other, path));

    // Without what says when the answer was made, and of which version.
    private static async Task<string> BodyAsync(OtherServer other, string path)
    {
        using var response = await other.GetAsync(path);
        var body = await response.TextAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return Regex.Replace(body, "\"timeStamp\":\"[^\"]*\"", "");
    }

    private static async Task<string> TagAsync(OtherServer other, string path)
    {
        using var response = await other.GetAsync(path);
        return response.Headers.ETag!.ToString();
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
