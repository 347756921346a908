using EventsApi.Data.Model;

namespace EventsApi.Data.Sql;

/// <summary>
/// Statements that keep the rows which a write replaces or removes. An event's row gets the id <c>@highest + id</c> there:
/// above all that are taken, so that it is written at the end of its table, and that the tables of links hold both kinds.
/// </summary>
internal static class HistorySql
{
    private static readonly string Revision = HistoryColumns.Revision.Name;
    private static readonly string Since = HistoryColumns.Since.Name;
    private static readonly string Until = HistoryColumns.Until.Name;
    private static readonly string Deleted = HistoryColumns.Deleted.Name;
    private static readonly string Id = EventColumns.EventIdCnty.Name;

    /// <summary>The condition on a link's event that it is one, and no row of the history: those have ids above 2 to the power of 40.</summary>
    public const string IsCurrent = "event < 1099511627776";

    public const string Highest = "SELECT coalesce(max(id), 1099511627776) FROM events_history";

    /// <summary>Keeps the rows that a condition on <c>events</c> selects.</summary>
    public static string Keep(string events)
    {
        var stored = string.Join(", ", StagingSql.Stored);
        return $"""
            INSERT INTO events_history (id, {stored}, {Revision}, {Since}, {Until}, {Deleted})
            SELECT @highest + id, {stored}, {Revision}, {Since}, @version, @deleted FROM events WHERE {events}
            """;
    }

    /// <summary>Keeps which boundaries they lie in.</summary>
    public static string KeepBoundaries(string events) =>
        $"INSERT INTO event_boundaries (boundary, event) SELECT boundary, @highest + event FROM event_boundaries WHERE event IN (SELECT id FROM events WHERE {events})";

    /// <summary>Removes the rows, when what links to them is gone.</summary>
    public static string Remove(string events) => $"DELETE FROM events WHERE {events}";

    public static readonly string RevisionOf = $"SELECT {Revision} FROM events WHERE {Id} = @p0";

    /// <summary>Every row by its event.</summary>
    public static Statement CurrentRows { get; } = new($"SELECT {string.Join(", ", HistoryColumns.Current)} FROM events ORDER BY {Id}", []);

    /// <summary>Every row that is no more, by its event and revision.</summary>
    public static Statement PastRows { get; } = new($"SELECT {string.Join(", ", HistoryColumns.Past)} FROM events_history ORDER BY {Id}, {Revision}", []);

    /// <summary>The rows that a version wrote, by their events: those that still are, then those that are no more.</summary>
    public static IReadOnlyList<Statement> WrittenBy(long version) => [WrittenBy("events", version), WrittenBy("events_history", version)];

    /// <summary>The ids of the events that a version removed.</summary>
    public static Statement RemovedBy(long version) => new($"SELECT {Id} FROM events_history WHERE {Deleted} = 1 AND {Until} = @p0 ORDER BY {Id}", [version]);

    /// <summary>
    /// What was written and removed after an event of a version, in that order: each row once, whether it still is or not.
    /// A removal is a revision of its own.
    /// </summary>
    public static Statement Changes(long version, string id, int limit) => new(
        $"SELECT {string.Join(", ", HistoryColumns.Changed)} FROM ({Page(string.Join(", ", EventColumns.All))}) AS changes ORDER BY {Since}, {Id} LIMIT @p2", [version, id, (long)limit]);

    /// <summary>The rows that those which were written replaced.</summary>
    public static Statement Replaced(long version, string id, int limit) => new($"""
        SELECT {string.Join(", ", HistoryColumns.Current.Select(column => "h." + column))}
        FROM (SELECT {Id}, {Revision}, {Deleted} FROM ({Page(Id)}) AS changes ORDER BY {Since}, {Id} LIMIT @p2) AS page
        JOIN events_history h ON h.{Id} = page.{Id} AND h.{Revision} = page.{Revision} - 1
        WHERE page.{Deleted} = 0
        """, [version, id, (long)limit]);

    // Each part is read off its index as far as the page can go.
    private static string Page(string columns) => string.Join(" UNION ALL ",
        Part($"{columns}, {Revision}, {Since}, CAST(0 AS bigint) AS {Deleted} FROM events WHERE 1 = 1", Since, "written"),
        Part($"{columns}, {Revision}, {Since}, CAST(0 AS bigint) AS {Deleted} FROM events_history WHERE 1 = 1", Since, "replaced"),
        Part($"{columns}, {Revision} + 1 AS {Revision}, {Until} AS {Since}, {Deleted} FROM events_history WHERE {Deleted} = 1", Until, "removed"));

    private static string Part(string select, string version, string name) =>
        $"SELECT * FROM (SELECT {select} AND ({version}, {Id}) > (@p0, @p1) ORDER BY {version}, {Id} LIMIT @p2) AS {name}";

    /// <summary>An event's rows below a revision, the newest first.</summary>
    public static Statement RowsOf(string id, long before, int limit)
    {
        var current = string.Join(", ", HistoryColumns.Current);
        return new Statement($"""
            SELECT * FROM (
            SELECT {current}, {Until}, {Deleted} FROM events_history WHERE {Id} = @p0
            UNION ALL SELECT {current}, CAST(NULL AS bigint), CAST(0 AS bigint) FROM events WHERE {Id} = @p0) AS rows
            WHERE {Revision} < @p1 ORDER BY {Revision} DESC LIMIT @p2
            """, [id, before, (long)limit]);
    }

    /// <summary>The ids of the events that a version wrote or removed and that are not as it left them: whatever was taken back since is.</summary>
    public static Statement ChangedSince(Dialect dialect, long version) => new($"""
        SELECT h.{Id} FROM events_history h WHERE h.{Since} = @p0
            AND NOT EXISTS (SELECT 1 FROM events e WHERE e.{Id} = h.{Id} AND {string.Join(" AND ", StagingSql.Compared.Select(name => dialect.Same("e." + name, "h." + name)))})
        UNION SELECT h.{Id} FROM events_history h WHERE h.{Deleted} = 1 AND h.{Until} = @p0 AND EXISTS (SELECT 1 FROM events e WHERE e.{Id} = h.{Id})
        ORDER BY 1
        """, [version]);

    /// <summary>The rows that stood where a version wrote others, and those that it removed.</summary>
    public static Statement StoodBefore(long version)
    {
        var columns = string.Join(", ", EventColumns.All.Select(column => "h." + column));
        return new Statement($"""
            SELECT {columns} FROM ({Written}) AS w JOIN events_history h ON h.{Id} = w.{Id} AND h.{Revision} = w.{Revision} - 1
            UNION ALL SELECT {columns} FROM events_history h WHERE h.{Deleted} = 1 AND h.{Until} = @p0
            """, [version]);
    }

    /// <summary>The ids of the events that a version created.</summary>
    public static Statement CreatedBy(long version) => new($"""
        SELECT w.{Id} FROM ({Written}) AS w
        WHERE NOT EXISTS (SELECT 1 FROM events_history h WHERE h.{Id} = w.{Id} AND h.{Revision} = w.{Revision} - 1) ORDER BY 1
        """, [version]);

    // The rows of a version, whether they still stand or not.
    private static string Written => $"SELECT {Id}, {Revision} FROM events WHERE {Since} = @p0 UNION ALL SELECT {Id}, {Revision} FROM events_history WHERE {Since} = @p0";

    /// <summary>
    /// The events as they were in the version that a parameter names, as a table to put before a statement. The parts have
    /// no conditions of their own, so that PostgreSQL reads both in the order of their indexes.
    /// </summary>
    /// <param name="table">The table <c>events</c> itself, as the engine names it where its name is taken.</param>
    /// <param name="since">The column, as the engine must read it to walk the order of the statement and not this one's.</param>
    /// <param name="point">The point of a past row, of the same type as <c>geometry</c>.</param>
    public static string AsOf(string table, string since, string point, string version)
    {
        var columns = $"{string.Join(", ", StagingSql.Stored)}, {Revision}, {Since}";
        return $"""
            events AS NOT MATERIALIZED (SELECT id, {columns}, geometry FROM (
            SELECT id, {columns}, geometry, CAST(NULL AS bigint) AS {Until} FROM {table}
            UNION ALL SELECT id, {columns}, {point}, {Until} FROM events_history) AS versions
            WHERE {since} <= {version} AND ({Until} IS NULL OR {Until} > {version}))
            """;
    }

    /// <summary>The events that are no more, as a table to put before a statement: their ids, and when they were deleted in Unix seconds.</summary>
    /// <param name="table">The table <c>events</c> itself, as the engine names it where its name is taken.</param>
    public static string Deletions(string table) => $"""
        events AS (
        SELECT h.{Id}, v.time / 1000 AS {EventColumns.Timestamp} FROM events_history h JOIN versions v ON v.version = h.{Until}
        WHERE h.{Deleted} = 1 AND NOT EXISTS (SELECT 1 FROM {table} e WHERE e.{Id} = h.{Id})
            AND NOT EXISTS (SELECT 1 FROM events_history l WHERE l.{Id} = h.{Id} AND l.{Revision} > h.{Revision}))
        """;

    private static Statement WrittenBy(string table, long version) =>
        new($"SELECT {string.Join(", ", EventColumns.All)} FROM {table} WHERE {Since} = @p0 ORDER BY {Id}", [version]);
}
