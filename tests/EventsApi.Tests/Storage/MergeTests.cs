using Dapper;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using Xunit;

namespace EventsApi.Tests.Storage;

public class MergeTests : IAsyncLifetime
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
    public async Task What_is_not_committed_holds_no_reader_up()
    {
        await using var staging = await _store.Database.StageAsync(CancellationToken.None);
        foreach (var number in Enumerable.Range(1, 300))
        {
            staging.Add(Store.Event($"A{number}"));
        }
        await staging.MergeAsync(1, null, CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var session = await _store.Database.ReadAsync(patience.Token);
        Assert.Equal(0, await session.CountAsync(Predicate.Everything));
    }

    [Fact]
    public async Task What_is_written_is_read_back_in_every_column()
    {
        var row = Full("A1");
        await _store.WriteAsync(Store.Later, [row]);
        var stored = Assert.Single(await _store.EventsAsync());
        foreach (var column in EventColumns.All)
        {
            Assert.Equal((column.Name, column == EventColumns.Timestamp ? Store.Later : column.Get(row)), (column.Name, column.Get(stored)));
        }
        var folded = $"SELECT {string.Join(" || '|' || ", EventColumns.Folded.Select(column => column.FoldedName))} FROM events";
        Assert.Equal([string.Join('|', EventColumns.Folded.Select(column => Folding.Fold(column.GetText(row)!)))], await _store.SqlAsync<string>(folded));
    }

    [Fact]
    public async Task A_change_in_any_column_is_an_update_and_no_change_keeps_the_timestamp()
    {
        await _store.WriteAsync(1, [Full("A1")]);
        var timestamp = Store.Later;
        foreach (var column in EventColumns.All.Where(column => column != EventColumns.EventIdCnty && column != EventColumns.Timestamp))
        {
            var changed = Full("A1");
            column.Set(changed, Other(column, changed));
            timestamp++;
            Assert.Equal((column.Name, new MergeCounts(0, 1, 0)), (column.Name, await _store.WriteAsync(timestamp, [changed])));
            Assert.Equal(new MergeCounts(0, 0, 1), await _store.WriteAsync(timestamp + 1000, [changed]));
            var stored = Assert.Single(await _store.EventsAsync());
            Assert.Equal((column.Name, column.Get(changed), timestamp), (column.Name, column.Get(stored), stored.Timestamp));
            timestamp++;
            Assert.Equal(new MergeCounts(0, 1, 0), await _store.WriteAsync(timestamp, [Full("A1")]));
        }
    }

    [Fact]
    public async Task The_data_version_grows_with_every_committed_write_and_only_then()
    {
        Assert.Equal(0, await _store.VersionAsync());
        await _store.WriteAsync(Store.Event("A1"));
        Assert.Equal(1, await _store.VersionAsync());
        await _store.WriteAsync(Store.Event("A1"));
        Assert.Equal(1, await _store.VersionAsync());
        await _store.WriteAsync(1, [Store.Event("A1")], new Attribution("CC0", null, null));
        Assert.Equal(2, await _store.VersionAsync());
        await _store.WriteAsync(1, [Store.Event("A1")], new Attribution("CC0", null, null));
        await DropAsync(Store.Event("A2"));
        Assert.Null(await _store.Database.RemoveDatasetAsync("nothing", WriteOrigin.Unknown, CancellationToken.None));
        await FailAsync();
        Assert.Equal(2, await _store.VersionAsync());
        Assert.Equal(1, await _store.Database.RemoveDatasetAsync("test", WriteOrigin.Unknown, CancellationToken.None));
        Assert.Equal(3, await _store.VersionAsync());
    }

    [Fact]
    public async Task An_upsert_moves_the_event_to_the_import_s_data_set()
    {
        await _store.WriteAsync(Store.Event("A1", dataset: "one"), Store.Event("A2", dataset: "one"));
        await _store.WriteAsync(Store.Event("A1", dataset: "two"));
        var datasets = await _store.ReadAsync(session => session.DatasetsAsync());
        Assert.Equal([("one", 1L), ("two", 1L)], datasets.Select(dataset => (dataset.Name, dataset.Events)));
    }

    [Fact]
    public async Task The_spatial_index_follows_every_kind_of_write()
    {
        await _store.WriteAsync([.. Enumerable.Range(0, 200).Select(i => Store.Event($"A{i}", i - 100, i % 90))]); // most are new: indexes are built at the end
        await ConsistentAsync(_store, 200);
        await _store.WriteAsync(Store.Event("B1", 10, 10), Store.Event("B2", null, null)); // few are new: indexes are kept row by row
        await ConsistentAsync(_store, 201);
        await _store.WriteAsync(Store.Event("A1", 50.25, -60.5)); // moved
        await ConsistentAsync(_store, 201);
        Assert.Equal("A1", Assert.Single(await _store.EventsAsync(new Predicate.InBox(new BoundingBox(50, -61, 51, -60)))).EventIdCnty);
        await _store.WriteAsync(Store.Event("A2", null, null), Store.Event("B2", 1, 1), Store.Event("A3", null, null)); // coordinates come and go
        await ConsistentAsync(_store, 200);
        await _store.WriteAsync([.. Enumerable.Range(0, 500).Select(i => Store.Event($"C{i}", i % 180, 5, "more")), Store.Event("A4", -5, -5)]); // built anew, with a move
        await ConsistentAsync(_store, 700);
        await _store.Database.RemoveDatasetAsync("more", WriteOrigin.Unknown, CancellationToken.None);
        await ConsistentAsync(_store, 200);
    }

    [Fact]
    public async Task Associated_actors_are_found_whichever_way_they_came_in()
    {
        await _store.WriteAsync([With("A1", "Red; Blue"), With("A2", "Blue"), With("A3", null)]);
        Assert.Equal(["A1", "A2"], await InvolvingAsync("blue"));
        await _store.WriteAsync(With("A1", "Red; Green"), With("A3", "Blue; \"Quoted\"; Blue"));
        Assert.Equal(["A2", "A3"], await InvolvingAsync("blue"));
        Assert.Equal(["A3"], await InvolvingAsync("\"quoted\""));
        Assert.Equal([4], await _store.SqlAsync<long>("SELECT count(*) FROM event_associates WHERE actor_folded IN ('red', 'green', 'blue') AND event < 1099511627776"));
        await _store.Database.RemoveDatasetAsync("test", WriteOrigin.Unknown, CancellationToken.None);
        Assert.Equal([0], await _store.SqlAsync<long>("SELECT count(*) FROM event_associates WHERE event < 1099511627776"));

        static Event With(string id, string? associates)
        {
            var row = Store.Event(id);
            row.AssocActor1 = associates;
            return row;
        }
    }

    // Few events in the store: the program looks them up in event_associates.
    private async Task<List<string>> InvolvingAsync(string actor) =>
        [.. (await _store.EventsAsync(new Predicate.Involves([actor]))).Select(row => row.EventIdCnty).Order(StringComparer.Ordinal)];

    /// <summary>As many events as said have a point, it is theirs, and the index finds it.</summary>
    private protected virtual async Task ConsistentAsync(Store store, long located)
    {
        Assert.True(await store.HasWholeSpatialIndexAsync());
        Assert.Equal([located], await store.SqlAsync<long>("SELECT count(*) FROM idx_events_geometry"));
        Assert.Equal([located], await store.SqlAsync<long>("""
            SELECT count(*) FROM events JOIN idx_events_geometry ON pkid = id
            WHERE longitude BETWEEN xmin AND xmax AND latitude BETWEEN ymin AND ymax AND X(geometry) = longitude AND Y(geometry) = latitude
            """));
        Assert.Equal(["ok"], await store.SqlAsync<string>("PRAGMA integrity_check"));
    }

    private async Task DropAsync(Event row)
    {
        await using var staging = await _store.Database.StageAsync(CancellationToken.None);
        staging.Add(row);
        await staging.MergeAsync(1, null, CancellationToken.None);
    }

    private Task FailAsync() => Assert.ThrowsAsync<InvalidOperationException>(() => _store.Database.WriteAsync(async (connection, transaction) =>
    {
        await connection.ExecuteAsync("DELETE FROM events", transaction: transaction);
        throw new InvalidOperationException("The change fails.");
    }, CancellationToken.None));

    private static Event Full(string id)
    {
        var row = new Event();
        foreach (var column in EventColumns.All)
        {
            column.Set(row, column.Type switch
            {
                ColumnType.Integer => 2L,
                ColumnType.Real => 12.345678901234567,
                ColumnType.Date => new DateOnly(2021, 12, 31),
                ColumnType.Json => """{"a":"é"}""",
                _ => column.IsList ? $"Première {column}; ثانية \"{column}\"" : $"Ménaka {column}, نص",
            });
        }
        row.EventIdCnty = id;
        return row;
    }

    // Null where that may be; and for the two coordinates, which are null together, another number.
    private static object? Other(Column column, Event row) => column.Type switch
    {
        ColumnType.Real => column.GetReal(row) + 1e-9,
        ColumnType.Date => column.GetDate(row)!.Value.AddDays(1),
        _ when column.Nullable => null,
        ColumnType.Integer => column.GetInteger(row) + 1,
        _ => column.GetText(row)!.ToUpperInvariant(),
    };
}
