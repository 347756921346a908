using static EventsApi.Data.Model.Column;

namespace EventsApi.Data.Model;

/// <summary>What the store keeps about a row besides what the row says; no part of the catalogue.</summary>
internal static class HistoryColumns
{
    public static readonly Column Revision = Integer("revision", e => e.Revision, (e, v) => e.Revision = v, "1", "Number of the event's revision, from 1.");

    public static readonly Column Since = Integer("since", e => e.Since, (e, v) => e.Since = v, "1", "Data version that wrote the row.");

    /// <summary>Only of rows that are no more.</summary>
    public static readonly Column Until = Integer("until", e => e.Until, (e, v) => e.Until = v, "2", "Data version that replaced or removed it.");

    /// <inheritdoc cref="Until"/>
    public static readonly Column Deleted = Integer("deleted", e => e.Deleted, (e, v) => e.Deleted = v, "0", "1 when it was removed, 0 when it was replaced.");

    /// <summary>A row of <c>events</c> with all that is kept about it.</summary>
    public static IReadOnlyList<Column> Current { get; } = [.. EventColumns.All, Revision, Since];

    /// <summary>A change: since is then the version that made it, and deleted whether the row was removed by it.</summary>
    public static IReadOnlyList<Column> Changed { get; } = [.. Current, Deleted];

    /// <summary>A row that is no more.</summary>
    public static IReadOnlyList<Column> Past { get; } = [.. Current, Until, Deleted];
}
