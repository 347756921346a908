using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Representations;

/// <summary>One page of events, and the token of the place to go on from when there are more.</summary>
internal sealed record EventPage(IReadOnlyList<Event> Rows, string? Next)
{
    /// <summary>Reads the page of a query with a limit.</summary>
    public static async Task<EventPage> ReadAsync(ReadSession session, EventQuery query)
    {
        var limit = query.Limit!.Value;
        var rows = await session.EventsAsync(query with { Limit = limit + 1 }).ToListAsync(session.Token); // one more tells whether there is a next page
        if (rows.Count <= limit)
        {
            return new EventPage(rows, null);
        }
        rows.RemoveAt(limit);
        return new EventPage(rows, Cursor.After(query.Sort, rows[^1]).ToString());
    }
}
