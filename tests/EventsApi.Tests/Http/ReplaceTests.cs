using EventsApi.Data.Office;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Files that are a whole data set.</summary>
public class ReplaceTests(EventServer server) : IClassFixture<EventServer>
{
    private const string Replace = "mode=replace&dataset=one";

    [Fact]
    public async Task What_the_file_lacks_of_its_data_set_is_deleted_and_told_why()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var key = await other.KeyAsync(Scopes.Import + "," + Scopes.Delete);
        await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("ONE", 10)), "dataset=one");
        await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("TWO", 10)), "dataset=two");
        var report = await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("ONE", 8)) + Sending.Csv(5, "NEW1").Split('\n', 2)[1], Replace);
        Assert.Equal(((9L, 1L, 0L, 8L, 0L), 2L), (report.Counts(), report.Number("deleted")));
        Assert.Equal((9, 10), (await other.CountAsync("dataset=one"), await other.CountAsync("dataset=two")));
        using var response = await other.GetAsync("/v1/events/ONE10/revisions");
        var revision = (await response.JsonAsync()).GetProperty("data")[0];
        Assert.Equal(("deleted", $"absent from import {report.Number("id")}"), (revision.GetProperty("operation").GetString(), revision.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task More_than_a_fifth_is_deleted_only_when_confirmed()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var key = await other.KeyAsync(Scopes.Import + "," + Scopes.Delete);
        await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("ONE", 10)), "dataset=one");
        using var refused = await other.PostImportAsync(key, Sending.Csv(1, Sending.Ids("ONE", 7)), Replace);
        var problem = await refused.ProblemAsync();
        Assert.Equal(409, problem.Status);
        Assert.Contains("3 of the 10 events", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(10, await other.CountAsync());
        Assert.Equal(3, (await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("ONE", 7)), Replace + "&confirm_delete=true")).Number("deleted"));
        Assert.Equal(7, await other.CountAsync());
    }

    [Fact]
    public async Task An_event_whose_row_was_rejected_stays_and_a_row_of_no_event_refuses_the_file()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var key = await other.KeyAsync(Scopes.Import + "," + Scopes.Delete);
        await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("ONE", 10)), "dataset=one");
        var file = Sending.Csv(1, Sending.Ids("ONE", 8)) + Sending.Csv(-1, "ONE9").Split('\n', 2)[1];
        var report = await other.ImportAsync(key, file, Replace);
        Assert.Equal((1, 1), (report.Number("rejected"), report.Number("deleted")));
        Assert.Equal(1, await other.CountAsync("event_id_cnty=ONE9"));
        using var refused = await other.PostImportAsync(key, file + "x\n", Replace);
        Assert.Equal(409, (await refused.ProblemAsync()).Status);
    }

    [Fact]
    public async Task It_needs_the_scope_delete()
    {
        await using var other = await server.StartOtherAsync();
        using var refused = await other.PostImportAsync(await other.KeyAsync(Scopes.Import), Sending.Csv(1, "ONE1"), Replace);
        Assert.Equal(403, (await refused.ProblemAsync()).Status);
    }
}
