using EventsApi.Contract;
using Microsoft.OpenApi;

namespace EventsApi.Ogc;

/// <summary>The schemas of the documents that describe the service, as its standards have them.</summary>
internal static class OgcSchemas
{
    public const string LandingPage = "LandingPage";
    public const string Conformance = "ConformanceDeclaration";
    public const string Collections = "Collections";
    public const string Collection = "Collection";
    public const string AnyObject = "AnyObject";

    public static void AddTo(IDictionary<string, IOpenApiSchema> schemas)
    {
        schemas[LandingPage] = Schemas.Object("Where everything is.", [("title", Text()), ("description", Text()), Links()], ["links"]);
        schemas[Conformance] = Schemas.Object("The conformance classes that hold.", [("conformsTo", ArrayOf(Text())), Links()], ["conformsTo"]);
        schemas[Collection] = Events();
        schemas[Collections] = Schemas.Object("The collections.", [Links(), ("crs", ArrayOf(Text())), ("collections", ArrayOf(Events()))], ["links", "collections"]);
        schemas[AnyObject] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "A JSON object." };
    }

    private static OpenApiSchema Events() => Schemas.Object("A collection of features.",
    [
        ("id", Text()), ("title", Text()), ("description", Text()), ("itemType", Text()), ("extent", Extent()), ("crs", ArrayOf(Text())), ("storageCrs", Text()), Links(),
    ], ["id", "links"]);

    private static OpenApiSchema Extent() => Schemas.Object("Where and when the events are.",
    [
        ("spatial", Schemas.Object("Boxes.", [("bbox", ArrayOf(ArrayOf(new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" }))), ("crs", Text())], [])),
        ("temporal", Schemas.Object("Intervals.", [("interval", ArrayOf(ArrayOf(Text()))), ("trs", Text())], [])),
    ], []);

    private static (string, IOpenApiSchema) Links() => ("links", Schemas.Links("Links."));

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema ArrayOf(OpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };
}
