using EventsApi.Data.Model;

namespace EventsApi.Data.Sql;

/// <summary>
/// Statements that keep the rows which a write replaces or removes. An event's row gets the id <c>@lowest - id</c> there:
/// negative and below all that are taken, so that the tables of links hold both.
/// </summary>
internal static class HistorySql
{
    private static readonly string Revision = HistoryColumns.Revision.Name;
    private static readonly string Since = HistoryColumns.Since.Name;
    private static readonly string Until = HistoryColumns.Until.Name;
    private static readonly string Deleted = HistoryColumns.Deleted.Name;
    private static readonly string Id = EventColumns.EventIdCnty.Name;

    public const string Lowest = "SELECT coalesce(min(id), 0) FROM events_history";

    /// <summary>Keeps the rows that a condition on <c>events</c> selects.</summary>
    public static string Keep(string events)
    {
        var stored = string.Join(", ", StagingSql.Stored);
        return $"""
            INSERT INTO events_history (id, {stored}, {Revision}, {Since}, {Until}, {Deleted})
            SELECT @lowest - id, {stored}, {Revision}, {Since}, @version, @deleted FROM events WHERE {events}
            """;
    }

    /// <summary>Keeps which boundaries they lie in.</summary>
    public static string KeepBoundaries(string events) =>
        $"INSERT INTO event_boundaries (boundary, event) SELECT boundary, @lowest - event FROM event_boundaries WHERE event IN (SELECT id FROM events WHERE {events})";

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

    /// <summary>The events as they were in the version that a parameter names, as a table to put before a statement.</summary>
    /// <param name="table">The table <c>events</c> itself, as the engine names it where its name is taken.</param>
    public static string AsOf(Dialect dialect, string table, string version)
    {
        var columns = $"{string.Join(", ", StagingSql.Stored)}, {Revision}, {Since}";
        return $"""
            events AS NOT MATERIALIZED (
            SELECT id, {columns}, geometry FROM {table} WHERE {Since} <= {version}
            UNION ALL SELECT id, {columns}, {dialect.Point("longitude", "latitude")} FROM events_history WHERE {Since} <= {version} AND {Until} > {version})
            """;
    }

    private static Statement WrittenBy(string table, long version) =>
        new($"SELECT {string.Join(", ", EventColumns.All)} FROM {table} WHERE {Since} = @p0 ORDER BY {Id}", [version]);
}
