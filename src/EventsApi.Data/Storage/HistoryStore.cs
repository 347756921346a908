using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>What happened to the events, within one <see cref="ReadSession"/>.</summary>
public static class HistoryStore
{
    /// <summary>The changes after a place in the order of commits, those of one write by the events' ids; each exactly once.</summary>
    public static async Task<ChangePage> ChangesAsync(this ReadSession session, ChangeCursor after, int limit)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(after);
        var rows = await session.RowsOfAsync(HistorySql.Changes(after.Version, after.Id, limit), HistoryColumns.Changed).ToListAsync(session.Token);
        if (rows.Count == 0)
        {
            return new ChangePage([], new ChangeCursor(session.Newest + 1, ""));
        }
        var before = await BeforeAsync(session, after, limit, rows);
        var writes = (await session.VersionsAsync(rows[0].Since!.Value, rows[^1].Since!.Value)).ToDictionary(write => write.Version);
        var changes = rows.Select(row => row.Deleted == 1
            ? new EventChange(writes[row.Since!.Value], row.EventIdCnty, row.Revision!.Value, row, null)
            : new EventChange(writes[row.Since!.Value], row.EventIdCnty, row.Revision!.Value, before.GetValueOrDefault((row.EventIdCnty, row.Revision.Value - 1)), row));
        return new ChangePage([.. changes], rows.Count < limit ? new ChangeCursor(session.Newest + 1, "") : new ChangeCursor(rows[^1].Since!.Value, rows[^1].EventIdCnty));
    }

    /// <summary>An event's revisions, the newest first; none when there never was an event of that id.</summary>
    /// <param name="id">In any case.</param>
    /// <param name="before">Only those of lower numbers.</param>
    public static async Task<IReadOnlyList<EventChange>> RevisionsAsync(this ReadSession session, string id, long before, int limit)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(id);
        // One more row to compare the last with.
        var rows = await session.RowsOfAsync(HistorySql.RowsOf(id.ToUpperInvariant(), before, limit + 1), HistoryColumns.Past).ToListAsync(session.Token);
        var changes = new List<EventChange>();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.Deleted == 1 && row.Revision + 1 < before)
            {
                changes.Add(new EventChange(await session.WriteAsync(row.Until), row.EventIdCnty, row.Revision!.Value + 1, row, null));
            }
            var replaced = i + 1 < rows.Count && rows[i + 1].Revision == row.Revision - 1 ? rows[i + 1] : null;
            changes.Add(new EventChange(await session.WriteAsync(row.Since), row.EventIdCnty, row.Revision!.Value, replaced, row));
        }
        return [.. changes.Take(limit)];
    }

    /// <summary>
    /// The events that are no more, by a query over their ids and timestamps: the latter is when they were deleted, in Unix
    /// seconds, never less than any timestamp that a reader saw before. Who came back is not among them.
    /// </summary>
    public static IAsyncEnumerable<Event> DeletionsAsync(this ReadSession session, EventQuery query)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(query);
        return session.RowsOfAsync(session.Dialect.OfDeletions(EventSql.Select(session.Dialect, query, [])), EventSql.Columns(query));
    }

    /// <summary>How many of them satisfy a predicate over id and timestamp.</summary>
    public static async Task<long> CountDeletionsAsync(this ReadSession session, Predicate where)
    {
        ArgumentNullException.ThrowIfNull(session);
        return await session.ScalarAsync(session.Dialect.OfDeletions(EventSql.Count(session.Dialect, where)));
    }

    private static async Task<DataVersion> WriteAsync(this ReadSession session, long? version) => (await session.VersionsAsync(version!.Value, version.Value))[0];

    private static async Task<Dictionary<(string, long), Event>> BeforeAsync(ReadSession session, ChangeCursor after, int limit, List<Event> rows) =>
        rows.Exists(row => row.Deleted == 0 && row.Revision > 1)
            ? await session.RowsOfAsync(HistorySql.Replaced(after.Version, after.Id, limit), HistoryColumns.Current).ToDictionaryAsync(row => (row.EventIdCnty, row.Revision!.Value), cancellationToken: session.Token)
            : [];
}
