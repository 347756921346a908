using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Storage;

/// <summary>What one write did to one event.</summary>
/// <param name="Write">The write.</param>
/// <param name="Id">The event's event_id_cnty.</param>
/// <param name="Revision">1, 2 … of this event; its removal is a revision as well, and counting goes on when it comes back.</param>
/// <param name="Before">The event before; null when the write created it.</param>
/// <param name="After">The event after; null when the write deleted it.</param>
public sealed record EventChange(DataVersion Write, string Id, long Revision, Event? Before, Event? After)
{
    public const string Created = "created";
    public const string Updated = "updated";
    public const string Deleted = "deleted";

    /// <summary>created, updated or deleted.</summary>
    public string Operation => Before is null ? Created : After is null ? Deleted : Updated;

    /// <summary>Why, in the words of whoever wrote; an import deletes only what its file lacks.</summary>
    public string? Reason => Operation == Deleted && Write.Operation == DataVersion.Import ? $"absent from import {Write.ImportNumber}" + (Write.Reason is { } reason ? ": " + reason : "") : Write.Reason;

    /// <summary>The columns that say something else than before; none but of an update, and never the timestamp, which moves with every one.</summary>
    public IReadOnlyList<Column> Columns => Before is null || After is null
        ? []
        : [.. EventColumns.All.Where(column => column != EventColumns.Timestamp && !Equals(column.Get(Before), column.Get(After)))];
}

/// <summary>A place in the order of changes: all before it are known. Clients see it as one opaque token.</summary>
/// <param name="Version">The version of the last change known, or the next version when all of its are.</param>
/// <param name="Id">The id of the last event known of that version; empty for none.</param>
public sealed record ChangeCursor(long Version, string Id)
{
    private const string Order = "changes";

    /// <summary>Before all changes.</summary>
    public static readonly ChangeCursor Start = new(0, "");

    public override string ToString() => CursorToken.Write(Order, [Version, Id]);

    /// <summary>Reads a token of <see cref="ToString"/>; null for anything else.</summary>
    public static ChangeCursor? Parse(string token) =>
        CursorToken.TryRead(token, Order, [(ColumnType.Integer, false), (ColumnType.Text, false)], out var values)
            ? new ChangeCursor((long)values[0]!, (string)values[1]!)
            : null;
}

/// <summary>Changes in the order of commits, and where to go on.</summary>
public sealed record ChangePage(IReadOnlyList<EventChange> Changes, ChangeCursor Next);
