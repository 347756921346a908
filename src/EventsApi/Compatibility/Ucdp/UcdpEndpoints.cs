using EventsApi.Access;
using EventsApi.Contract;
using EventsApi.Requests;
using Microsoft.OpenApi;

namespace EventsApi.Compatibility.Ucdp;

/// <summary>What clients made for UCDP's API ask for: the georeferenced events.</summary>
internal static class UcdpEndpoints
{
    private const string Tag = "UCDP-compatible";
    private const string Page = "Page";

    private static readonly ContractDocument Document = new("ucdp", "UCDP-compatible API",
        "The events of this server as clients made for UCDP's API ask for them. It is not UCDP's, and nobody there endorses it. Events are those of organized violence: battles, explosions and violence against civilians.",
        [new OpenApiTag { Name = Tag, Description = "Events as UCDP's API has them." }], AddSchemas);

    private static readonly Operation GetEvents = new("getGedEvents", "A page of events",
        "Events with the columns of UCDP's Georeferenced Event Dataset: as imported where they came from there, else made of what the event says. A version is a release of this server and never changes; latest is the data as they are.")
    {
        Document = Document.Name,
        Path = [new Parameter("version", ParameterType.Text, "Name of a release, or latest.") { Example = UcdpAnswer.Latest }],
        Query = UcdpRequest.Parameters,
        Answers = [new("application/json", Page)],
        IsConditional = true,
        Problems = [400, 404, 405, 414, 500, 503],
    };

    public static readonly Facade Facade = new(Document, Map, services => services.AddSingleton<UcdpAnswer>());

    private static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/gedevents/{version}", (HttpContext http, string version, UcdpAnswer answer) => answer.WriteAsync(http, version))
        .WithTags(Tag).WithMetadata(ForeignCredentials.Header("x-ucdp-access-token")).WithOperation(GetEvents);

    private static void AddSchemas(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        Schemas.AddProblem(document);
        schemas[Page] = Schemas.Object("A page of events.",
        [
            ("TotalCount", Schemas.Integer("Events that match in all.")), ("TotalPages", Schemas.Integer("Pages in all.")), ("PreviousPageUrl", Text("Empty on the first.")), ("NextPageUrl", Text("Empty on the last.")),
            ("Result", new OpenApiSchema { Type = JsonSchemaType.Array, Items = Schemas.Object("An event; what is unknown is null.", GedColumn.All.Select(column => (column.Name, (IOpenApiSchema)Value(column))), []) }),
        ], ["TotalCount", "TotalPages", "PreviousPageUrl", "NextPageUrl", "Result"]);
    }

    // The id of an event that is not UCDP's is text.
    private static OpenApiSchema Value(GedColumn column) => new() { Type = Schemas.TypeOf(column.Type.Name) | JsonSchemaType.Null | (column.Name == "id" ? JsonSchemaType.String : 0) };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
