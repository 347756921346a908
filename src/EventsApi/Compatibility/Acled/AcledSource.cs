using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Compatibility.Acled;

/// <summary>What is read: the events, or those that were deleted.</summary>
internal sealed record AcledSource(
    string What, IReadOnlyList<AcledColumn> Columns, IReadOnlyList<SortKey> Sort,
    Func<ReadSession, EventQuery, IAsyncEnumerable<Event>> Rows, Func<CountMemory, ReadSession, Predicate, Task<long>> CountAsync)
{
    /// <summary>The newest day first, and of a day the last id: an order that no two events share a place in.</summary>
    public static readonly AcledSource Events = new("event", AcledColumn.OfEvents, EventQuery.TotalOrder([new SortKey(EventColumns.EventDate, true)]),
        (session, query) => session.EventsAsync(query), (counts, session, where) => counts.CountAsync(session, where));

    public static readonly AcledSource Deletions = new("deleted event", AcledColumn.OfDeletions, EventQuery.TotalOrder([new SortKey(EventColumns.Timestamp, true)]),
        (session, query) => session.DeletionsAsync(query), (_, session, where) => session.CountDeletionsAsync(where));
}
