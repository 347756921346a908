using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace EventsApi.Data.Storage;

/// <summary>
/// Runs a script statement by statement. ADO.NET's ExecuteNonQuery stops at the first statement that answers rows and
/// swallows every error after it; SpatiaLite's functions answer 0 where they fail.
/// </summary>
internal static class SqliteScript
{
    public static void Run(SqliteConnection connection, string script)
    {
        var rest = script;
        while (rest.Length > 0)
        {
            Check(connection, sqlite3_prepare_v2(connection.Handle, rest, out var statement, out rest));
            using (statement)
            {
                // Comments and space at the end are a statement without a handle.
                if (!statement.IsInvalid)
                {
                    Run(connection, statement);
                }
            }
        }
    }

    private static void Run(SqliteConnection connection, SQLitePCL.sqlite3_stmt statement)
    {
        int result;
        while ((result = sqlite3_step(statement)) == SQLITE_ROW)
        {
            if (sqlite3_column_type(statement, 0) == SQLITE_INTEGER && sqlite3_column_int(statement, 0) == 0)
            {
                throw new SqliteException($"'{sqlite3_sql(statement).utf8_to_string().Trim()}' answered 0", SQLITE_ERROR);
            }
        }
        if (result != SQLITE_DONE)
        {
            Check(connection, result);
        }
    }

    private static void Check(SqliteConnection connection, int result)
    {
        if (result != SQLITE_OK)
        {
            throw new SqliteException(sqlite3_errmsg(connection.Handle).utf8_to_string(), result);
        }
    }
}
