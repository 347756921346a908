using EventsApi.Data.Model;

namespace EventsApi.Data.Sql;

/// <summary>
/// Statements that bring staged events into the store. The table <c>staged</c> has the stored columns, a running number
/// <c>row</c>, and what the comparison found: <c>target</c>, the stored event of the same id, and <c>same</c>. A row
/// without a data set has an id and nothing else: the event of that id is to be removed.
/// </summary>
internal static class StagingSql
{
    /// <summary>The columns that a row is stored in, the folded ones last.</summary>
    public static readonly IReadOnlyList<string> Stored =
        [.. EventColumns.All.Select(column => column.Name), .. EventColumns.Folded.Select(column => column.FoldedName)];

    /// <summary>What a row says; when the server last changed it is no part of that.</summary>
    public static readonly IReadOnlyList<string> Compared =
        [.. EventColumns.All.Where(column => column != EventColumns.Timestamp).Select(column => column.Name)];

    // An event that was there before goes on counting, its removal included.
    private static readonly string FirstRevision =
        $"coalesce((SELECT max(h.revision) FROM events_history h WHERE h.{EventColumns.EventIdCnty.Name} = staged.{EventColumns.EventIdCnty.Name}), -1) + 2";

    private static readonly IReadOnlyList<string> Written = [.. Stored.Where(name => name != EventColumns.EventIdCnty.Name)];

    public static readonly string Create =
        $"CREATE TEMP TABLE staged (row INTEGER PRIMARY KEY, {string.Join(", ", Stored)}, target INTEGER, same INTEGER NOT NULL DEFAULT 0, UNIQUE ({EventColumns.EventIdCnty.Name}))";

    /// <summary>The same table with the types of <c>events</c>, for an engine that is strict about them.</summary>
    public static readonly string CreateLike =
        $"CREATE TEMP TABLE staged ON COMMIT DROP AS SELECT 0::bigint AS row, {string.Join(", ", Stored)}, 0::bigint AS target, false AS same FROM events WHERE false";

    /// <summary>Fills that table.</summary>
    public static readonly string Copy = $"COPY staged (row, {string.Join(", ", Stored)}) FROM STDIN (FORMAT BINARY)";

    /// <summary>What <see cref="Copy"/> takes.</summary>
    public static readonly string All = $"SELECT row, {string.Join(", ", Stored)} FROM staged ORDER BY row";

    public static readonly string Add =
        $"INSERT INTO staged ({string.Join(", ", Stored)}) VALUES ({string.Join(", ", Stored.Select((_, i) => "@p" + i))}) ON CONFLICT ({EventColumns.EventIdCnty.Name}) DO NOTHING";

    public static readonly string Find =
        $"SELECT {string.Join(", ", EventColumns.All.Select(column => column.Name))} FROM staged WHERE {EventColumns.EventIdCnty.Name} = @id";

    public static readonly string Remove = $"DELETE FROM staged WHERE {EventColumns.EventIdCnty.Name} = @id";

    public const string LastRow = "SELECT coalesce(max(row), 0) FROM staged";

    public const string StoredRows = "SELECT count(*) FROM events";

    public const string Counts = """
        SELECT count(*) FILTER (WHERE target IS NULL AND dataset IS NOT NULL) AS Inserted,
               count(*) FILTER (WHERE target IS NOT NULL AND NOT same AND dataset IS NOT NULL) AS Updated,
               count(*) FILTER (WHERE target IS NOT NULL AND same) AS Unchanged,
               count(*) FILTER (WHERE target IS NOT NULL AND dataset IS NULL) AS Deleted
        FROM staged
        """;

    public const string Indexes = "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'events' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type";

    public const string FillSpatialIndex = """
        DELETE FROM idx_events_geometry;
        INSERT INTO idx_events_geometry SELECT id, longitude, longitude, latitude, latitude FROM events WHERE longitude IS NOT NULL ORDER BY CAST(longitude AS INTEGER), latitude;
        """;

    public const string ClearAssociates = $"DELETE FROM event_associates WHERE {HistorySql.IsCurrent}";

    /// <summary>Conditions on <c>events</c> that select those which a range's rows replace, and those which they remove.</summary>
    public const string Replaced = "events.id IN (SELECT target FROM staged WHERE target IS NOT NULL AND NOT same AND dataset IS NOT NULL AND row BETWEEN @first AND @last)";

    /// <inheritdoc cref="Replaced"/>
    public const string Removed = "events.id IN (SELECT target FROM staged WHERE target IS NOT NULL AND dataset IS NULL AND row BETWEEN @first AND @last)";

    public const string Analyze = "ANALYZE events";

    /// <summary>The stored events of some ids.</summary>
    public static Statement Held(object[] ids) => new(
        $"SELECT {string.Join(", ", EventColumns.All.Select(column => column.Name))} FROM events WHERE {EventColumns.EventIdCnty.Name} IN ({string.Join(", ", ids.Select((_, i) => $"@p{i}"))})", ids);

    /// <summary>Finds out which rows of a range are stored already and whether they say the same.</summary>
    public static string Compare(Dialect dialect)
    {
        var same = string.Join(" AND ", Compared.Select(name => dialect.Same("e." + name, "staged." + name)));
        return $"UPDATE staged SET target = e.id, same = ({same}) FROM events e WHERE e.{EventColumns.EventIdCnty.Name} = staged.{EventColumns.EventIdCnty.Name} AND staged.row BETWEEN @first AND @last";
    }

    /// <summary>Writes the new rows of a range.</summary>
    public static string Insert(Dialect dialect) =>
        $"INSERT INTO events ({string.Join(", ", Stored)}, geometry, {HistoryColumns.Revision}, {HistoryColumns.Since}) SELECT {string.Join(", ", Stored.Select(Source))}, {dialect.Point("longitude", "latitude")}, {FirstRevision}, @version FROM staged WHERE target IS NULL AND dataset IS NOT NULL AND row BETWEEN @first AND @last ORDER BY row";

    /// <summary>Writes the changed rows of a range.</summary>
    public static string Update(Dialect dialect) =>
        $"UPDATE events SET {string.Join(", ", Written.Select(name => $"{name} = {Source("s." + name)}"))}, geometry = {dialect.Point("s.longitude", "s.latitude")}, {HistoryColumns.Revision} = events.{HistoryColumns.Revision} + 1, {HistoryColumns.Since} = @version FROM staged s WHERE s.target = events.id AND NOT s.same AND s.dataset IS NOT NULL AND s.row BETWEEN @first AND @last";

    /// <summary>Removes what the changed rows of a range say of associated actors, before they are written.</summary>
    public static string RemoveAssociates(Dialect dialect) => ActorSql.RemoveAssociates(dialect, Replaced);

    /// <summary>Enters what all new and changed rows say of associated actors, after they are written.</summary>
    public static string AddAssociates(Dialect dialect) => ActorSql.AddAssociates(dialect,
        $"events.{EventColumns.EventIdCnty.Name} IN (SELECT {EventColumns.EventIdCnty.Name} FROM staged WHERE target IS NULL OR NOT same)");

    /// <summary>Enters what all events say of associated actors.</summary>
    public static string FillAssociates(Dialect dialect) => ActorSql.AddAssociates(dialect, "1 = 1");

    private static string Source(string name) => name.EndsWith(EventColumns.Timestamp.Name, StringComparison.Ordinal) ? $"coalesce(@timestamp, {name})" : name;
}
