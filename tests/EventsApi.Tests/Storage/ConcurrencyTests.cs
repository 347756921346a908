using System.Diagnostics;
using Dapper;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using Xunit;

namespace EventsApi.Tests.Storage;

public class ConcurrencyTests : IAsyncLifetime
{
    private const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    private Store _store = null!;

    protected virtual string Engine => "sqlite";

    public async ValueTask InitializeAsync()
    {
        _store = await Store.CreateAsync(Engine);
        await _store.WriteAsync([.. Enumerable.Range(0, 2000).Select(i => Store.Event($"A{i}"))]);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Cancelling_stops_the_query_that_runs_and_the_connection_serves_the_next_reader()
    {
        for (var round = 0; round < 20; round++)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(10 + round));
            var clock = Stopwatch.StartNew();
            await using (var session = await _store.Database.ReadAsync(stop.Token))
            {
                await AskEndlesslyAsync(session);
            }
            Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10); // PostgreSQL is asked by another connection, which may come too early once
            Assert.Equal(2000, (await _store.EventsAsync()).Count);
        }
    }

    [Fact]
    public async Task Cancelling_just_before_a_query_starts_stops_it_too()
    {
        using var stop = new CancellationTokenSource();
        await using var session = await _store.Database.ReadAsync(stop.Token);
        await stop.CancelAsync();
        await AskEndlesslyAsync(session);
    }

    [Fact]
    public async Task A_stream_of_events_stops_when_its_reader_goes_away()
    {
        using var stop = new CancellationTokenSource();
        await using var session = await _store.Database.ReadAsync(stop.Token);
        var read = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in session.EventsAsync(new EventQuery { Sort = EventQuery.TotalOrder([]) }))
            {
                if (++read == 10)
                {
                    await stop.CancelAsync();
                }
            }
        });
        Assert.Equal(10, read);
    }

    [Fact]
    public async Task A_token_cancelled_before_disturbs_nobody()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        for (var i = 0; i < 100; i++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.Database.ReadAsync(stop.Token));
        }
        Assert.Equal(2000, (await _store.EventsAsync()).Count);
    }

    [Fact]
    public async Task Cancelling_a_merge_leaves_the_store_as_it_was_and_free_to_write()
    {
        using var stop = new CancellationTokenSource();
        await using (var staging = await _store.Database.StageAsync(stop.Token))
        {
            staging.Add(Store.Event("NEW1"));
            await staging.MergeAsync(1, null, stop.Token);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => staging.MergeAsync(1, null, stop.Token));
        }
        Assert.Equal(2000, (await _store.EventsAsync()).Count);
        Assert.Equal(new MergeCounts(1, 0, 0), await _store.WriteAsync(Store.Event("NEW2")));
    }

    [Fact]
    public async Task A_writer_waits_for_the_writer_before_it_until_it_is_cancelled()
    {
        await using var first = await _store.Database.StageAsync(CancellationToken.None);
        first.Add(Store.Event("NEW1"));
        await first.MergeAsync(1, null, CancellationToken.None);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.Database.WriteAsync((_, _) => Task.FromResult<DataVersion?>(Store.Import), stop.Token));
        var second = Task.Run(() => _store.WriteAsync(Store.Event("NEW2")));
        await first.CommitAsync(new Attribution(null, null, null), Store.Import, CancellationToken.None);
        Assert.Equal(new MergeCounts(1, 0, 0), await second);
        Assert.Equal(2002, (await _store.EventsAsync()).Count);
    }

    [Fact]
    public async Task Readers_keep_their_data_version_while_a_writer_writes()
    {
        await using var before = await _store.Database.ReadAsync(CancellationToken.None);
        await _store.WriteAsync(Store.Event("NEW1"));
        Assert.Equal((1, 2000), (before.Version, await before.CountAsync(Predicate.Everything)));
        await using var after = await _store.Database.ReadAsync(CancellationToken.None);
        Assert.Equal((2, 2001), (after.Version, await after.CountAsync(Predicate.Everything)));
    }

    [Fact]
    public async Task Sixty_four_readers_and_a_writer_never_find_the_database_locked()
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var writer = Task.Run(async () =>
        {
            var written = 0;
            while (!enough.IsCancellationRequested)
            {
                await _store.WriteAsync(Store.Event($"W{++written}"));
            }
            return written;
        });
        // A thread each: the pool would let them in one by one.
        var readers = Enumerable.Range(0, 64).Select(_ => Task.Factory.StartNew(() => CountAsync().GetAwaiter().GetResult(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        await Task.WhenAll(readers);
        Assert.True(await writer > 1);

        async Task CountAsync()
        {
            do
            {
                // Every version has as many events as its number says.
                await using var session = await _store.Database.ReadAsync(CancellationToken.None);
                Assert.Equal(2000 + session.Version - 1, await session.CountAsync(Predicate.Everything));
            }
            while (!enough.IsCancellationRequested);
        }
    }

    [Fact]
    public async Task Cancelling_a_change_interrupts_its_statement()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.Database.WriteAsync(async (connection, transaction) =>
        {
            await connection.ExecuteScalarAsync<long>(new CommandDefinition(Endless, transaction: transaction, cancellationToken: stop.Token));
            return Store.Import;
        }, stop.Token));
        Assert.Equal(1, await _store.VersionAsync());
    }

    // SQLite's driver looks at no token while a statement runs: the session interrupts it.
    private static async Task AskEndlesslyAsync(ReadSession session)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => session.Connection.QueryAsync<long>(
            new CommandDefinition(Endless, transaction: session.Transaction, commandTimeout: 30, cancellationToken: session.Token)));
        Assert.True(exception is OperationCanceledException or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_INTERRUPT }, exception.ToString());
    }
}
