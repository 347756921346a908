using System.Diagnostics;
using System.Threading.Channels;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Columns;

/// <summary>
/// Answers aggregates and counts from a snapshot of the columns where there is one of the asked data version, and from SQL until
/// there is. A reader sees one version from beginning to end: its session's.
/// </summary>
public sealed class ColumnMemory(Database database)
{
    // Following takes a moment; if everybody asked SQL in it, none of them would be answered, nor the moment end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Nor would reading everything, which takes longer.
    private static readonly int MostAskingSql = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly Channel<bool> _wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Scan _scan = new();
    private volatile ColumnSnapshot? _current;

    // For whoever began to read before the last write; it shares most with the current one.
    private volatile ColumnSnapshot? _previous;
    private volatile bool _isReadingAll;
    private int _askingSql;
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
        for (Want(); await _wanted.Reader.ReadAsync(token);)
        {
            try
            {
                built(await BuildAsync(token));
            }
            catch (Exception exception) when (!token.IsCancellationRequested)
            {
                (_current, _previous) = (null, null);
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
        (_isReadingAll, _previous) = (true, null);
        Announce();
        while (sessions.Count < ColumnSnapshot.Readers)
        {
            sessions.Add(await database.ReadAsync(token));
        }
        return await ColumnSnapshot.BuildAsync([.. sessions.Where(session => session.Version == sessions[0].Version)]);
    }

    private ColumnSnapshot Publish(ColumnSnapshot next)
    {
        if (next != _current)
        {
            (_previous, _current) = (_isReadingAll ? null : _current, next);
        }
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
        using var turn = await TurnAsync(session, EnterSql);
        if (turn.Columns is not { } columns)
        {
            return await session.AggregateAsync(query);
        }
        var test = await TestAsync(columns, session, query.Where);
        if (Cubes.Create(columns, query) is null)
        {
            // It has no fewer buckets than some of its groups have: where those are too many already, SQL need not search for long.
            var coarser = Cubes.Coarser(columns, query);
            await _scan.RunAsync(columns, test, () => Cubes.Create(columns, coarser)!, session.Token);
            return await session.AggregateAsync(query);
        }
        var found = await _scan.RunAsync(columns, test, () => Cubes.Create(columns, query)!, session.Token);
        return new Aggregates(found.Grouped.Page(query), found.Total().Buckets()[0]);
    }

    /// <summary>How many events satisfy the predicate, or null when only SQL can tell.</summary>
    public async Task<long?> CountAsync(ReadSession session, Predicate where)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var turn = await TurnAsync(session, () => new Turn(null));
        return turn.Columns is { } columns && new Truth(columns).Compile(where) is { } test
            ? (await _scan.RunAsync(columns, test, () => new Counter(), session.Token)).Count
            : null;
    }

    // The snapshot of a session's data version; SQL where there is none to wait for. What a write changed is applied in less time
    // than SQL takes for one question.
    private async Task<Turn> TurnAsync(ReadSession session, Func<Turn?> askSql)
    {
        var start = Stopwatch.GetTimestamp();
        while (!session.IsPast)
        {
            var news = Volatile.Read(ref _news).Task;
            if (_current is { } columns && columns.Version >= session.Version)
            {
                return new Turn(columns.Version == session.Version ? columns : _previous is { } previous && previous.Version == session.Version ? previous : null);
            }
            Want();
            var isFollowing = _current is not null && !_isReadingAll;
            if ((isFollowing ? Stopwatch.GetElapsedTime(start) < Patience ? null : new Turn(null) : askSql()) is { } turn)
            {
                return turn;
            }
            await Task.WhenAny(news, Task.Delay(Patience, session.Token));
            session.Token.ThrowIfCancellationRequested();
        }
        return new Turn(null);
    }

    private Turn? EnterSql()
    {
        if (Interlocked.Increment(ref _askingSql) <= MostAskingSql)
        {
            return new Turn(null, LeaveSql);
        }
        Interlocked.Decrement(ref _askingSql);
        return null;
    }

    private void LeaveSql()
    {
        Interlocked.Decrement(ref _askingSql);
        Announce();
    }

    private void Want() => _wanted.Writer.TryWrite(true);

    // What the snapshot cannot tell, SQL answers as a whole: it has the indexes that make it cheap.
    private static async Task<Test?> TestAsync(ColumnSnapshot columns, ReadSession session, Predicate where) =>
        where == Predicate.Everything ? null : new Truth(columns).Compile(where) ?? columns.TestOf(await session.IdsAsync(where));

    private sealed class Counter : IScanned<Counter>
    {
        public long Count { get; private set; }

        public void Add(Segment segment, int first, ReadOnlySpan<int> rows) => Count += rows.Length;

        public void Add(Counter other) => Count += other.Count;
    }

    // Whose answer it is: the columns', or SQL's where there are none.
    private sealed record Turn(ColumnSnapshot? Columns, Action? Leave = null) : IDisposable
    {
        public void Dispose() => Leave?.Invoke();
    }
}
