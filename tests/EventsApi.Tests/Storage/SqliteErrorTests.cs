using Dapper;
using EventsApi.Data.Storage;
using Xunit;

namespace EventsApi.Tests.Storage;

/// <summary>What SQLite refuses while it writes.</summary>
public sealed class SqliteErrorTests : IAsyncLifetime
{
    private Store _store = null!;

    public async ValueTask InitializeAsync() => _store = await Store.CreateAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_full_disk_and_a_file_that_may_not_be_written_are_sentences()
    {
        var full = await Assert.ThrowsAsync<NotWritableException>(() => _store.Database.WriteAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync("PRAGMA max_page_count = 1", transaction: transaction); // SQLite takes what there is already
            await connection.ExecuteAsync("CREATE TABLE large AS SELECT zeroblob(1000000)", transaction: transaction);
            return Store.Import;
        }, CancellationToken.None));
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        var readOnly = await Assert.ThrowsAsync<NotWritableException>(() => _store.Database.WriteAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync("PRAGMA query_only = ON", transaction: transaction);
            return Store.Import;
        }, CancellationToken.None));
        Assert.Contains("not writable", readOnly.Message, StringComparison.Ordinal);
        Assert.Empty(await _store.EventsAsync());
    }
}
