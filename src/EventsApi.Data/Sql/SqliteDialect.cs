using System.Globalization;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using NetTopologySuite.Geometries;

namespace EventsApi.Data.Sql;

/// <summary>SQLite with SpatiaLite 5: the R*Tree is a table of its own that a query must name to use.</summary>
public sealed class SqliteDialect : Dialect
{
    // Columns asked for by range that have an index of their own besides the default order's.
    private static readonly IReadOnlyList<Column> Indexed = [EventColumns.Fatalities, EventColumns.Timestamp];

    /// <summary>A function on our connections, <c>locate(longitude, latitude, wkb)</c>: 0 outside the shape, 1 inside, 2 on its boundary.</summary>
    internal const string Locate = "locate";

    /// <summary>A function on our connections, <c>tile_row(latitude, zoom)</c>: null beyond the tiles.</summary>
    internal const string TileRow = "tile_row";

    private const int MostParts = 8;

    public override string InBox(SqlWriter sql, Predicate.InBox term)
    {
        var box = term.Box;
        var exact = $"latitude BETWEEN {sql.Bind(box.MinLat)} AND {sql.Bind(box.MaxLat)}";
        var west = sql.Bind(box.MinLon);
        var east = sql.Bind(box.MaxLon);
        exact += box.CrossesAntimeridian ? $" AND (longitude >= {west} OR longitude <= {east})" : $" AND longitude BETWEEN {west} AND {east}";
        return sql.Drives(term) ? $"(id IN ({Candidates(sql, box)}) AND {exact})" : $"({exact})";
    }

    public override string WithinDistance(SqlWriter sql, Predicate.WithinDistance term)
    {
        var exact = $"PtDistWithin(geometry, MakePoint({sql.Bind(term.Longitude)}, {sql.Bind(term.Latitude)}, 4326), {sql.Bind(term.Metres)}, 1) = 1";
        return sql.Drives(term) ? $"(id IN ({Candidates(sql, BoxAround(term))}) AND {exact})" : exact;
    }

    // Not SpatiaLite's ST_Intersects: that decodes each row's geometry, and takes ten times as long.
    public override string Spatial(SqlWriter sql, Predicate.Spatial term)
    {
        var place = $"{Locate}(longitude, latitude, {sql.Bind(term.Shape)})";
        var exact = term.Relation switch
        {
            SpatialRelation.Intersects => $"{place} <> 0",
            SpatialRelation.Within => $"{place} = 1",
            _ => $"{place} = 2",
        };
        return sql.Drives(term) ? $"(id IN ({Candidates(sql, term.Shape)}) AND {exact})" : exact;
    }

    public override string Distance(SqlWriter sql, GeoPoint from) =>
        $"ST_Distance(geometry, MakePoint({sql.Bind(from.Longitude)}, {sql.Bind(from.Latitude)}, 4326), 1)";

    public override string Rare(string condition) => $"likelihood({condition}, 0.0001)";

    // SQLite guesses that a range selects a quarter of the rows, and knows nothing about a box.
    protected override string? Candidates(SqlWriter sql, Predicate term) => term switch
    {
        Predicate.InBox inBox => Candidates(sql, inBox.Box),
        Predicate.WithinDistance within => Candidates(sql, BoxAround(within)),
        Predicate.Spatial spatial => Candidates(sql, spatial.Shape),
        Predicate.InBoundary { Ids.Count: > 0 } inBoundary => BoundarySql.Lookup(sql, inBoundary),
        Predicate.IsNull isNull when isNull.Column == EventColumns.Longitude => $"SELECT id FROM events WHERE {PredicateSql.Write(sql, this, isNull)}",
        Predicate.Involves involves => ActorSql.Lookup(sql, involves, distinct: false),
        Predicate.Compare { Operator: not Comparison.Equal } range when Indexed.Contains(range.Column) =>
            $"SELECT id FROM events WHERE {PredicateSql.Write(sql, this, range)}",
        _ => null,
    };

    public override string Contains(string text, string part) => $"instr({text}, {part}) > 0";

    // A range instead of LIKE, which reads % and _ and cannot use a binary index. U+10FFFF sorts after every text.
    public override string StartsWith(SqlWriter sql, string column, string part) =>
        $"({column} >= {sql.Bind(part)} AND {column} < {sql.Bind(part + "\U0010FFFF")})";

    // GLOB counts case, as LIKE does not, and code points; it has no escape but a set of one sign.
    public override string Matches(SqlWriter sql, string text, TextPattern pattern) =>
        $"{text} GLOB {sql.Bind(pattern.Write("*", "?", rune => rune.Value is '*' or '?' or '[' ? $"[{rune}]" : rune.ToString()))}";

    public override string InForm(SqlWriter sql, string text, TextForm form) => form == TextForm.Exact ? text : $"{Function(form)}({text})";

    /// <summary>The name of our function that brings a text to a form; each connection has it.</summary>
    internal static string Function(TextForm form) => form switch
    {
        TextForm.CaseFolded => "fold_case",
        TextForm.AccentFolded => "fold_accents",
        _ => "fold",
    };

    // A quoted text with its separators as "," is the inside of a JSON array.
    public override string Elements(string list) => $"""json_each('[' || replace(json_quote({list}), '{Column.ListSeparator}', '","') || ']') AS element""";

    public override string Joined(string column, char separator) => $"group_concat({column}, char({(int)separator}))";

    // A day is text. Six days back and on to Monday, since it has no date after 9999.
    public override string StartOf(TimeUnit unit, string day) => unit switch
    {
        TimeUnit.Year => $"substr({day}, 1, 4) || '-01-01'",
        TimeUnit.Quarter => $"substr({day}, 1, 5) || substr('010101040404070707101010', 2 * substr({day}, 6, 2) - 1, 2) || '-01'",
        TimeUnit.Month => $"substr({day}, 1, 7) || '-01'",
        TimeUnit.Week => $"date({day}, '-6 days', 'weekday 1')",
        _ => day,
    };

    public override string Floor(string number) => $"CAST({number} AS INTEGER)";

    public override string Row(SqlWriter sql, Grid.Tile grid, string latitude) => $"{TileRow}({latitude}, {sql.Bind((long)grid.Zoom)})";

    // SQLite reads both parts as one in the order of their indexes, if their columns have the same types and no index over
    // since is in the way. For past rows an index over the coordinates does what the R*Tree does for the others.
    protected override string Past(string version) => $"""
        {HistorySql.AsOf(Events, "+" + HistoryColumns.Since, $"CAST({Point("longitude", "latitude")} AS BLOB)", version)},
        idx_events_geometry AS NOT MATERIALIZED (
        SELECT pkid, xmin, xmax, ymin, ymax FROM main.idx_events_geometry
        UNION ALL SELECT id, longitude, longitude, latitude, latitude FROM events_history)
        """;

    protected override string Events => "main.events";

    public override string Same(string left, string right) => $"{left} IS {right}";

    public override string Point(string longitude, string latitude) =>
        $"CASE WHEN {longitude} IS NOT NULL THEN MakePoint({longitude}, {latitude}, 4326) END";

    public override object Value(object value) =>
        value is DateOnly date ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : base.Value(value);

    private static BoundingBox BoxAround(Predicate.WithinDistance within) => Geodesy.BoxAround(within.Longitude, within.Latitude, within.Metres);

    // Few parts are looked up each by itself: both sides of the antimeridian together are as wide as the world.
    private static string Candidates(SqlWriter sql, Geometry shape)
    {
        var parts = shape.NumGeometries <= MostParts ? Enumerable.Range(0, shape.NumGeometries).Select(shape.GetGeometryN) : [shape];
        return string.Join(" UNION ALL ", parts.Select(part => part.EnvelopeInternal)
            .Select(box => Candidates(sql, new BoundingBox(box.MinX, box.MinY, box.MaxX, box.MaxY))));
    }

    // The R*Tree holds 32-bit floats rounded outwards, so it finds candidates and never misses; the caller adds the exact test.
    private static string Candidates(SqlWriter sql, BoundingBox box)
    {
        var south = sql.Bind(box.MinLat);
        var north = sql.Bind(box.MaxLat);
        var tree = $"SELECT pkid FROM idx_events_geometry WHERE ymin <= {north} AND ymax >= {south}";
        return box.CrossesAntimeridian
            ? $"{tree} AND xmax >= {sql.Bind(box.MinLon)} UNION ALL {tree} AND xmin <= {sql.Bind(box.MaxLon)}"
            : $"{tree} AND xmin <= {sql.Bind(box.MaxLon)} AND xmax >= {sql.Bind(box.MinLon)}";
    }
}
