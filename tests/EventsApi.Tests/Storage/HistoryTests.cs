using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Storage;
using Xunit;

namespace EventsApi.Tests.Storage;

/// <summary>Every write is recorded, and what it replaces or removes is kept.</summary>
public class HistoryTests : IAsyncLifetime
{
    private Store _store = null!;

    protected virtual string Engine => "sqlite";

    public async ValueTask InitializeAsync() => _store = await Store.CreateAsync(Engine);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_write_is_recorded_with_who_why_and_how_much()
    {
        await using (var staging = await _store.Database.StageAsync(CancellationToken.None))
        {
            staging.Add(Store.Event("A1"));
            staging.Add(Store.Event("A2"));
            await staging.MergeAsync(1, null, CancellationToken.None);
            var write = Store.Import with { KeyName = "partner", Reason = "nightly", Dataset = "test" };
            Assert.Equal((1L, 1L), (await staging.CommitAsync(new Attribution(null, null, null), write, CancellationToken.None)) is { } made ? (made.Version, made.ImportNumber!.Value) : default);
        }
        await _store.WriteAsync(Store.Event("A1", 5, 5), Store.Event("A3"));
        await _store.WriteAsync(Store.Event("A1", 5, 5)); // changes nothing
        await _store.Database.RemoveDatasetAsync("test", new WriteOrigin("admin", "Licence ended"), CancellationToken.None);
        Assert.Equal(
            [(0, "start", null, null, null, null, 0, 0, 0), (1, "import", 1L, "test", "partner", "nightly", 2, 0, 0),
             (2, "import", 2L, "test", null, null, 1, 1, 0), (3, "remove", (long?)null, "test", "admin", "Licence ended", 0, 0, 3)],
            (await VersionsAsync()).Select(write => (write.Version, write.Operation, write.ImportNumber, write.Dataset, write.KeyName, write.Reason, write.Inserted, write.Updated, write.Deleted)));
        var times = (await VersionsAsync()).Select(write => write.Time).ToList();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task A_row_that_is_replaced_or_removed_is_kept_with_its_time_and_revision()
    {
        await _store.WriteAsync(Store.Event("A1"), Store.Event("A2"));
        await _store.WriteAsync(Store.Event("A1", 5, 5));
        await _store.WriteAsync(Store.Event("A1", 6, 6));
        await RemoveAsync("A1");
        await _store.WriteAsync(Store.Event("A1", 7, 7));
        Assert.Equal(["A1 1 1-2 0 0", "A1 2 2-3 0 5", "A1 3 3-4 1 6"], await _store.SqlAsync<string>(
            "SELECT event_id_cnty || ' ' || revision || ' ' || since || '-' || until || ' ' || deleted || ' ' || CAST(longitude AS integer) FROM events_history ORDER BY event_id_cnty, revision"));
        Assert.Equal(["A1 5 5", "A2 1 1"], await _store.SqlAsync<string>("SELECT event_id_cnty || ' ' || revision || ' ' || since FROM events ORDER BY event_id_cnty"));
    }

    [Fact]
    public async Task A_kept_row_says_what_it_said_in_every_column()
    {
        var row = Store.Event("A1", 1, 16.5);
        (row.Actor1, row.AssocActor1, row.Notes, row.Attributes, row.Fatalities) = ("Wagner Group", "Éclaireurs; FAMa", "Première", """{"a":1}""", 7);
        await _store.WriteAsync(Store.Later, [row]);
        await _store.WriteAsync(Store.Later + 1, [Store.Event("A1")]);
        row.Timestamp = Store.Later;
        var columns = string.Join(", ", EventColumns.All);
        Assert.Equal(JsonSerializer.Serialize(row), JsonSerializer.Serialize(Assert.Single(await _store.SqlAsync<Event>($"SELECT {columns} FROM events_history"))));
        Assert.Equal(["eclaireurs", "fama"], await _store.SqlAsync<string>("SELECT actor_folded FROM event_associates WHERE event IN (SELECT id FROM events_history) ORDER BY 1"));
        Assert.Equal([0], await _store.SqlAsync<long>("SELECT count(*) FROM event_associates WHERE event < 1099511627776"));
    }

    [Fact]
    public async Task Boundaries_hold_past_rows_as_well_whichever_came_first()
    {
        var regions = await Imports.BoundaryFiles.RegionsAsync();
        await _store.BoundAsync(regions);
        await _store.WriteAsync(Store.Event("A1", 1, 16.5), Store.Event("A2", -3, 14));
        await _store.WriteAsync(Store.Event("A1", 1, 18));
        await RemoveAsync("A2");
        var links = await PastLinksAsync();
        Assert.Equal([("ML-5", "A2"), ("ML-7", "A1")], links);
        await _store.Database.RemoveLevelAsync("admin1", CancellationToken.None);
        Assert.Empty(await PastLinksAsync());
        await _store.BoundAsync(regions);
        Assert.Equal(links, await PastLinksAsync());
        Assert.Equal([("ML-8", "A1")], await _store.LinksAsync());
        Assert.Equal(1, (await _store.ReadAsync(session => session.BoundariesAsync())).Sum(boundary => boundary.Events));
    }

    [Fact]
    public async Task What_is_given_up_leaves_no_trace()
    {
        await _store.WriteAsync(Store.Event("A1"));
        await using (var staging = await _store.Database.StageAsync(CancellationToken.None))
        {
            staging.Remove("A1");
            Assert.Equal(new MergeCounts(0, 0, 0, 1), await staging.MergeAsync(2, null, CancellationToken.None));
        }
        Assert.Equal([0], await _store.SqlAsync<long>("SELECT count(*) FROM events_history"));
        Assert.Equal(2, (await VersionsAsync()).Count);
    }

    private async Task RemoveAsync(string id)
    {
        await using var staging = await _store.Database.StageAsync(CancellationToken.None);
        staging.Remove(id);
        Assert.Equal(new MergeCounts(0, 0, 0, 1), await staging.MergeAsync(2, null, CancellationToken.None));
        await staging.CommitAsync(new Attribution(null, null, null), Store.Import, CancellationToken.None);
    }

    private Task<List<DataVersion>> VersionsAsync() => _store.ReadAsync(session => session.VersionsAsync(0, long.MaxValue));

    private async Task<List<(string, string)>> PastLinksAsync() =>
        [.. (await _store.SqlAsync<(string, string)>("SELECT l.boundary, h.event_id_cnty FROM event_boundaries l JOIN events_history h ON h.id = l.event")).Order()];
}

public sealed class HistoryTestsOnPostgres : HistoryTests
{
    protected override string Engine => "postgres";
}
