using System.Diagnostics;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Columns;

/// <summary>
/// Answers aggregates and counts from a snapshot of the columns where there is one of the asked data version, and from SQL until
/// there is. A reader sees one version from beginning to end: its session's.
/// </summary>
public sealed class ColumnMemory(Database database) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _wanted = new(1, 1);
    private readonly Scan _scan = new();
    private volatile ColumnSnapshot? _current;
    private volatile bool _isReadingAll;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
                _current = null;
                Announce();
                failed(exception);
            }
        }
    }

    /// <summary>Brings the snapshot to the newest data version: by what changed where that is little, else by reading everything.</summary>
    public async Task<ColumnSnapshot> BuildAsync(CancellationToken token)
    {
        var sessions = new List<ReadSession> { await database.ReadAsync(token) };
        try
        {
            return _current is { } known && (known.Version == sessions[0].Version ? known : await known.FollowAsync(sessions[0])) is { } next
                ? Publish(next)
                : Publish(await ReadAllAsync(sessions, token));
        }
        finally
        {
            _isReadingAll = false;
            foreach (var session in sessions)
            {
                await session.DisposeAsync();
            }
        }
    }

    private async Task<ColumnSnapshot> ReadAllAsync(List<ReadSession> sessions, CancellationToken token)
    {
        _isReadingAll = true;
        Announce();
        while (sessions.Count < ColumnSnapshot.Readers)
        {
            sessions.Add(await database.ReadAsync(token));
        }
        return await ColumnSnapshot.BuildAsync([.. sessions.Where(session => session.Version == sessions[0].Version)]);
    }

    private ColumnSnapshot Publish(ColumnSnapshot next)
    {
        _current = next;
        Announce();
        return next;
    }

    private void Announce() => Interlocked.Exchange(ref _news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>The part of a query's buckets that it asks for, and the totals.</summary>
    /// <exception cref="TooManyBucketsException">There are more buckets than anybody may ask for.</exception>
    public async Task<Aggregates> AggregateAsync(ReadSession session, AggregateQuery query)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(query);
        if (await OfAsync(session) is not { } columns || Cubes.Create(columns, query) is null)
        {
            return await session.AggregateAsync(query);
        }
        var test = await TestAsync(columns, session, query.Where);
        var found = await _scan.RunAsync(columns, test, () => Cubes.Create(columns, query)!, session.Token);
        return new Aggregates(found.Grouped.Page(query), found.Total().Buckets()[0]);
    }

    /// <summary>How many events satisfy the predicate, or null when only SQL can tell.</summary>
    public async Task<long?> CountAsync(ReadSession session, Predicate where)
    {
        ArgumentNullException.ThrowIfNull(session);
        return await OfAsync(session) is { } columns && new Truth(columns).Compile(where) is { } test
            ? (await _scan.RunAsync(columns, test, () => new Counter(), session.Token)).Count
            : null;
    }

    public void Dispose() => _wanted.Dispose();

    // The snapshot of a session's data version, or null where there is none. What a write changed is applied in less time than
    // SQL takes for one question, so that it is waited for.
    private async Task<ColumnSnapshot?> OfAsync(ReadSession session)
    {
        var start = Stopwatch.GetTimestamp();
        while (!session.IsPast)
        {
            var news = Volatile.Read(ref _news).Task;
            if (_current is { } columns && columns.Version >= session.Version)
            {
                return columns.Version == session.Version ? columns : null;
            }
            Want();
            var patience = Patience - Stopwatch.GetElapsedTime(start);
            if (_current is null || _isReadingAll || patience <= TimeSpan.Zero)
            {
                return null;
            }
            await Task.WhenAny(news, Task.Delay(patience, session.Token));
            session.Token.ThrowIfCancellationRequested();
        }
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
    private static async Task<Test?> TestAsync(ColumnSnapshot columns, ReadSession session, Predicate where) =>
        where == Predicate.Everything ? null : new Truth(columns).Compile(where) ?? columns.TestOf(await session.IdsAsync(where));

    private sealed class Counter : IScanned<Counter>
    {
        public long Count { get; private set; }

        public void Add(Segment segment, int first, ReadOnlySpan<int> rows) => Count += rows.Length;

        public void Add(Counter other) => Count += other.Count;
    }

    // A query's buckets and its totals, which are those of the buckets together unless a row is in several.
    private sealed class Cubes(Cube grouped, Cube total) : IScanned<Cubes>
    {
        public Cube Grouped => grouped;

        public Cube Total()
        {
            if (grouped.IsPartition)
            {
                total.Add(grouped);
            }
            return total;
        }

        public static Cubes? Create(ColumnSnapshot columns, AggregateQuery query) => Cube.Create(columns, query.GroupBy, query.Computed) is { } cube
            ? new Cubes(cube, Cube.Create(columns, [], query.Computed)!)
            : null;

        public void Add(Segment segment, int first, ReadOnlySpan<int> rows)
        {
            grouped.Add(segment, first, rows);
            if (!grouped.IsPartition)
            {
                total.Add(segment, first, rows);
            }
        }

        public void Add(Cubes other)
        {
            grouped.Add(other.Grouped);
            if (!grouped.IsPartition)
            {
                total.Add(other.Total());
            }
        }
    }
}
