using System.Text;
using System.Text.Json;
using EventsApi.Data.Office;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>What the command line imported is among the imports of the server, in the same shape.</summary>
public class ImportRegisterTests(EventServer server) : IClassFixture<EventServer>
{
    [Fact]
    public async Task Imports_of_the_command_line_are_listed_with_those_of_keys()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var (admin, partner) = (await other.KeyAsync(Scopes.Admin), await other.KeyAsync(Scopes.Import));
        var sent = await other.ImportAsync(partner, Sending.Csv(1, "TST1", "TST2"));
        var printed = await CommandAsync(other, Sending.Csv(2, "TST2", "TST3") + "x\n", "--reason", "by hand", "--dataset", "own", "--json");
        var report = JsonSerializer.Deserialize<JsonElement>(printed);
        Assert.Equal(((3L, 1L, 1L, 0L, 1L), "succeeded", "own", "by hand", JsonValueKind.Null),
            (report.Counts(), report.GetProperty("state").GetString(), report.GetProperty("dataset").GetString(), report.GetProperty("reason").GetString(), report.GetProperty("key").ValueKind));
        Assert.Equal(Members(sent), Members(report));
        Assert.Equal(sent.Number("id") + 1, report.Number("id"));
        var told = await GetAsync(other, admin, $"/v1/imports/{report.Number("id")}");
        foreach (var member in report.EnumerateObject().Where(member => member.Name != "links"))
        {
            Assert.Equal(member.Value.ToString(), told.GetProperty(member.Name).ToString());
        }
        Assert.Equal(["self"], told.GetProperty("links").EnumerateArray().Select(link => link.GetProperty("rel").GetString()));
        Assert.Equal([report.Number("id"), sent.Number("id")], await ListAsync(other, admin));
        Assert.Equal([sent.Number("id")], await ListAsync(other, partner));
        using var hidden = await other.GetAsync($"/v1/imports/{report.Number("id")}", ("X-Api-Key", partner));
        Assert.Equal(404, (await hidden.ProblemAsync()).Status);
        using var rejects = await other.GetAsync($"/v1/imports/{report.Number("id")}/rejects", ("X-Api-Key", admin));
        Assert.Equal((410, $"Import {report.Number("id")} came from the command line, which wrote the rejected rows where it ran."), await rejects.ProblemAsync());
    }

    [Fact]
    public async Task One_that_failed_or_wrote_nothing_is_listed_as_well()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var admin = await other.KeyAsync(Scopes.Admin);
        await Assert.ThrowsAnyAsync<Exception>(() => CommandAsync(other, "a,b\n1,2\n"));
        await CommandAsync(other, Sending.Csv(1, "TST1"), "--dry-run");
        var data = (await GetAsync(other, admin, "/v1/imports")).GetProperty("data");
        Assert.Equal([("succeeded", true, 1L), ("failed", false, 0L)], data.EnumerateArray().Select(import =>
            (import.GetProperty("state").GetString()!, import.GetProperty("dry_run").GetBoolean(), import.Number("inserted"))));
        Assert.Contains("no known profile", data[1].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_known_by_what_it_changed_alone_says_that()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var admin = await other.KeyAsync(Scopes.Admin);
        await other.ImportAsync(Encoding.UTF8.GetBytes(Sending.Csv(1, "TST1", "TST2")), "killed.csv"); // no job was entered
        await other.ImportAsync(admin, Sending.Csv(1, "TST1", "TST2", "TST3"));
        var first = await GetAsync(other, admin, "/v1/imports/1");
        Assert.Equal(("succeeded", JsonValueKind.Null, (2L, 2L, 0L, 0L, 0L), "acled"),
            (first.GetProperty("state").GetString(), first.GetProperty("profile").ValueKind, first.Counts(), first.GetProperty("dataset").GetString()));
        var page = await GetAsync(other, admin, "/v1/imports?limit=1");
        Assert.Equal(2, page.GetProperty("data")[0].Number("id"));
        page = await GetAsync(other, admin, page.GetProperty("next").GetString()!);
        Assert.Equal((1, JsonValueKind.Null), (page.GetProperty("data")[0].Number("id"), page.GetProperty("next").ValueKind));
        using var cancelled = await other.SendAsync(HttpMethod.Delete, "/v1/imports/1", null, ("X-Api-Key", admin));
        Assert.Equal(409, (await cancelled.ProblemAsync()).Status);
        using var followed = await other.GetAsync("/v1/imports/1/events", ("X-Api-Key", admin));
        Assert.StartsWith("event: succeeded\n", await followed.TextAsync(), StringComparison.Ordinal);
        using var reverted = await other.SendAsync(HttpMethod.Post, "/v1/imports/1/revert", null, ("X-Api-Key", admin));
        var revert = await reverted.JsonAsync();
        Assert.Equal(("revert", 2), (revert.GetProperty("mode").GetString(), revert.Number("deleted")));
    }

    [Fact]
    public async Task Reports_and_rejected_rows_go_after_their_days_and_what_was_changed_stays()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var admin = await other.KeyAsync(Scopes.Admin);
        await other.ImportAsync(Encoding.UTF8.GetBytes(Sending.Csv(1, "TST1")), "old.csv");
        var then = DateTimeOffset.UtcNow.AddDays(-11).ToUnixTimeMilliseconds();
        var job = new ImportJob { Id = 1, State = JobState.Succeeded, KeyName = "partner", Request = new JobRequest("old.csv").Write(), Created = then, Started = then, Finished = then };
        await other.Office.RecordJobAsync(job, CancellationToken.None);
        var recent = await other.ImportAsync(admin, Sending.Csv(1, "TST2") + "x\n");
        await File.WriteAllTextAsync(Path.Combine(other.ImportFolder, "1.rejects.csv"), "row\n");
        await other.StopAsync();
        await using var next = await OtherServer.StartOverAsync(other.Setting, "--EventsApi:Sample=false", "--EventsApi:ImportDays=10");
        await next.ImportAsync(admin, Sending.Csv(1, "TST3"));
        Assert.Equal([$"{recent.Number("id")}.rejects.csv"], Directory.GetFiles(next.ImportFolder, "*.rejects.csv").Select(Path.GetFileName));
        var kept = await GetAsync(next, admin, "/v1/imports/1");
        Assert.Equal((1, 0, JsonValueKind.Null), (kept.Number("inserted"), kept.Number("rejected"), kept.GetProperty("profile").ValueKind));
        using var gone = await next.GetAsync("/v1/imports/1/rejects", ("X-Api-Key", admin));
        Assert.Equal(410, (await gone.ProblemAsync()).Status);
        Assert.Equal(3, (await ListAsync(next, admin)).Count);
        Assert.Equal(3, await next.CountAsync());
    }

    private static async Task<string> CommandAsync(OtherServer other, string file, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("events-file-");
        try
        {
            var path = Path.Combine(folder.FullName, "own.csv");
            await File.WriteAllTextAsync(path, file);
            return await CommandProcess.RunAsync(["import", path, "--database", other.Setting, "--rejects", Path.Combine(folder.FullName, "rejects.csv"), .. options]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<string> Members(JsonElement report) => [.. report.EnumerateObject().Select(member => member.Name)];

    private static async Task<List<long>> ListAsync(OtherServer other, string key) =>
        [.. (await GetAsync(other, key, "/v1/imports")).GetProperty("data").EnumerateArray().Select(import => import.Number("id"))];

    private static async Task<JsonElement> GetAsync(OtherServer other, string key, string path)
    {
        using var response = await other.GetAsync(path, ("X-Api-Key", key));
        Assert.True(response.IsSuccessStatusCode, await response.TextAsync());
        return await response.JsonAsync();
    }
}
