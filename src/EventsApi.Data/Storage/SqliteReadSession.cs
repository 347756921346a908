using System.Data.Common;
using Dapper;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using Microsoft.Data.Sqlite;

namespace EventsApi.Data.Storage;

/// <summary>A lent connection inside a deferred transaction; cancelling interrupts the statement that runs on it.</summary>
internal sealed class SqliteReadSession : ReadSession
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly Action<SqliteConnection, bool> _giveBack;
    private readonly CancellationTokenRegistration _interrupt;

    public SqliteReadSession(SqliteConnection connection, Dialect dialect, Action<SqliteConnection, bool> giveBack, CancellationToken token)
    {
        _connection = connection;
        _giveBack = giveBack;
        Dialect = dialect;
        Token = token;
        // The first read inside the transaction fixes the snapshot.
        _transaction = connection.BeginTransaction(deferred: true);
        Version = connection.ExecuteScalar<long>(DatasetSql.Version, transaction: _transaction);
        // SqliteCommand.Cancel does nothing, and its async calls run synchronously.
        _interrupt = token.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle));
    }

    public override Dialect Dialect { get; }

    public override DbConnection Connection => _connection;

    public override DbTransaction Transaction => _transaction;

    public override long Version { get; }

    public override CancellationToken Token { get; }

    public override async ValueTask DisposeAsync()
    {
        // Waits for a callback that runs, so that an interrupt never reaches the next reader.
        await _interrupt.DisposeAsync();
        var healthy = true;
        try
        {
            await _transaction.DisposeAsync();
        }
        catch (SqliteException)
        {
            healthy = false;
        }
        _giveBack(_connection, healthy);
    }

    internal override IAsyncEnumerable<Event> RowsAsync(Statement statement, IReadOnlyList<Column> columns) =>
        SqliteRows.Read(_connection, statement, columns).ToAsyncEnumerable();

    internal override Exception? Translate(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_INTERRUPT } => new OperationCanceledException(exception.Message, exception, Token),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_CANTOPEN
            or SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB } => new DatabaseUnavailableException(exception.Message, exception),
        _ => null,
    };
}
