using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Sql;

/// <summary>PostgreSQL 15 with PostGIS 3. Its planner estimates ranges and boxes itself.</summary>
public sealed class PostgresDialect : Dialect
{
    // The operator && compares 32-bit boxes rounded outwards: it finds candidates by the index, and the exact test follows.
    public override string InBox(SqlWriter sql, Predicate.InBox term)
    {
        var box = term.Box;
        var exact = $"latitude BETWEEN {sql.Bind(box.MinLat)} AND {sql.Bind(box.MaxLat)}";
        var (west, east) = (sql.Bind(box.MinLon), sql.Bind(box.MaxLon));
        exact += box.CrossesAntimeridian ? $" AND (longitude >= {west} OR longitude <= {east})" : $" AND longitude BETWEEN {west} AND {east}";
        return $"({Overlaps(sql, box)} AND {exact})";
    }

    public override string WithinDistance(SqlWriter sql, Predicate.WithinDistance term)
    {
        var box = Geodesy.BoxAround(term.Longitude, term.Latitude, term.Metres);
        return $"({Overlaps(sql, box)} AND ST_DWithin(geometry::geography, {Geography(sql, new GeoPoint(term.Longitude, term.Latitude))}, {sql.Bind(term.Metres)}))";
    }

    public override string Spatial(SqlWriter sql, Predicate.Spatial term) =>
        $"ST_{term.Relation}(geometry, ST_GeomFromWKB({sql.Bind(term.Shape)}, 4326))";

    public override string Distance(SqlWriter sql, GeoPoint from) => $"ST_Distance(geometry::geography, {Geography(sql, from)})";

    public override string Contains(string text, string part) => $"strpos({text}, {part}) > 0";

    // A range instead of LIKE, which reads % and _. U+10FFFF sorts after every text.
    public override string StartsWith(SqlWriter sql, string column, string part) =>
        $"({column} >= {sql.Bind(part)} AND {column} < {sql.Bind(part + "\U0010FFFF")})";

    // Its LIKE is ours: % and _ by code point, backslash, and case counts.
    public override string Matches(SqlWriter sql, string text, TextPattern pattern) =>
        $"{text} LIKE {sql.Bind(pattern.Write("%", "_", rune => rune.Value is '%' or '_' or '\\' ? $"\\{rune}" : rune.ToString()))}";

    // What the function computes compares by code point again, not by ICU's order. Text without a stored twin is in one
    // spelling, so that both foldings together are as good as Folding.Fold for it.
    public override string InForm(SqlWriter sql, string text, TextForm form) => form switch
    {
        TextForm.CaseFolded => $"{FoldCase(text)} COLLATE \"C\"",
        TextForm.AccentFolded => $"{FoldAccents(sql, text)} COLLATE \"C\"",
        TextForm.Folded => $"{FoldCase(FoldAccents(sql, text))} COLLATE \"C\"",
        _ => text,
    };

    public override string Elements(string list) => $"unnest(string_to_array({list}, '{Column.ListSeparator}')) AS element (value)";

    public override string Joined(string column, char separator) => $"string_agg({column}, chr({(int)separator}))";

    public override string StartOf(TimeUnit unit, string day) => unit == TimeUnit.Day ? day : $"date_trunc('{unit.ToString().ToLowerInvariant()}', {day}::timestamp)::date";

    public override string Floor(string number) => $"CAST(floor({number}) AS bigint)";

    // Without the last edge, which ends the last row; below it is no row.
    public override string Row(SqlWriter sql, Grid.Tile grid, string latitude) =>
        $"CASE WHEN {latitude} BETWEEN {sql.Bind(-grid.Edges[^1])} AND {sql.Bind(-grid.Edges[0])} AND -{latitude} < {sql.Bind(grid.Edges[^1])} THEN width_bucket(-{latitude}, {sql.Bind(grid.Edges.ToArray())}) - 1 END";

    protected override string Past(string version) => HistorySql.AsOf(Events, HistoryColumns.Since.Name, Point("longitude", "latitude"), version);

    public override string Same(string left, string right) => $"{left} IS NOT DISTINCT FROM {right}";

    public override string Point(string longitude, string latitude) => $"ST_SetSRID(ST_MakePoint({longitude}, {latitude}), 4326)";

    // Only what spans several columns and a table is beyond the planner's statistics.
    protected override string? Candidates(SqlWriter sql, Predicate term) =>
        term is Predicate.Involves involves ? ActorSql.Lookup(sql, involves, distinct: false) : null;

    // Upper case first, as full case folding: lower case alone keeps ß and the final sigma.
    private static string FoldCase(string text) =>
        $"normalize(replace(lower(upper(replace(normalize({text}, NFD), 'ẞ', 'ß') COLLATE \"und-x-icu\")), 'ς', 'σ'), NFC)";

    private static string FoldAccents(SqlWriter sql, string text) =>
        $"normalize(regexp_replace(translate(normalize({text}, NFD), '{Folding.Struck}', '{Folding.Plain}'), {sql.Bind(AccentExpression.Text)}, '', 'g'), NFC)";

    // A query of its own is answered once; what is bound would be made a point anew for each row.
    private static string Geography(SqlWriter sql, GeoPoint point) => $"(SELECT ST_SetSRID(ST_MakePoint({sql.Bind(point.Longitude)}, {sql.Bind(point.Latitude)}), 4326)::geography)";

    private static string Overlaps(SqlWriter sql, BoundingBox box) => box.CrossesAntimeridian
        ? $"({Overlaps(sql, box with { MaxLon = 180 })} OR {Overlaps(sql, box with { MinLon = -180 })})"
        : $"geometry && ST_MakeEnvelope({sql.Bind(box.MinLon)}, {sql.Bind(box.MinLat)}, {sql.Bind(box.MaxLon)}, {sql.Bind(box.MaxLat)}, 4326)";
}
