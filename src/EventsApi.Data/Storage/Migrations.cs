using System.Data.Common;
using System.Globalization;
using Dapper;

namespace EventsApi.Data.Storage;

/// <summary>
/// The files <c>db/FOLDER/NNN_name.sql</c> and the table that records which of them are applied. The engines differ in
/// the lock they take first and in how they run a file.
/// </summary>
internal sealed class Migrations(string folder, string database, string table = "migrations")
{
    private readonly List<string> _files = [.. Resources.List($"db/{folder}/")];

    /// <summary>The table that records them.</summary>
    public string Table => table;

    /// <summary>Files not applied yet, in order.</summary>
    /// <exception cref="DatabaseUnavailableException">The database is newer than the program.</exception>
    public IReadOnlyList<string> Pending(DbConnection connection, DbTransaction? transaction)
    {
        var applied = connection.Query<long>($"SELECT number FROM {table}", transaction: transaction).ToHashSet();
        var newest = Number(_files[^1]);
        if (applied.Count > 0 && applied.Max() > newest)
        {
            throw new DatabaseUnavailableException(
                $"The database {database} was made by a newer version of this program (migration {applied.Max()}, this one knows {newest}).");
        }
        return [.. _files.Where(file => !applied.Contains(Number(file)))];
    }

    /// <summary>Runs each file and records it.</summary>
    /// <returns>The names of the files.</returns>
    public IReadOnlyList<string> Apply(IReadOnlyList<string> files, DbConnection connection, DbTransaction transaction, Action<string> run)
    {
        foreach (var file in files)
        {
            run(Resources.ReadText(file));
            connection.Execute($"INSERT INTO {table} (number, name, applied) VALUES (@number, @name, @applied)", new
            {
                number = Number(file),
                name = Path.GetFileName(file),
                applied = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            }, transaction);
        }
        return [.. files.Select(file => Path.GetFileName(file))];
    }

    private static long Number(string file) => long.Parse(Path.GetFileName(file).AsSpan(0, 3), CultureInfo.InvariantCulture);
}
