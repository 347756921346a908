using Dapper;
using Microsoft.Data.Sqlite;

namespace EventsApi.Data.Storage;

/// <summary>Brings an SQLite file up to date.</summary>
internal static class SqliteMigrations
{
    public static async Task<IReadOnlyList<string>> ApplyAsync(SqliteConnection connection, Migrations migrations, CancellationToken token)
    {
        if (connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master WHERE name = @Table", migrations) == 1
            && migrations.Pending(connection, null).Count == 0)
        {
            return [];
        }
        // Takes the write lock at once: a second process waits here and then finds everything applied.
        await using var transaction = await SqliteDatabase.BeginWriteAsync(connection, token);
        connection.Execute($"CREATE TABLE IF NOT EXISTS {migrations.Table} (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL) STRICT", transaction: transaction);
        var applied = migrations.Apply(migrations.Pending(connection, transaction), connection, transaction, script => SqliteScript.Run(connection, script));
        await transaction.CommitAsync(token);
        return applied;
    }
}
