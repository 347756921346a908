using System.Data.Common;
using Dapper;
using EventsApi.Data.Sql;
using Microsoft.Data.Sqlite;

namespace EventsApi.Data.Storage;

/// <summary>A lent connection inside a deferred transaction; cancelling stops the statement that runs on it.</summary>
internal sealed class SqliteReadSession : ReadSession
{
    // Steps of SQLite's machine, some microseconds to some milliseconds, between two looks at the token.
    private const int StepsPerLook = 1000;

    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly Action<SqliteConnection, bool> _giveBack;

    public SqliteReadSession(SqliteConnection connection, Dialect dialect, Action<SqliteConnection, bool> giveBack, CancellationToken token)
    {
        _connection = connection;
        _giveBack = giveBack;
        Dialect = dialect;
        Token = token;
        // The first read inside the transaction fixes the snapshot.
        _transaction = connection.BeginTransaction(deferred: true);
        Version = connection.ExecuteScalar<long>(DatasetSql.Version, transaction: _transaction);
        // SqliteCommand.Cancel does nothing, and its async calls run synchronously. sqlite3_interrupt does nothing while
        // no statement runs, so what is cancelled while its values are being bound would run to its end.
        SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, StepsPerLook, _ => token.IsCancellationRequested ? 1 : 0, null);
    }

    public override Dialect Dialect { get; }

    public override DbConnection Connection => _connection;

    public override DbTransaction Transaction => _transaction;

    public override long Version { get; }

    public override CancellationToken Token { get; }

    public override async ValueTask DisposeAsync()
    {
        SQLitePCL.raw.sqlite3_progress_handler(_connection.Handle, 0, null, null);
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

    internal override Exception? Translate(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_INTERRUPT } => new OperationCanceledException(exception.Message, exception, Token),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_CANTOPEN
            or SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB } => new DatabaseUnavailableException(exception.Message, exception),
        _ => null,
    };
}
