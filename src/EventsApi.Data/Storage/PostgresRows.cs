using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EventsApi.Data.Columns;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using Npgsql;

namespace EventsApi.Data.Storage;

/// <summary>Reads events from Npgsql's reader itself: a page is little else than reading rows.</summary>
internal static class PostgresRows
{
    // Of ColumnSql.Rows: id, longitude, latitude, then what is held as codes.
    private const int FirstCoded = 3;

    /// <summary>The rows of a statement that selects these columns in this order.</summary>
    public static async IAsyncEnumerable<Event> ReadAsync(
        NpgsqlConnection connection, Statement statement, IReadOnlyList<Column> columns, [EnumeratorCancellation] CancellationToken token)
    {
        await using var command = Command(connection, statement);
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            yield return Row(reader, columns);
        }
    }

    /// <summary>Adds the rows of <see cref="ColumnSql"/> without making a value of any.</summary>
    public static async Task AddToAsync(
        SegmentBuilder rows, NpgsqlConnection connection, Statement statement, IReadOnlyList<ColumnType> types, CancellationToken token)
    {
        await using var command = Command(connection, statement);
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            rows.Add(reader.GetInt64(0), Coordinate(reader, 1), Coordinate(reader, 2));
            for (var i = 0; i < types.Count; i++)
            {
                Add(rows, reader, i, types[i]);
            }
        }
    }

    private static void Add(SegmentBuilder rows, NpgsqlDataReader reader, int i, ColumnType type)
    {
        if (reader.IsDBNull(FirstCoded + i))
        {
            rows.Set(i, []);
        }
        else if (type == ColumnType.Integer)
        {
            var integer = reader.GetInt64(FirstCoded + i);
            rows.Set(i, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in integer)));
        }
        else if (type == ColumnType.Date)
        {
            Span<byte> day = stackalloc byte["yyyy-MM-dd".Length];
            reader.GetFieldValue<DateOnly>(FirstCoded + i).TryFormat(day, out _, "O", CultureInfo.InvariantCulture);
            rows.Set(i, day);
        }
        else
        {
            rows.Set(i, reader.GetFieldValue<byte[]>(FirstCoded + i));
        }
    }

    private static double Coordinate(NpgsqlDataReader reader, int i) => reader.IsDBNull(i) ? double.NaN : reader.GetDouble(i);

    private static NpgsqlCommand Command(NpgsqlConnection connection, Statement statement)
    {
#pragma warning disable CA2100 // compiled from the catalogue, with every value bound
        var command = new NpgsqlCommand(statement.Text, connection);
#pragma warning restore CA2100
        for (var i = 0; i < statement.Values.Count; i++)
        {
            command.Parameters.Add(new NpgsqlParameter("p" + i, statement.Values[i]));
        }
        return command;
    }

    private static Event Row(NpgsqlDataReader reader, IReadOnlyList<Column> columns)
    {
        var row = new Event();
        for (var i = 0; i < columns.Count; i++)
        {
            if (!reader.IsDBNull(i))
            {
                Set(columns[i], row, reader, i);
            }
        }
        return row;
    }

    private static void Set(Column column, Event row, NpgsqlDataReader reader, int i)
    {
        switch (column.Type)
        {
            case ColumnType.Integer:
                column.SetInteger(row, reader.GetInt64(i));
                break;
            case ColumnType.Real:
                column.SetReal(row, reader.GetDouble(i));
                break;
            case ColumnType.Date:
                column.SetDate(row, reader.GetFieldValue<DateOnly>(i));
                break;
            default:
                column.SetText(row, reader.GetString(i));
                break;
        }
    }
}
