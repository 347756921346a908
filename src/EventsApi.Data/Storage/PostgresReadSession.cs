using System.Data;
using System.Data.Common;
using Dapper;
using EventsApi.Data.Columns;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using Npgsql;

namespace EventsApi.Data.Storage;

/// <summary>A pooled connection in a read-only transaction that sees one snapshot.</summary>
internal sealed class PostgresReadSession : ReadSession
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly PostgresDatabase _database;

    private PostgresReadSession(NpgsqlConnection connection, NpgsqlTransaction transaction, PostgresDatabase database, long version, CancellationToken token)
    {
        (_connection, _transaction, _database, Newest, Token) = (connection, transaction, database, version, token);
    }

    public override Dialect Dialect => _database.Dialect;

    public override DbConnection Connection => _connection;

    public override DbTransaction Transaction => _transaction;

    public override long Newest { get; }

    public override CancellationToken Token { get; }

    public static async Task<PostgresReadSession> BeginAsync(NpgsqlConnection connection, PostgresDatabase database, CancellationToken token)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
        // The first query fixes the snapshot.
        var version = await connection.ExecuteScalarAsync<long>(new CommandDefinition(PostgresSql.ReadOnly + "; " + VersionSql.Current, transaction: transaction, cancellationToken: token));
        return new PostgresReadSession(connection, transaction, database, version, token);
    }

    protected override async ValueTask EndAsync()
    {
        // A broken connection cannot roll back and needs not.
        try
        {
            await _transaction.DisposeAsync();
        }
        catch (Exception exception) when (PostgresErrors.Translate(exception, _database.Name, Token) is not null)
        {
        }
        await _connection.DisposeAsync();
    }

    internal override IAsyncEnumerable<Event> RowsAsync(Statement statement, IReadOnlyList<Column> columns) =>
        PostgresRows.ReadAsync(_connection, statement, columns, Token);

    internal override Task AddRowsAsync(Statement statement, IReadOnlyList<ColumnType> types, SegmentBuilder rows) =>
        PostgresRows.AddToAsync(rows, _connection, statement, types, Token);

    internal override Exception? Translate(Exception exception) => PostgresErrors.Translate(exception, _database.Name, Token);
}
