using System.Globalization;
using System.Text;
using System.Text.Json;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Imports that go on after their request: they wait, run, are followed, given up, and survive the server.</summary>
public class ImportJobTests(EventServer server) : IClassFixture<EventServer>
{
    private const string NoSample = "--EventsApi:Sample=false";

    [Theory]
    [InlineData("data/events.db", "data/events-imports")]
    [InlineData("Host=localhost;Database=events", "data/events-postgres-imports")]
    public void Stores_of_one_name_have_folders_of_their_own(string database, string folder) => Assert.Equal(folder, new Options { Database = database }.ImportFolder);

    [Fact]
    public async Task Who_prefers_it_is_answered_at_once_and_finds_the_report_at_the_address()
    {
        await using var other = await server.StartOtherAsync();
        var key = await other.KeyAsync(Scopes.Import);
        using var response = await other.PostImportAsync(key, Sending.Csv(1, "TST1"), "", ("Prefer", "respond-async, wait=5"));
        var accepted = await response.JsonAsync();
        Assert.Equal((202, "respond-async"), ((int)response.StatusCode, Assert.Single(response.Headers.GetValues("Preference-Applied"))));
        Assert.EndsWith($"/v1/imports/{accepted.Number("id")}", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        var ended = await other.EndAsync(key, accepted.Number("id"));
        Assert.Equal(("succeeded", 100, (1L, 1L, 0L, 0L, 0L)), (ended.GetProperty("state").GetString(), ended.GetProperty("percent").GetDouble(), ended.Counts()));
        Assert.Empty(Directory.GetFiles(other.ImportFolder, "*.body"));
    }

    [Fact]
    public async Task A_body_of_more_than_5_MB_is_imported_afterwards_and_followed_by_events()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await other.KeyAsync(Scopes.Import);
        using var response = await other.PostImportAsync(key, Sending.Csv(1, Sending.Ids("TST", 80_000)));
        Assert.Equal(202, (int)response.StatusCode);
        var id = (await response.JsonAsync()).Number("id");
        using var events = await other.GetAsync($"/v1/imports/{id}/events", ("X-Api-Key", key));
        Assert.Equal("text/event-stream", events.Content.Headers.ContentType!.MediaType);
        var told = (await events.TextAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(text => text.StartsWith("event: ", StringComparison.Ordinal)).ToList();
        Assert.StartsWith("event: succeeded\ndata: ", told[^1], StringComparison.Ordinal);
        var percents = told.Select(text => JsonSerializer.Deserialize<JsonElement>(text.Split("data: ")[1]).GetProperty("percent")).Where(percent => percent.ValueKind == JsonValueKind.Number).Select(percent => percent.GetDouble()).ToList();
        Assert.Equal(percents.Order(), percents);
        Assert.Equal(80_000, await other.CountAsync());
    }

    [Fact]
    public async Task One_is_imported_after_the_other_and_too_many_are_told_to_come_back()
    {
        await using var other = await server.StartOtherAsync(NoSample, "--EventsApi:MaximumQueue=2");
        var key = await other.KeyAsync(Scopes.Import);
        await using (await other.BlockAsync())
        {
            // The first is taken at once and cannot be written; the next two wait.
            var first = await AcceptedAsync(other, key, "ONE1");
            await WaitForAsync(other, key, first, "running");
            var waiting = new[] { await AcceptedAsync(other, key, "TWO1"), await AcceptedAsync(other, key, "SIX1") };
            using var refused = await other.PostImportAsync(key, Sending.Csv(1, "TEN1"), "", ("Prefer", "respond-async"));
            Assert.Equal(429, (await refused.ProblemAsync()).Status);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Equal(0, await other.CountAsync());
            Assert.Equal(["queued", "queued"], await Task.WhenAll(waiting.Select(async id => await StateAsync(other, key, id))));
        }
        await other.EndAsync(key, 3);
        Assert.Equal(3, await other.CountAsync());
    }

    [Fact]
    public async Task What_waits_or_runs_can_be_given_up_and_writes_nothing()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var (key, stranger) = (await other.KeyAsync(Scopes.Import), await other.KeyAsync(Scopes.Import));
        await using (await other.BlockAsync())
        {
            var running = await AcceptedAsync(other, key, "ONE1");
            await WaitForAsync(other, key, running, "running");
            var waiting = await AcceptedAsync(other, key, "TWO1");
            Assert.Equal(404, await CancelAsync(other, stranger, waiting));
            foreach (var id in new[] { waiting, running })
            {
                Assert.Equal(200, await CancelAsync(other, key, id));
                Assert.Equal("cancelled", await StateAsync(other, key, id));
                Assert.Equal(409, await CancelAsync(other, key, id));
            }
            Assert.False(File.Exists(Path.Combine(other.ImportFolder, $"{waiting}.body")));
        }
        Assert.Equal(1, (await other.ImportAsync(key, Sending.Csv(1, "TEN1"))).Number("inserted"));
        Assert.Equal(1, await other.CountAsync());
    }

    [Fact]
    public async Task What_waited_or_ran_when_the_server_ended_is_done_by_the_next_once()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await other.KeyAsync(Scopes.Import);
        var ids = new List<long>();
        await using (await other.BlockAsync())
        {
            ids.Add(await AcceptedAsync(other, key, "ONE1"));
            await WaitForAsync(other, key, ids[0], "running");
            ids.Add(await AcceptedAsync(other, key, "TWO1"));
            await other.StopAsync();
        }
        await using var next = await OtherServer.StartOverAsync(other.Setting, NoSample);
        Assert.All(await Task.WhenAll(ids.Select(id => next.EndAsync(key, id))), import => Assert.Equal(("succeeded", (1L, 1L, 0L, 0L, 0L)), (import.GetProperty("state").GetString(), import.Counts())));
        Assert.Equal(2, await next.CountAsync());
    }

    [Theory]
    [InlineData(false, 4, 1)]
    [InlineData(true, 3, 0)] // what it changed counts all the same
    public async Task An_import_whose_commit_its_server_did_not_live_to_record_has_succeeded(bool isFileDamaged, int read, int rejected)
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await other.KeyAsync(Scopes.Import);
        await other.ImportAsync(key, Sending.Csv(1, "TST1"));
        var file = Sending.Csv(2, "TST1", "TST2", "TST3") + "x\n";
        long id;
        await using (await other.BlockAsync())
        {
            using var response = await other.PostImportAsync(key, file, "", ("Prefer", "respond-async"));
            id = (await response.JsonAsync()).Number("id");
            await WaitForAsync(other, key, id, "running");
            await other.StopAsync();
        }
        // As if it had come just so far.
        await using (var stream = new MemoryStream(Encoding.UTF8.GetBytes(file)))
        {
            await new Data.Imports.Importer(other.Store.Database).RunAsync(new Data.Imports.ImportRequest("body") { Origin = new WriteOrigin("key", null, id) }, stream);
        }
        if (isFileDamaged)
        {
            await File.WriteAllTextAsync(Path.Combine(other.ImportFolder, $"{id}.body"), "", TestContext.Current.CancellationToken);
        }
        await using var next = await OtherServer.StartOverAsync(other.Setting, NoSample);
        var import = await next.EndAsync(key, id);
        Assert.Equal(("succeeded", ((long)read, 2L, 1L, 0L, (long)rejected)), (import.GetProperty("state").GetString(), import.Counts()));
        using var rejects = await next.GetAsync($"/v1/imports/{id}/rejects", ("X-Api-Key", key));
        Assert.Equal(1 + rejected, (await rejects.TextAsync()).Trim().Split('\n').Length);
        Assert.Equal(3, await next.CountAsync());
        Assert.Equal(2, (await other.Store.SqlAsync<long>("SELECT count(*) FROM versions WHERE import IS NOT NULL")).Single());
    }

    [Fact]
    public async Task Of_two_servers_over_one_store_one_works_for_both()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        await using var second = await OtherServer.StartOverAsync(other.Setting, NoSample);
        var key = await other.KeyAsync(Scopes.Import);
        var reports = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => (i % 2 == 0 ? other : second).ImportAsync(key, Sending.Csv(1, $"TST{i}"))));
        Assert.Equal(6, reports.Select(report => report.Number("id")).Distinct().Count());
        Assert.Equal(6, await second.CountAsync());
    }

    [Fact]
    public async Task Two_partners_import_overlapping_files_while_others_read()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var keys = new[] { await other.KeyAsync(Scopes.Import), await other.KeyAsync(Scopes.Import) };
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                // Whole files only, the two of a pair in either order: each is of 300 events, and overlaps the one before it by 100.
                Assert.Contains(await other.CountAsync(), new long[] { 0, 300, 500, 700, 800, 900, 1100, 1200, 1300 });
            }
        })).ToList();
        var files = Enumerable.Range(0, 6).Select(i => Sending.Csv(i, [.. Enumerable.Range(1 + (i * 200), 300).Select(id => $"TST{id}")])).ToList();
        var reports = new List<JsonElement>();
        for (var i = 0; i < files.Count; i += 2)
        {
            reports.AddRange(await Task.WhenAll(other.ImportAsync(keys[0], files[i]), other.ImportAsync(keys[1], files[i + 1])));
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal((1800, 1300), (reports.Sum(report => report.Number("read")), reports.Sum(report => report.Number("inserted"))));
        Assert.Equal(500, reports.Sum(report => report.Number("updated")));
        Assert.Equal(1300, await other.CountAsync());
    }

    private static async Task<long> AcceptedAsync(OtherServer other, string key, string id)
    {
        using var response = await other.PostImportAsync(key, Sending.Csv(1, id), "", ("Prefer", "respond-async"));
        Assert.True((int)response.StatusCode == 202, await response.TextAsync());
        return (await response.JsonAsync()).Number("id");
    }

    private static async Task<int> CancelAsync(OtherServer other, string key, long id)
    {
        using var response = await other.SendAsync(HttpMethod.Delete, $"/v1/imports/{id.ToString(CultureInfo.InvariantCulture)}", null, ("X-Api-Key", key));
        return (int)response.StatusCode;
    }

    private static async Task<string> StateAsync(OtherServer other, string key, long id)
    {
        using var response = await other.GetAsync($"/v1/imports/{id}", ("X-Api-Key", key));
        return (await response.JsonAsync()).GetProperty("state").GetString()!;
    }

    private static async Task WaitForAsync(OtherServer other, string key, long id, string state)
    {
        var patience = DateTimeOffset.UtcNow.AddMinutes(1);
        while (await StateAsync(other, key, id) != state)
        {
            Assert.True(DateTimeOffset.UtcNow < patience, $"Import {id} is not {state}.");
            await Task.Delay(20);
        }
    }
}
