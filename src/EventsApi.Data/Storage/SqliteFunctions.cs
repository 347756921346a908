using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Sql;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using SQLitePCL;

namespace EventsApi.Data.Storage;

/// <summary>Functions that statements may call on our connections. The schema uses none of them, so any program reads the file.</summary>
internal static class SqliteFunctions
{
    // A statement has few shapes; each row asks for them again.
    private const int ShapesKept = 16;

    private static readonly Grid.Tile[] Tiles = [.. Enumerable.Range(0, Grid.Tile.MostZoom + 1).Select(zoom => new Grid.Tile(zoom))];

    public static void AddTo(SqliteConnection connection)
    {
        AddForms(connection);
        AddLocate(connection);
        connection.CreateFunction(SqliteDialect.TileRow, (double? latitude, long zoom) => latitude is { } known ? Tiles[zoom].RowOf(known) : null, isDeterministic: true);
    }

    private static void AddForms(SqliteConnection connection)
    {
        foreach (var form in Enum.GetValues<TextForm>().Where(form => form != TextForm.Exact))
        {
            connection.CreateFunction(SqliteDialect.Function(form), (string? text) => text is null ? null : Folding.Apply(form, text), isDeterministic: true);
        }
    }

    private static void AddLocate(SqliteConnection connection)
    {
        var shapes = new List<(byte[] Wkb, PreparedShape Shape)>();
        var result = raw.sqlite3_create_function(connection.Handle, SqliteDialect.Locate, 3, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
        {
            if (raw.sqlite3_value_type(arguments[0]) == raw.SQLITE_NULL)
            {
                raw.sqlite3_result_null(context);
                return;
            }
            var place = Prepared(shapes, raw.sqlite3_value_blob(arguments[2])).Locate(raw.sqlite3_value_double(arguments[0]), raw.sqlite3_value_double(arguments[1]));
            raw.sqlite3_result_int(context, place switch { Location.Interior => 1, Location.Boundary => 2, _ => 0 });
        });
        SqliteException.ThrowExceptionForRC(result, connection.Handle);
    }

    // Comparing the bytes is far cheaper than reading them, and safe whatever memory they are in.
    private static PreparedShape Prepared(List<(byte[] Wkb, PreparedShape Shape)> shapes, ReadOnlySpan<byte> wkb)
    {
        foreach (var (known, shape) in shapes)
        {
            if (wkb.SequenceEqual(known))
            {
                return shape;
            }
        }
        if (shapes.Count == ShapesKept)
        {
            shapes.RemoveAt(0);
        }
        var bytes = wkb.ToArray();
        var prepared = new PreparedShape(bytes);
        shapes.Add((bytes, prepared));
        return prepared;
    }
}
