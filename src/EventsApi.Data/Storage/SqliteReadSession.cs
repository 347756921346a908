using System.Data.Common;
using Dapper;
using EventsApi.Data.Columns;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using Microsoft.Data.Sqlite;

namespace EventsApi.Data.Storage;

/// <summary>A lent connection inside a deferred transaction; cancelling stops the statement that runs on it.</summary>
internal sealed class SqliteReadSession : ReadSession
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly Action<SqliteConnection, bool> _giveBack;
    private readonly SqliteCancellation _cancellation;

    public SqliteReadSession(SqliteConnection connection, Dialect dialect, Action<SqliteConnection, bool> giveBack, CancellationToken token)
    {
        _connection = connection;
        _giveBack = giveBack;
        Dialect = dialect;
        Token = token;
        // The first read inside the transaction fixes the snapshot.
        _transaction = connection.BeginTransaction(deferred: true);
        Newest = connection.ExecuteScalar<long>(VersionSql.Current, transaction: _transaction);
        _cancellation = new SqliteCancellation(connection, token);
    }

    public override Dialect Dialect { get; }

    public override DbConnection Connection => _connection;

    public override DbTransaction Transaction => _transaction;

    public override long Newest { get; }

    public override CancellationToken Token { get; }

    protected override async ValueTask EndAsync()
    {
        _cancellation.Dispose();
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

    internal override Task AddRowsAsync(Statement statement, IReadOnlyList<ColumnType> types, SegmentBuilder rows)
    {
        SqliteRows.AddTo(rows, _connection, statement, types);
        return Task.CompletedTask;
    }

    internal override Exception? Translate(Exception exception) =>
        exception is SqliteException sqlite ? SqliteErrors.Translate(sqlite, _connection.DataSource, Token) : null;
}
