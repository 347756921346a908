namespace EventsApi.Tests.Storage;

/// <summary>Whether what is stored agrees with the record of how it came to be; the same statement on both engines.</summary>
internal static class Agreement
{
    public const string Whole = "0 0 0 0 0";

    /// <summary>
    /// How often they disagree: an event's number of revision and those of its past; a past row and the one that replaced
    /// it; what a version says that it wrote, and that it removed, and the rows that it did; the newest version.
    /// </summary>
    public const string Sql = """
        SELECT (SELECT count(*) FROM events e WHERE e.revision <> coalesce((SELECT max(h.revision + h.deleted) FROM events_history h WHERE h.event_id_cnty = e.event_id_cnty), 0) + 1)
            || ' ' || (SELECT count(*) FROM events_history h WHERE h.deleted = 0
                AND NOT EXISTS (SELECT 1 FROM events e WHERE e.event_id_cnty = h.event_id_cnty AND e.revision = h.revision + 1 AND e.since = h.until)
                AND NOT EXISTS (SELECT 1 FROM events_history n WHERE n.event_id_cnty = h.event_id_cnty AND n.revision = h.revision + 1 AND n.since = h.until))
            || ' ' || (SELECT count(*) FROM versions v WHERE v.inserted + v.updated <>
                (SELECT count(*) FROM events e WHERE e.since = v.version) + (SELECT count(*) FROM events_history h WHERE h.since = v.version))
            || ' ' || (SELECT count(*) FROM versions v WHERE v.deleted <> (SELECT count(*) FROM events_history h WHERE h.until = v.version AND h.deleted = 1))
            || ' ' || ((SELECT version FROM data_version) - (SELECT max(version) FROM versions))
        """;
}
