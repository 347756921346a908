using EventsApi.Data.Places;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Sql;

/// <summary>The cell that an event's point lies in, as <see cref="Grid.CellOf"/> finds it, in the same floating-point operations.</summary>
internal static class CellSql
{
    private const long None = -1;

    /// <summary>The cell's number; null without one.</summary>
    public static string Of(SqlWriter sql, Dialect dialect, Grid grid)
    {
        var column = Place(sql, dialect, "longitude", 180, grid.Width, grid.Columns);
        var row = grid is Grid.Equal equal ? Place(sql, dialect, "latitude", 90, equal.Height, equal.Rows) : dialect.Row(sql, (Grid.Tile)grid, "latitude");
        return $"{row} * {sql.Bind(grid.Columns)} + {column}";
    }

    public static string InCell(SqlWriter sql, Dialect dialect, Predicate.InCell term) =>
        $"coalesce({Of(sql, dialect, term.Grid)}, {sql.Bind(None)}) IN ({string.Join(", ", term.Cells.Select(cell => sql.Bind(cell ?? None)))})";

    private static string Place(SqlWriter sql, Dialect dialect, string column, int most, double size, long count) =>
        $"CASE WHEN {column} = {most} THEN {sql.Bind(count - 1)} ELSE {dialect.Floor($"({column} + {most}) / {sql.Bind(size)}")} END";
}
