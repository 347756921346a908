using EventsApi.Contract;
using EventsApi.Data.Model;
using EventsApi.Requests;
using Microsoft.OpenApi;

namespace EventsApi.Compatibility.Acled;

/// <summary>The schemas of the answers.</summary>
internal static class AcledSchemas
{
    public const string Events = "Events";
    public const string Deletions = "DeletedEvents";
    public const string Legacy = "LegacyAnswer";
    public const string Error = "Error";
    public const string Token = "Token";
    public const string TokenRequest = "TokenRequest";
    public const string TokenError = "TokenError";

    public static void AddTo(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        schemas[Events] = Envelope("Events.", AcledColumn.OfEvents);
        schemas[Deletions] = Envelope("Deleted events.", AcledColumn.OfDeletions);
        foreach (var list in AcledList.All)
        {
            schemas[NameOf(list)] = Envelope(list.Summary + ".", list.Columns.Select(column => (column.Name, (IOpenApiSchema)new OpenApiSchema { Type = JsonSchemaType.String | (column.IsInteger ? JsonSchemaType.Integer : 0) })));
        }
        AddTokens(schemas);
        schemas[Legacy] = Schemas.Object("Rows, every value as text; or an error, with success false.",
        [
            ("status", Schemas.Integer("200, or what is wrong.")), ("success", new OpenApiSchema { Type = JsonSchemaType.Boolean }), ("last_update", Schemas.Integer("Hours since the data last changed.")),
            ("count", Schemas.Integer("Rows on this page.")), ("data", Array(new OpenApiSchema { Type = JsonSchemaType.Object })), ("filename", Text("Name for a file of this.")),
            ("error", Schemas.Object("What is wrong.", [("status", Schemas.Integer("As an HTTP status.")), ("message", Text("What is wrong."))], ["status", "message"])),
        ], ["status", "success"]);
        schemas[Error] = Schemas.Object("What is wrong.",
        [
            ("status", Schemas.Integer("The HTTP status.")), ("success", new OpenApiSchema { Type = JsonSchemaType.Boolean }),
            ("error", Array(Schemas.Object("One thing that is wrong.", [("message", Text("What is wrong, and how to write it."))], ["message"]))),
        ], ["status", "success", "error"]);
    }

    public static string NameOf(AcledList list) => list.Summary.Replace(" ", "", StringComparison.Ordinal);

    private static void AddTokens(IDictionary<string, IOpenApiSchema> schemas)
    {
        schemas[TokenRequest] = Schemas.Object("A grant.",
        [
            ("grant_type", new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["password", "refresh_token"] }), ("username", Text("Anything.")), ("password", Text("A key of this server.")),
            ("refresh_token", Text("That of an earlier answer.")), ("client_id", Text("acled; not used.")), ("scope", Text("Not used.")),
        ], ["grant_type"]);
        schemas[Token] = Schemas.Object("Two tokens.",
            [("token_type", Schemas.Constant("Bearer")), ("expires_in", Schemas.Integer("Seconds.")), ("access_token", Text("For the header Authorization.")), ("refresh_token", Text("For another two."))],
            ["token_type", "expires_in", "access_token", "refresh_token"]);
        schemas[TokenError] = Schemas.Object("What is wrong, as RFC 6749 has it.", [("error", Text("Its name.")), ("error_description", Text("What is wrong.")), ("message", Text("The same."))], ["error", "error_description", "message"]);
    }

    public static OpenApiSchema Envelope(string description, IEnumerable<(string Name, IOpenApiSchema Schema)> columns) => Schemas.Object(description,
    [
        ("status", Schemas.Integer("200.")), ("success", new OpenApiSchema { Type = JsonSchemaType.Boolean }), ("last_update", Schemas.Integer("Hours since the data last changed.")),
        ("count", Schemas.Integer("Rows on this page.")), ("total_count", Schemas.Integer("Rows on all pages.")), ("messages", Array(Text("What the client should know."))),
        ("data", Array(Schemas.Object("A row; what is unknown is empty text.", columns, []))), ("filename", Text("Name for a file of this.")),
        ("data_query_restrictions", new OpenApiSchema { Type = JsonSchemaType.Object, Description = "Always empty: this server keeps nothing back." }),
    ], ["status", "success", "last_update", "count", "total_count", "messages", "data", "filename", "data_query_restrictions"]);

    private static OpenApiSchema Envelope(string description, IReadOnlyList<AcledColumn> columns) => Envelope(description, columns.Select(column => (column.Name, (IOpenApiSchema)Value(column.Column))));

    // A number that is unknown is empty text, and a kind of actor may be its code.
    private static OpenApiSchema Value(Column column) => new()
    {
        Description = column.Description,
        Type = Schemas.TypeOf(ParameterType.Of(column).Name) | JsonSchemaType.String | (column.Vocabulary == Codebook.Inter || column.Vocabulary == Codebook.Interaction ? JsonSchemaType.Integer : 0),
    };

    private static OpenApiSchema Array(IOpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };

    public static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
