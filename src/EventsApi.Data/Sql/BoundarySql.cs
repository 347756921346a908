using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Sql;

/// <summary>
/// Boundaries, and the table <c>event_boundaries</c> of the events that lie in them: it finds the few events of a small
/// region; in a large one it is cheaper to walk an order and look each event up.
/// </summary>
internal static class BoundarySql
{
    public const string List = $"""
        SELECT b.id, b.level, b.name, coalesce(l.events, 0) AS events
        FROM boundaries b LEFT JOIN (SELECT boundary, count(*) AS events FROM event_boundaries WHERE {HistorySql.IsCurrent} GROUP BY boundary) l ON l.boundary = b.id
        ORDER BY b.level, b.id
        """;

    public const string Keys = "SELECT id, level, name FROM boundaries ORDER BY level, id";

    /// <summary>The boundaries with their shapes as well-known binary.</summary>
    public const string Shapes = "SELECT id, level, name, ST_AsBinary(geometry) AS shape FROM boundaries ORDER BY level, id";

    public const string ShapesOfLevel = "SELECT id, level, name, ST_AsBinary(geometry) AS shape FROM boundaries WHERE level = @level ORDER BY id";

    /// <summary>The boundaries that have a point in common with a shape.</summary>
    public const string Meeting = "SELECT id FROM boundaries WHERE ST_Intersects(geometry, ST_GeomFromWKB(@shape, 4326))";

    /// <summary>Those of the ids that there are.</summary>
    public static Statement ShapesOf(Dialect dialect, IEnumerable<string> ids) =>
        OfIds(dialect, "SELECT id, level, name, ST_AsBinary(geometry) AS shape FROM boundaries", ids);

    /// <summary>Those of the ids that there are.</summary>
    public static Statement Known(Dialect dialect, IEnumerable<string> ids) => OfIds(dialect, "SELECT id FROM boundaries", ids);

    public const string Add = "INSERT INTO boundaries (id, level, name, geometry) VALUES (@Id, @Level, @Name, ST_GeomFromWKB(@Shape, 4326))";

    public const string RemoveLevel = "DELETE FROM boundaries WHERE level = @level";

    public const string RemoveEventsOfLevel = "DELETE FROM event_boundaries WHERE boundary IN (SELECT id FROM boundaries WHERE level = @level)";

    /// <summary>Removes the links of the events that a condition on <c>events</c> selects.</summary>
    public static string RemoveLinks(string events) => $"DELETE FROM event_boundaries WHERE event IN (SELECT id FROM events WHERE {events})";

    /// <summary>Removes the links of the changed rows.</summary>
    public const string RemoveStaged = "DELETE FROM event_boundaries WHERE event IN (SELECT target FROM staged WHERE target IS NOT NULL AND NOT same)";

    /// <summary>Where a range's new and changed rows are, after they are written.</summary>
    public static readonly string StagedPlaces = $"""
        SELECT events.id, staged.longitude, staged.latitude FROM staged JOIN events ON events.{EventColumns.EventIdCnty.Name} = staged.{EventColumns.EventIdCnty.Name}
        WHERE (staged.target IS NULL OR NOT staged.same) AND staged.longitude IS NOT NULL AND staged.row BETWEEN @first AND @last
        """;

    /// <summary>Where the next events are, in the order of their numbers.</summary>
    public const string Places = "SELECT id, longitude, latitude FROM events WHERE id > @after ORDER BY id LIMIT @most";

    /// <summary>Where the next of the past rows were.</summary>
    public const string PastPlaces = "SELECT id, longitude, latitude FROM events_history WHERE id > @after ORDER BY id LIMIT @most";

    /// <summary>What a level's links are like is news to the planner.</summary>
    public const string Analyze = "ANALYZE event_boundaries";

    /// <summary>Enters the events of one boundary, given by their numbers as the text of a list.</summary>
    public static string AddEvents(Dialect dialect) =>
        $"INSERT INTO event_boundaries (boundary, event) SELECT @boundary, CAST(element.value AS bigint) FROM {dialect.Elements("@events")}";

    public const string InNone = "NOT EXISTS (SELECT 1 FROM event_boundaries WHERE event = events.id)";

    public static string InBoundary(SqlWriter sql, Predicate.InBoundary term) => sql.Drives(term)
        ? $"id IN ({Lookup(sql, term)})"
        : $"EXISTS ({Lookup(sql, term)} AND event = events.id)";

    /// <summary>The ids of the events that lie in one of the boundaries.</summary>
    public static string Lookup(SqlWriter sql, Predicate.InBoundary term) =>
        $"SELECT event FROM event_boundaries WHERE boundary IN ({string.Join(", ", term.Ids.Select(sql.Bind))})";

    private static Statement OfIds(Dialect dialect, string select, IEnumerable<string> ids)
    {
        var sql = new SqlWriter(dialect);
        return sql.Append($"{select} WHERE id IN ({string.Join(", ", ids.Select(sql.Bind))})").ToStatement();
    }
}
