using EventsApi.Data.Storage;
using Microsoft.Data.Sqlite;

namespace EventsApi.Tests.Storage;

/// <summary>A database file as any program sees it, without SpatiaLite.</summary>
internal static class PlainSqlite
{
    public static SqliteConnection Open(string path)
    {
        // The program's own choice of SQLite must come first: two of them in one process end in a segmentation fault.
        _ = Database.Open(path);
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Runs a statement; the first value it answers.</summary>
    public static object? Ask(string path, string sql)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own text
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
