using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Columns;

/// <summary>
/// Answers aggregates and counts from a snapshot of the columns where there is one of the asked data version, and from SQL until
/// there is. A reader sees one version from beginning to end: its session's.
/// </summary>
public sealed class ColumnMemory(Database database) : IDisposable
{
    private readonly SemaphoreSlim _wanted = new(1, 1);
    private volatile ColumnSnapshot? _current;

    /// <summary>What is there; an older data version's until a newer one is built.</summary>
    public ColumnSnapshot? Current => _current;

    /// <summary>Builds a snapshot whenever one is wanted, until it is cancelled. The first is.</summary>
    /// <param name="built">Hears of each.</param>
    /// <param name="failed">Hears of a build that failed, for whatever reason: SQL goes on to answer, and the next request asks for another.</param>
    public async Task KeepAsync(Action<ColumnSnapshot> built, Action<Exception> failed, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(built);
        ArgumentNullException.ThrowIfNull(failed);
        while (true)
        {
            await _wanted.WaitAsync(token);
            try
            {
                built(await BuildAsync(token));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failed(exception);
            }
        }
    }

    /// <summary>Builds a snapshot of the newest data version, unless it is there.</summary>
    public async Task<ColumnSnapshot> BuildAsync(CancellationToken token)
    {
        await using var session = await database.ReadAsync(token);
        return _current is { } known && known.Version == session.Version ? known : _current = await ColumnSnapshot.BuildAsync(session);
    }

    /// <summary>The part of a query's buckets that it asks for, and the totals.</summary>
    /// <exception cref="TooManyBucketsException">There are more buckets than anybody may ask for.</exception>
    public async Task<Aggregates> AggregateAsync(ReadSession session, AggregateQuery query)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(query);
        if (Of(session) is not { } columns || Cube.Create(columns, query.GroupBy, query.Computed) is not { } cube)
        {
            return await session.AggregateAsync(query);
        }
        var totals = query.GroupBy.Count == 0 ? cube : Cube.Create(columns, [], query.Computed)!;
        Select(columns, await TestAsync(columns, session, query.Where), (first, rows) =>
        {
            cube.Add(first, rows);
            if (totals != cube)
            {
                totals.Add(first, rows);
            }
        }, session.Token);
        return new Aggregates(BucketPage.Of(query, cube.Buckets()), totals.Buckets()[0]);
    }

    /// <summary>How many events satisfy the predicate, or null when only SQL can tell.</summary>
    public long? Count(ReadSession session, Predicate where)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (Of(session) is not { } columns || new Truth(columns).Compile(where) is not { } test)
        {
            return null;
        }
        var count = 0L;
        Select(columns, test, (_, rows) => count += rows.Length, session.Token);
        return count;
    }

    public void Dispose() => _wanted.Dispose();

    // The snapshot of a session's data version; where there is none, one is wanted.
    private ColumnSnapshot? Of(ReadSession session)
    {
        if (session.IsPast)
        {
            return null;
        }
        if (_current is { } columns && columns.Version == session.Version)
        {
            return columns;
        }
        Want();
        return null;
    }

    private void Want()
    {
        try
        {
            _wanted.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is wanted already.
        }
    }

    // What the snapshot cannot tell, SQL answers as a whole: it has the indexes that make it cheap.
    private static async Task<Test> TestAsync(ColumnSnapshot columns, ReadSession session, Predicate where)
    {
        if (new Truth(columns).Compile(where) is { } test)
        {
            return test;
        }
        var belonging = new byte[columns.Count];
        foreach (var id in await session.IdsAsync(where))
        {
            belonging[columns.RowOf(id)] = Truth.True;
        }
        return (first, truths) => belonging.AsSpan(first, truths.Length).CopyTo(truths);
    }

    // The rows of each block for which the test is true, counted from the block's first.
    private static void Select(ColumnSnapshot columns, Test test, Action<int, ReadOnlySpan<int>> take, CancellationToken token)
    {
        Span<byte> truths = stackalloc byte[Truth.Block];
        var rows = new int[Truth.Block];
        for (var first = 0; first < columns.Count; first += Truth.Block)
        {
            token.ThrowIfCancellationRequested();
            var block = truths[..Math.Min(Truth.Block, columns.Count - first)];
            test(first, block);
            var count = 0;
            for (var i = 0; i < block.Length; i++)
            {
                rows[count] = i;
                count += block[i] >> 1; // 1 for true alone
            }
            take(first, rows.AsSpan(0, count));
        }
    }
}
