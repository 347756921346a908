using EventsApi.Data.Office;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Contract;

/// <summary>The operations on imports.</summary>
internal static class ImportOperations
{
    private static readonly Parameter Id = new("id", ParameterType.Text, "Number of the import.") { Example = "1" };

    private static readonly Parameter IdempotencyKey = new("Idempotency-Key", ParameterType.Text,
        "Makes sending again harmless: the same key and body answer the first result again for 24 hours, another body 422, and 409 while the first is under way.")
    { Example = "2026-01-31-nightly" };

    private static readonly Parameter Prefer = new("Prefer", ParameterType.Text, "respond-async: answer 202 at once.") { Example = "respond-async" };

    private static readonly Parameter Digest = new(ContentDigest.Header, ParameterType.Text, "sha-256 or sha-512 of the body as sent (RFC 9530); it is checked.") { Example = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:" };

    public static readonly Operation PostImport = new("postImport", "Import a file",
        "The body is a file of events: CSV, NDJSON, a JSON array or GeoJSON, in any known profile, also gzipped; it is told by its content. A form with one file does as well, its fields are parameters. "
        + "It is imported whole or not at all, one after the other. Up to 5 MB the answer is the report; longer ones, and with Prefer: respond-async any, are answered 202 and imported afterwards. "
        + "A file that cannot be imported is a problem whose member import is the report.")
    {
        Scope = Scopes.Import,
        Headers = [IdempotencyKey, Prefer, Digest],
        Query = ImportParameters.All,
        Bodies = [new("text/csv", null), new("application/x-ndjson", null), new("application/json", Schemas.ImportFile), new("application/geo+json", Schemas.EventCollection), new("multipart/form-data", Schemas.ImportForm)],
        Answers = [new("application/json", nameof(ImportDocument))],
        Accepted = true,
        Problems = [400, 405, 409, 413, 414, 415, 422, 429, 500, 503, 507],
    };

    public static readonly Operation ListImports = new("listImports", "List imports", "The imports that this key sent, for an administrator's those of all keys and of the command line; the newest first.")
    { Scope = Scopes.Import, Query = ImportsRequest.Parameters, Answers = [new("application/json", nameof(ImportsAnswer))], Problems = [400, 405, 414, 429, 500, 503] };

    public static readonly Operation GetImport = new("getImport", "Get one import", "The report of an import, and how far it is while it runs.")
    { Scope = Scopes.Import, Path = [Id], Answers = [new("application/json", nameof(ImportDocument))], Problems = [404, 405, 414, 429, 500, 503] };

    public static readonly Operation CancelImport = new("cancelImport", "Cancel an import", "An import that waits or runs is given up, and nothing of it is written; 202 when it has not stopped yet.")
    { Scope = Scopes.Import, Path = [Id], Answers = [new("application/json", nameof(ImportDocument))], Accepted = true, Problems = [404, 405, 409, 414, 429, 500, 503, 507] };

    public static readonly Operation RevertImport = new("revertImport", "Take an import back",
        "What the import changed is as it was before, what it deleted is there again, and what it created is gone; itself an import. Refused when some of it has changed since.")
    {
        Scope = Scopes.Admin,
        Path = [Id],
        Query = RevertRequest.Parameters,
        Answers = [new("application/json", nameof(ImportDocument))],
        Accepted = true,
        Problems = [400, 404, 405, 409, 414, 429, 500, 503, 507],
    };

    private static readonly Parameter EventId = new("event_id_cnty", ParameterType.Text, "Identifier of the event, in any case.") { Example = "SAMPLE27" };

    private static readonly Parameter IfMatch = new("If-Match", ParameterType.Text, "The event's ETag as it was read, or * for any.") { Example = "\"1-0123456789abcdef\"" };

    private static readonly Parameter IfNoneMatch = new("If-None-Match", ParameterType.Text, "*: there is no such event yet.") { Example = "*" };

    public static readonly Operation PutEvent = new("putEvent", "Write one event",
        "The event as a whole, its columns by their names; what is left out is unknown, and its data set as it was. It must satisfy the rules of imports. Answers 412 when it has changed since it was read, and 428 without a condition.")
    {
        Scope = Scopes.Import,
        Path = [EventId],
        Query = EventEdit.Parameters,
        Headers = [IfMatch, IfNoneMatch],
        Bodies = [new("application/json", Schemas.Event)],
        Answers = [new("application/json", Schemas.Event)],
        Created = true,
        IsTagged = true,
        Problems = [400, 405, 409, 412, 413, 414, 415, 422, 428, 429, 500, 503, 507],
    };

    public static readonly Operation DeleteEvent = new("deleteEvent", "Delete one event", "The event is deleted; its revisions stay. Answers 412 when it has changed since it was read, and 428 without a condition.")
    {
        Scope = Scopes.Delete,
        Path = [EventId],
        Query = EventEdit.Parameters,
        Headers = [IfMatch],
        Answers = [],
        Problems = [400, 404, 405, 409, 412, 414, 428, 429, 500, 503, 507],
    };

    public static readonly Operation ListRejects = new("listRejects", "List rejected rows", "Every rejected row with its column, value, rule, message, and itself as it was sent.")
    {
        Scope = Scopes.Import,
        Path = [Id],
        Query = RejectsRequest.Parameters,
        Answers = [new("text/csv", null), new("application/x-ndjson", null)],
        Problems = [400, 404, 405, 406, 409, 410, 414, 429, 500, 503],
    };

    public static readonly Operation FollowImport = new("followImport", "Follow an import", "Server-sent events: the import whenever it is further, until it ends.")
    { Scope = Scopes.Import, Path = [Id], Answers = [new("text/event-stream", null)], Problems = [404, 405, 414, 429, 500, 503] };
}
