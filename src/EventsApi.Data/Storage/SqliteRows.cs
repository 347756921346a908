using System.Globalization;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EventsApi.Data.Storage;

/// <summary>
/// Reads events below ADO.NET: what lies between it and SQLite costs more than SQLite does, and pages and exports are
/// little else than reading rows.
/// </summary>
internal static class SqliteRows
{
    /// <summary>The rows of a statement that selects these columns in this order.</summary>
    public static IEnumerable<Event> Read(SqliteConnection connection, Statement statement, IReadOnlyList<Column> columns)
    {
        var database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, statement.Text, out var prepared), database);
        using (prepared)
        {
            for (var i = 0; i < statement.Values.Count; i++)
            {
                var place = raw.sqlite3_bind_parameter_index(prepared, string.Create(CultureInfo.InvariantCulture, $"@p{i}"));
                SqliteException.ThrowExceptionForRC(Bind(prepared, place, statement.Values[i]), database);
            }
            int result;
            while ((result = raw.sqlite3_step(prepared)) == raw.SQLITE_ROW)
            {
                yield return Row(prepared, columns);
            }
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }

    private static int Bind(sqlite3_stmt statement, int place, object value) => value switch
    {
        string text => raw.sqlite3_bind_text(statement, place, text),
        long integer => raw.sqlite3_bind_int64(statement, place, integer),
        double real => raw.sqlite3_bind_double(statement, place, real),
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    private static Event Row(sqlite3_stmt statement, IReadOnlyList<Column> columns)
    {
        var row = new Event();
        for (var i = 0; i < columns.Count; i++)
        {
            if (raw.sqlite3_column_type(statement, i) != raw.SQLITE_NULL)
            {
                columns[i].Set(row, Value(statement, i, columns[i].Type));
            }
        }
        return row;
    }

    private static object Value(sqlite3_stmt statement, int i, ColumnType type) => type switch
    {
        ColumnType.Integer => raw.sqlite3_column_int64(statement, i),
        ColumnType.Real => raw.sqlite3_column_double(statement, i),
        ColumnType.Date => DateOnly.ParseExact(raw.sqlite3_column_text(statement, i).utf8_to_string(), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => raw.sqlite3_column_text(statement, i).utf8_to_string(),
    };
}
