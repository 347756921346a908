using EventsApi.Contract;
using Microsoft.OpenApi;

namespace EventsApi.Compatibility.Hapi;

/// <summary>What clients made for HDX HAPI ask for: how many events of a category there were in a month at a place.</summary>
internal static class HapiEndpoints
{
    private const string Tag = "HDX HAPI-compatible";
    private const string Rows = "ConflictEvents";

    private static readonly ContractDocument Document = new("hapi", "HDX HAPI-compatible API",
        "The events of this server in numbers, as clients made for HDX HAPI ask for them. It is not HDX's, and nobody there endorses it.",
        [new OpenApiTag { Name = Tag, Description = "Conflict events in numbers, as HDX HAPI has them." }], AddSchemas);

    private static readonly Operation Get = new("getConflictEvents", "Conflict events by month, place and category",
        "Events and fatalities of each month at each place, in categories that do not exclude each other. An event counts where it is known deepest, so that rows add up.")
    {
        Document = Document.Name,
        Query = HapiRequest.Parameters,
        Answers = [new("application/json", Rows), new("text/csv", null)],
        IsConditional = true,
        Problems = [400, 405, 414, 500, 503],
    };

    public static readonly Facade Facade = new(Document, Map, services => services.AddSingleton<HapiAnswer>());

    private static void Map(IEndpointRouteBuilder app)
    {
        foreach (var (path, operation) in new[] { ("v2/coordination-context/conflict-events", Get), ("v1/coordination-context/conflict-event", Get with { Id = Get.Id + "V1", Summary = Get.Summary + ", version 1" }) })
        {
            app.MapGet($"/api/{path}", (HttpContext http, HapiAnswer answer) => answer.WriteAsync(http)).WithTags(Tag).WithOperation(operation);
        }
    }

    private static void AddSchemas(OpenApiDocument document)
    {
        Schemas.AddProblem(document);
        document.Components!.Schemas![Rows] = Schemas.Object("Rows.",
            [("data", new OpenApiSchema { Type = JsonSchemaType.Array, Items = Schemas.Object("A month at a place in a category; what is unknown is null.", HapiColumn.All.Select(column => (column.Name, (IOpenApiSchema)Value(column))), [.. HapiColumn.All.Select(column => column.Name)]) })], ["data"]);
    }

    private static OpenApiSchema Value(HapiColumn column) => new() { Type = Schemas.TypeOf(column.Type.Name) | JsonSchemaType.Null };
}
