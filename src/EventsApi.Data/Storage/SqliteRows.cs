using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using EventsApi.Data.Columns;
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
    // Of ColumnSql.Rows: id, longitude, latitude, then what is held as codes.
    private const int FirstCoded = 3;

    /// <summary>The rows of a statement that selects these columns in this order.</summary>
    public static IEnumerable<Event> Read(SqliteConnection connection, Statement statement, IReadOnlyList<Column> columns)
    {
        using var prepared = Prepare(connection, statement);
        while (Step(connection, prepared))
        {
            yield return Row(prepared, columns);
        }
    }

    /// <summary>Adds the rows of <see cref="ColumnSql"/> without making a value of any.</summary>
    public static void AddTo(SegmentBuilder rows, SqliteConnection connection, Statement statement, IReadOnlyList<ColumnType> types)
    {
        using var prepared = Prepare(connection, statement);
        while (Step(connection, prepared))
        {
            rows.Add(new SqliteCell(prepared, 0).Integer, Coordinate(new SqliteCell(prepared, 1)), Coordinate(new SqliteCell(prepared, 2)));
            for (var i = 0; i < types.Count; i++)
            {
                Add(rows, i, new SqliteCell(prepared, FirstCoded + i), types[i]);
            }
        }
    }

    private static sqlite3_stmt Prepare(SqliteConnection connection, Statement statement)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle!, statement.Text, out var prepared), connection.Handle);
        for (var i = 0; i < statement.Values.Count; i++)
        {
            var place = raw.sqlite3_bind_parameter_index(prepared, string.Create(CultureInfo.InvariantCulture, $"@p{i}"));
            SqliteException.ThrowExceptionForRC(Bind(prepared, place, statement.Values[i]), connection.Handle);
        }
        return prepared;
    }

    private static bool Step(SqliteConnection connection, sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        if (result != raw.SQLITE_ROW)
        {
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
        }
        return result == raw.SQLITE_ROW;
    }

    private static double Coordinate(SqliteCell cell) => cell.IsNull ? double.NaN : cell.Real;

    // No text is stored that is empty.
    private static void Add(SegmentBuilder rows, int i, SqliteCell cell, ColumnType type)
    {
        if (type != ColumnType.Integer)
        {
            rows.Set(i, cell.Text);
        }
        else if (cell.Integer is var integer && (integer != 0 || !cell.IsNull))
        {
            rows.Set(i, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in integer)));
        }
        else
        {
            rows.Set(i, []);
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
            var cell = new SqliteCell(statement, i);
            if (!cell.IsNull)
            {
                Set(columns[i], row, cell);
            }
        }
        return row;
    }

    private static void Set(Column column, Event row, SqliteCell cell)
    {
        switch (column.Type)
        {
            case ColumnType.Integer:
                column.SetInteger(row, cell.Integer);
                break;
            case ColumnType.Real:
                column.SetReal(row, cell.Real);
                break;
            case ColumnType.Date:
                column.SetDate(row, Date(cell.Text));
                break;
            default:
                column.SetText(row, Encoding.UTF8.GetString(cell.Text));
                break;
        }
    }

    // yyyy-MM-dd
    private static DateOnly Date(ReadOnlySpan<byte> text) => new(
        int.Parse(text[..4], CultureInfo.InvariantCulture), int.Parse(text[5..7], CultureInfo.InvariantCulture), int.Parse(text[8..], CultureInfo.InvariantCulture));
}
