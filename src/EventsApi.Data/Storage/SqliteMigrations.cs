using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace EventsApi.Data.Storage;

/// <summary>Applies <c>db/sqlite/NNN_name.sql</c> in order and records each.</summary>
internal static class SqliteMigrations
{
    private const string Folder = "db/sqlite/";

    public static async Task<IReadOnlyList<string>> ApplyAsync(SqliteConnection connection, CancellationToken token)
    {
        var files = Resources.List(Folder).ToList();
        if (connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master WHERE name = 'migrations'") == 1)
        {
            var done = Applied(connection, null);
            RefuseNewer(connection, done, files);
            if (files.TrueForAll(file => done.Contains(Number(file))))
            {
                return [];
            }
        }
        // Takes the write lock at once: a second process waits here and then finds everything applied.
        await using var transaction = await SqliteDatabase.BeginWriteAsync(connection, token);
        connection.Execute("CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL) STRICT", transaction: transaction);
        var applied = Applied(connection, transaction);
        var pending = files.Where(file => !applied.Contains(Number(file))).ToList();
        foreach (var file in pending)
        {
            SqliteScript.Run(connection, Resources.ReadText(file));
            connection.Execute("INSERT INTO migrations VALUES (@number, @name, @applied)", new
            {
                number = Number(file),
                name = file[Folder.Length..],
                applied = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            }, transaction);
        }
        transaction.Commit();
        return [.. pending.Select(file => file[Folder.Length..])];
    }

    private static HashSet<long> Applied(SqliteConnection connection, SqliteTransaction? transaction) =>
        [.. connection.Query<long>("SELECT number FROM migrations", transaction: transaction)];

    private static void RefuseNewer(SqliteConnection connection, HashSet<long> applied, List<string> files)
    {
        var newest = Number(files[^1]);
        if (applied.Count > 0 && applied.Max() > newest)
        {
            throw new DatabaseUnavailableException(
                $"The database {connection.DataSource} was made by a newer version of this program (migration {applied.Max()}, this one knows {newest}).");
        }
    }

    private static long Number(string file) => long.Parse(file.AsSpan(Folder.Length, 3), CultureInfo.InvariantCulture);
}
