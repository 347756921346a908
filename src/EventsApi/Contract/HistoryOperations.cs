using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Contract;

/// <summary>The operations on the history of events.</summary>
internal static class HistoryOperations
{
    public static readonly Operation ListRevisions = new("listRevisions", "List an event's revisions",
        "What happened to one event, the newest first: each insert, update and deletion with its time, the import, the name of the key, the reason, and for updates the changed columns. Deleted events have theirs as well.")
    {
        Path = [new Parameter("event_id_cnty", ParameterType.Text, "Identifier of the event, in any case.") { Example = "SAMPLE27" }],
        Query = RevisionsRequest.Parameters,
        Answers = [new("application/json", HistorySchemas.Revisions)],
        IsConditional = true,
        IsPaged = true,
        Problems = [400, 404, 405, 414, 500, 503],
    };

    public static readonly Operation ListChanges = new("listChanges", "Follow the changes",
        "Every insert, update and deletion in the order of commits, each exactly once. Ask with since=next of the last answer, and nothing is missed; whoever applies all of them holds the server's events. "
        + "wait holds the answer back until there is a change; as text/event-stream each change is one event whose id is a cursor, and Last-Event-ID goes on after it. Boundaries are no part of it.")
    {
        Query = ChangesRequest.Parameters,
        Answers = [new("application/json", HistorySchemas.Changes), new("text/event-stream", null)],
    };

    public static readonly Operation ListReleases = new("listReleases", "List releases",
        "The published names for the data as they were, the newest first; release=NAME asks events, items and aggregates for them, and the answer never changes.")
    { Query = [PlainRequest.F], Answers = [new("application/json", nameof(ReleasesAnswer))], IsConditional = true, Problems = [400, 405, 414, 500, 503] };
}
