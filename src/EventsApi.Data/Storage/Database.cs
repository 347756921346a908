using System.Data.Common;
using EventsApi.Data.Columns;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>
/// Where the events are. Besides <see cref="Sql.Dialect"/> the only place of theirs that knows which engine this is: connections,
/// migrations and the way rows come in.
/// </summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>
    /// The database that a setting names: a connection string of PostgreSQL (<c>Host=…;Database=…</c>), else the path of
    /// a SpatiaLite file.
    /// </summary>
    /// <exception cref="DatabaseUnavailableException">What is missing, in a sentence an operator can act on.</exception>
    public static Database Open(string setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (setting.Contains("://", StringComparison.Ordinal))
        {
            // Not echoed: it may hold a password.
            throw new DatabaseUnavailableException("An address with :// is no database here: write \"Host=…;Username=…;Database=…\" for PostgreSQL, or the path of a SpatiaLite file.");
        }
        return IsPostgres(setting) ? new PostgresDatabase(setting) : new SqliteDatabase(setting);
    }

    /// <summary>Whether a setting is a connection string of PostgreSQL.</summary>
    public static bool IsPostgres(string setting) => setting.Split(';').Any(part =>
        part.TrimStart().StartsWith("Host=", StringComparison.OrdinalIgnoreCase) || part.TrimStart().StartsWith("Server=", StringComparison.OrdinalIgnoreCase));

    public abstract Dialect Dialect { get; }

    /// <summary>The setting without secrets, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Applies what is missing of the migrations, in order, each in a transaction; safe when two processes start at once.</summary>
    /// <returns>The names of those applied now.</returns>
    public abstract Task<IReadOnlyList<string>> MigrateAsync(CancellationToken token);

    /// <summary>Begins to read: everything until its disposal sees one data version. Cancelling stops the query that runs.</summary>
    public abstract Task<ReadSession> ReadAsync(CancellationToken token);

    /// <summary>Runs a change in one transaction and records it as the next data version, unless it answers null: then nothing changed.</summary>
    /// <returns>What was recorded.</returns>
    public abstract Task<DataVersion?> WriteAsync(Func<DbConnection, DbTransaction, Task<DataVersion?>> change, CancellationToken token);

    /// <summary>Begins to collect events for one import.</summary>
    public abstract Task<Staging> StageAsync(CancellationToken token);

    public abstract ValueTask DisposeAsync();
}

/// <summary>A connection with one snapshot of the data.</summary>
public abstract class ReadSession : IAsyncDisposable
{
    private long? _past;
    private bool _ended;

    public abstract Dialect Dialect { get; }

    public abstract DbConnection Connection { get; }

    public abstract DbTransaction Transaction { get; }

    /// <summary>The newest data version that the snapshot has.</summary>
    public abstract long Newest { get; }

    /// <summary>The data version that events are read of: the newest, unless <see cref="GoBack"/> named another.</summary>
    public long Version => _past ?? Newest;

    /// <summary>Whether events are read as they were and not as they are.</summary>
    public bool IsPast => _past is not null;

    /// <summary>Stops the query when the reader goes away or its time is up.</summary>
    public abstract CancellationToken Token { get; }

    /// <summary>Ends reading; what has been read may still be written, however long that takes. Only the first time counts.</summary>
    public ValueTask DisposeAsync()
    {
        var again = _ended;
        _ended = true;
        GC.SuppressFinalize(this);
        return again ? ValueTask.CompletedTask : EndAsync();
    }

    protected abstract ValueTask EndAsync();

    /// <summary>From here on events are those of a version, whatever is asked of them; boundaries and data sets stay the newest.</summary>
    public void GoBack(long version)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, Newest);
        _past = version < Newest ? version : null;
    }

    /// <summary>A statement over events, as it must be written to be asked of this session's version.</summary>
    internal Statement Dated(Statement statement) => _past is { } version ? Dialect.AsOf(statement, version) : statement;

    /// <summary>Runs a statement that selects these columns, row by row as the engine finds them.</summary>
    internal abstract IAsyncEnumerable<Event> RowsAsync(Statement statement, IReadOnlyList<Column> columns);

    /// <summary>Runs <see cref="ColumnSql"/> and adds its rows.</summary>
    /// <param name="types">Of the columns, the boundaries' included.</param>
    internal abstract Task AddRowsAsync(Statement statement, IReadOnlyList<ColumnType> types, SegmentBuilder rows);

    /// <summary>
    /// An engine's exception as ours: <see cref="OperationCanceledException"/> for an interrupted query,
    /// <see cref="DatabaseUnavailableException"/> for a lost database or a statement that it stopped; null when it is neither.
    /// </summary>
    internal abstract Exception? Translate(Exception exception);
}

/// <summary>The database cannot be used; the message says what to do.</summary>
public class DatabaseUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The database can be read and not written.</summary>
/// <param name="isFull">Its disk is full; else it may only be read.</param>
public sealed class NotWritableException(string message, bool isFull, Exception? inner = null) : DatabaseUnavailableException(message, inner)
{
    public bool IsFull { get; } = isFull;
}

/// <summary>The database stopped a statement of its own accord: it took longer than whoever runs the database allows.</summary>
public sealed class StatementStoppedException(string message, Exception? inner = null) : DatabaseUnavailableException(message, inner);
