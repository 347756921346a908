using EventsApi.Data.Storage;
using Microsoft.OpenApi;

namespace EventsApi.Contract;

/// <summary>The schemas of what happened to events.</summary>
internal static class HistorySchemas
{
    public const string Changes = "ChangePage";
    public const string Revisions = "RevisionPage";
    private const string Change = "EventChange";
    private const string Revision = "EventRevision";
    private const string ColumnChange = "ColumnChange";

    public static void AddTo(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        schemas[ColumnChange] = Schemas.Object("A column that says something else than before, its values as in an event.",
            [("column", Text("Name of the column.")), ("old", new OpenApiSchema { Description = "What it said." }), ("new", new OpenApiSchema { Description = "What it says." })], ["column", "old", "new"]);
        var members = Members(document).ToList();
        var names = members.Select(member => member.Item1).ToArray();
        schemas[Revision] = Schemas.Object("What one write did to an event.", members, names);
        schemas[Change] = Schemas.Object("What one write did to one event.",
        [
            ("event_id_cnty", Text("Identifier of the event.")), .. Members(document),
            ("event", Schemas.Nullable(Schemas.EventOf("The event as the write left it, all columns; null when it deleted it."))),
        ], ["event_id_cnty", .. names, "event"]);
        schemas[Revisions] = Schemas.Object("A page of an event's revisions, the newest first.",
        [
            ("event_id_cnty", Text("Identifier of the event.")), ("count", Schemas.Integer("Revisions on this page.")),
            ("next", Schemas.Nullable(new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri", Description = "Address of the next page, null on the last." })),
            ("data", Schemas.ArrayOf(Revision, document)),
        ], ["event_id_cnty", "count", "next", "data"]);
        schemas[Changes] = Schemas.Object("Changes in the order of commits.",
            [("data", Schemas.ArrayOf(Change, document)), ("next", Text("What since takes to go on after these; also when there are none."))], ["data", "next"]);
    }

    private static IEnumerable<(string, IOpenApiSchema)> Members(OpenApiDocument document) =>
    [
        ("revision", Schemas.Integer("1, 2 … of this event; a deletion is one as well, and counting goes on when the event comes back.")),
        ("operation", new OpenApiSchema { Type = JsonSchemaType.String, Enum = [EventChange.Created, EventChange.Updated, EventChange.Deleted] }),
        ("time", new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", Description = "When it was committed." }),
        ("data_version", Schemas.Integer("The version of the data that the write made.")),
        ("import", Schemas.Nullable(Schemas.Integer("Number of the import; null when it was none."))),
        ("key", Schemas.Nullable(Text("Name of the key that wrote; null on the command line."))),
        ("reason", Schemas.Nullable(Text("Why, in the words of whoever wrote."))),
        ("changes", Schemas.ArrayOf(ColumnChange, document)),
    ];

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
