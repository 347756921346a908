using EventsApi.Data.Storage;
using Xunit;

namespace EventsApi.Tests.Storage;

/// <summary>An import is taken back as a whole, or not at all.</summary>
public class RevertTests : IAsyncLifetime
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
    public async Task What_an_import_changed_removed_and_created_is_as_before()
    {
        await _store.WriteAsync(10, [Store.Event("A1"), Store.Event("A2"), Store.Event("A3")]);
        var before = await TextAsync();
        await using (var staging = await _store.Database.StageAsync(CancellationToken.None))
        {
            staging.Add(Store.Event("A1", 5, 5));
            staging.Add(Store.Event("B1", 6, 6));
            staging.Remove("A2");
            await staging.MergeAsync(20, null, CancellationToken.None);
            await staging.CommitAsync(new Attribution(null, null, null), Store.Import, CancellationToken.None);
        }
        var after = await TextAsync();
        var reverted = await RevertAsync(2);
        Assert.Equal(("revert", 3L, 1, 1, 1, "admin", "Reverts import 2"), (reverted!.Operation, reverted.ImportNumber!.Value, reverted.Inserted, reverted.Updated, reverted.Deleted, reverted.KeyName, reverted.Reason));
        Assert.Equal(before, await TextAsync());
        Assert.Equal((1, 0, 0, 2), ((await RevertAsync(3))!.Updated, 0, 0, (await _store.EventsAsync()).Count - 1)); // it is an import as any other
        Assert.Equal(after, await TextAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_imports_are_taken_back_one_after_the_other_the_last_first(int seed)
    {
        var random = new Random(seed);
        var done = new Stack<(long Import, List<string> Before)>();
        for (var write = 0; write < 15; write++)
        {
            var before = await TextAsync();
            if (await WriteAsync(random) is { } version)
            {
                done.Push((version.ImportNumber!.Value, before));
            }
        }
        Assert.InRange(done.Count, 10, 15);
        foreach (var (import, before) in done)
        {
            await RevertAsync(import);
            Assert.Equal(before, await TextAsync());
        }
    }

    // Some of six events in one of four states each, some of them removed.
    private async Task<DataVersion?> WriteAsync(Random random)
    {
        await using var staging = await _store.Database.StageAsync(CancellationToken.None);
        foreach (var id in Enumerable.Range(1, 6).Where(_ => random.Next(2) == 0).Select(number => $"A{number}"))
        {
            if (random.Next(3) == 0)
            {
                staging.Remove(id);
            }
            else
            {
                staging.Add(Store.Event(id, random.Next(4)));
            }
        }
        await staging.MergeAsync(20, null, CancellationToken.None);
        return await staging.CommitAsync(new Attribution(null, null, null), Store.Import, CancellationToken.None);
    }

    [Fact]
    public async Task What_is_as_another_import_left_it_is_not_taken_back_with_this_one()
    {
        await _store.WriteAsync(Store.Event("A1"), Store.Event("A2"));
        await _store.WriteAsync(Store.Event("A1", 5, 5), Store.Event("A3"));
        await RevertAsync(2);
        var version = await _store.VersionAsync();
        Assert.Equal("2 of the events that import 2 changed have changed since: A1, A3.", (await Assert.ThrowsAsync<ChangedSinceException>(() => RevertAsync(2))).Message);
        Assert.Equal(version, await _store.VersionAsync());
    }

    [Fact]
    public async Task It_is_refused_with_the_events_that_changed_since()
    {
        await _store.WriteAsync(Store.Event("A1"), Store.Event("A2"), Store.Event("A3"));
        await _store.WriteAsync(Store.Event("A2", 5, 5));
        await _store.Database.RemoveDatasetAsync("test", WriteOrigin.Unknown, CancellationToken.None);
        await _store.WriteAsync(Store.Event("A9"));
        var version = await _store.VersionAsync();
        var refused = await Assert.ThrowsAsync<ChangedSinceException>(() => RevertAsync(1));
        Assert.Equal("3 of the events that import 1 changed have changed since: A1, A2, A3.", refused.Message);
        await Assert.ThrowsAsync<UnknownImportException>(() => RevertAsync(4));
        Assert.Equal(version, await _store.VersionAsync());
    }

    [Fact]
    public async Task An_import_that_changed_no_event_has_nothing_to_take_back()
    {
        await _store.WriteAsync(Store.Event("A1"));
        await _store.WriteAsync(1, [Store.Event("A1")], new Attribution("CC0", null, null));
        Assert.Null(await RevertAsync(2));
        Assert.Equal(2, await _store.VersionAsync());
    }

    private Task<DataVersion?> RevertAsync(long import) => _store.Database.RevertAsync(import, new WriteOrigin("admin"), 30, CancellationToken.None);

    private async Task<List<string>> TextAsync() => [.. (await _store.EventsAsync()).Select(row => RandomHistory.Text(row, 0))];
}

public sealed class RevertTestsOnPostgres : RevertTests
{
    protected override string Engine => "postgres";
}
