using System.Runtime.CompilerServices;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using Npgsql;

namespace EventsApi.Data.Storage;

/// <summary>Reads events from Npgsql's reader itself: a page is little else than reading rows.</summary>
internal static class PostgresRows
{
    /// <summary>The rows of a statement that selects these columns in this order.</summary>
    public static async IAsyncEnumerable<Event> ReadAsync(
        NpgsqlConnection connection, Statement statement, IReadOnlyList<Column> columns, [EnumeratorCancellation] CancellationToken token)
    {
#pragma warning disable CA2100 // compiled from the catalogue, with every value bound
        await using var command = new NpgsqlCommand(statement.Text, connection);
#pragma warning restore CA2100
        for (var i = 0; i < statement.Values.Count; i++)
        {
            command.Parameters.Add(new NpgsqlParameter("p" + i, statement.Values[i]));
        }
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            yield return Row(reader, columns);
        }
    }

    private static Event Row(NpgsqlDataReader reader, IReadOnlyList<Column> columns)
    {
        var row = new Event();
        for (var i = 0; i < columns.Count; i++)
        {
            if (!reader.IsDBNull(i))
            {
                columns[i].Set(row, Value(reader, i, columns[i].Type));
            }
        }
        return row;
    }

    private static object Value(NpgsqlDataReader reader, int i, ColumnType type) => type switch
    {
        ColumnType.Integer => reader.GetInt64(i),
        ColumnType.Real => reader.GetDouble(i),
        ColumnType.Date => reader.GetFieldValue<DateOnly>(i),
        _ => reader.GetString(i),
    };
}
