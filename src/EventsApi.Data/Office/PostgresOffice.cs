using System.Data.Common;
using Dapper;
using EventsApi.Data.Sql;
using EventsApi.Data.Storage;
using Npgsql;

namespace EventsApi.Data.Office;

/// <summary>The office of a PostgreSQL database: tables in it.</summary>
internal sealed class PostgresOffice : OfficeStore
{
    private readonly NpgsqlDataSource _source;
    private readonly string _name;

    public PostgresOffice(string setting)
    {
        TypeHandlers.Register();
        _source = PostgresDatabase.Connect(setting, out _name);
    }

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await base.DisposeAsync();
    }

    private protected override Task<IReadOnlyList<string>> ApplyAsync(CancellationToken token) =>
        RunAsync(connection => PostgresMigrations.ApplyAsync((NpgsqlConnection)connection, Migrations(_name), token), token);

    private protected override Task<T> RunAsync<T>(Func<DbConnection, Task<T>> step, CancellationToken token) => PostgresErrors.RunAsync(_name, async () =>
    {
        await using var connection = await _source.OpenConnectionAsync(token);
        return await step(connection);
    }, token);

    private protected override async Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken token)
    {
        var transaction = await ((NpgsqlConnection)connection).BeginTransactionAsync(token);
        await connection.ExecuteAsync(new CommandDefinition(PostgresSql.OfficeLock, transaction: transaction, commandTimeout: 0, cancellationToken: token));
        return transaction;
    }
}
