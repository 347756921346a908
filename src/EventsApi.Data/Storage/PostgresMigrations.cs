using Dapper;
using EventsApi.Data.Sql;
using Npgsql;

namespace EventsApi.Data.Storage;

/// <summary>Brings a PostgreSQL database up to date.</summary>
internal static class PostgresMigrations
{
    public static async Task<IReadOnlyList<string>> ApplyAsync(NpgsqlConnection connection, Migrations migrations, CancellationToken token)
    {
        await using var transaction = await connection.BeginTransactionAsync(token);
        // A second process waits here and then finds everything applied.
        await connection.ExecuteAsync(new CommandDefinition(PostgresSql.MigrationLock, transaction: transaction, commandTimeout: 0, cancellationToken: token));
        await connection.ExecuteAsync(PostgresSql.CreateMigrations(migrations.Table), transaction: transaction);
        var applied = migrations.Apply(migrations.Pending(connection, transaction), connection, transaction,
            script => connection.Execute(script, transaction: transaction, commandTimeout: 0));
        await transaction.CommitAsync(token);
        return applied;
    }
}
