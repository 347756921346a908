using System.Globalization;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Sql;

/// <summary>SQLite with SpatiaLite 5: the R*Tree is a table of its own that a query must name to use.</summary>
public sealed class SqliteDialect : Dialect
{
    public override string InBox(SqlWriter sql, BoundingBox box)
    {
        var exact = $"latitude BETWEEN {sql.Bind(box.MinLat)} AND {sql.Bind(box.MaxLat)}";
        var west = sql.Bind(box.MinLon);
        var east = sql.Bind(box.MaxLon);
        exact += box.CrossesAntimeridian ? $" AND (longitude >= {west} OR longitude <= {east})" : $" AND longitude BETWEEN {west} AND {east}";
        return $"({Candidates(sql, box)} AND {exact})";
    }

    public override string WithinDistance(SqlWriter sql, double longitude, double latitude, double metres)
    {
        var candidates = Candidates(sql, Geodesy.BoxAround(longitude, latitude, metres));
        return $"({candidates} AND PtDistWithin(geometry, MakePoint({sql.Bind(longitude)}, {sql.Bind(latitude)}, 4326), {sql.Bind(metres)}, 1))";
    }

    public override string Contains(string text, string part) => $"instr({text}, {part}) > 0";

    // A range instead of LIKE, which reads % and _ and cannot use a binary index. U+10FFFF sorts after every text.
    public override string StartsWith(SqlWriter sql, string column, string part) =>
        $"({column} >= {sql.Bind(part)} AND {column} < {sql.Bind(part + "\U0010FFFF")})";

    public override string Same(string left, string right) => $"{left} IS {right}";

    public override string Point(string longitude, string latitude) =>
        $"CASE WHEN {longitude} IS NOT NULL THEN MakePoint({longitude}, {latitude}, 4326) END";

    public override object Value(object value) =>
        value is DateOnly date ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value;

    // The R*Tree holds 32-bit floats rounded outwards, so it finds candidates and never misses; the caller adds the exact test.
    private static string Candidates(SqlWriter sql, BoundingBox box)
    {
        var south = sql.Bind(box.MinLat);
        var north = sql.Bind(box.MaxLat);
        var tree = $"SELECT pkid FROM idx_events_geometry WHERE ymin <= {north} AND ymax >= {south}";
        return box.CrossesAntimeridian
            ? $"id IN ({tree} AND xmax >= {sql.Bind(box.MinLon)} UNION ALL {tree} AND xmin <= {sql.Bind(box.MaxLon)})"
            : $"id IN ({tree} AND xmin <= {sql.Bind(box.MaxLon)} AND xmax >= {sql.Bind(box.MinLon)})";
    }
}
