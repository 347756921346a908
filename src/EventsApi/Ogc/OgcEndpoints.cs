using System.Text.Json.Nodes;
using EventsApi.Contract;
using EventsApi.Data.Storage;
using EventsApi.Representations;
using EventsApi.Requests;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace EventsApi.Ogc;

/// <summary>OGC API - Features at the root: what QGIS, GDAL and other map clients open by the server's address alone.</summary>
internal static class OgcEndpoints
{
    private const string Collection = "/collections/" + OgcDocuments.Collection;

    public static void MapOgc(this IEndpointRouteBuilder app)
    {
        var ogc = app.MapGroup("").WithTags("OGC API");
        ogc.MapGet("/", Landing).WithOperation(OgcOperations.GetLandingPage);
        ogc.MapGet("/conformance", (HttpContext http, Options options) => WriteAsync(http, options, "Conformance", OgcDocuments.ConformsTo(), OgcLinks.Json)).WithOperation(OgcOperations.GetConformance);
        ogc.MapGet("/api", Api).WithOperation(OgcOperations.GetApi);
        ogc.MapGet("/collections", Collections).WithOperation(OgcOperations.ListCollections);
        ogc.MapGet(Collection, Events).WithOperation(OgcOperations.GetCollection);
        ogc.MapGet(Collection + "/queryables", (HttpContext http, Options options) =>
            WriteAsync(http, options, "Queryables", Documents(http, options).Queryables(), OgcLinks.Schema, OgcLinks.Json)).WithOperation(OgcOperations.GetQueryables);
        ogc.MapGet(Collection + "/schema", (HttpContext http, Options options) =>
            WriteAsync(http, options, "Schema", Documents(http, options).PropertySchema(), OgcLinks.Schema, OgcLinks.Json)).WithOperation(OgcOperations.GetSchema);
        ogc.MapGet(Collection + "/schema/feature", (HttpContext http, Options options) =>
            WriteAsync(http, options, "Feature", Documents(http, options).FeatureSchema(), OgcLinks.Schema, OgcLinks.Json)).WithOperation(OgcOperations.GetFeatureSchema);
        ogc.MapGet(Collection + "/items", Items).WithOperation(OgcOperations.GetFeatures);
        ogc.MapGet(Collection + "/items/{featureId}", Item).WithOperation(OgcOperations.GetFeature);
    }

    private static Task Landing(HttpContext http, Options options)
    {
        var document = Documents(http, options).Landing();
        return WriteAsync(http, options, "Conflict Events API", document, OgcLinks.Json);
    }

    private static async Task Api(HttpContext http, Options options, ISwaggerProvider swagger)
    {
        var type = OgcFormat.Choose(http, OgcLinks.OpenApi);
        if (type == OgcLinks.Html)
        {
            await ApiPage.Write(http, options, swagger.GetSwagger(ContractEndpoints.Document));
            return;
        }
        OgcLinks.AddHeader(http, options, type, isHtml: false);
        http.Response.Headers.Vary = "Accept";
        http.Response.ContentType = type;
        await http.Response.WriteAsync(await ContractEndpoints.RenderAsync(swagger, OpenApiSpecVersion.OpenApi3_0), http.RequestAborted);
    }

    private static async Task Collections(HttpContext http, Options options, Database database, Remembered<DataExtent> extents) =>
        await WriteAsync(http, options, "Collections", Documents(http, options).Collections(await ExtentAsync(http, options, database, extents)), OgcLinks.Json);

    private static async Task Events(HttpContext http, Options options, Database database, Remembered<DataExtent> extents) =>
        await WriteAsync(http, options, "Conflict events", Documents(http, options).Events(await ExtentAsync(http, options, database, extents)), OgcLinks.Json);

    private static Task Items(HttpContext http, ItemsAnswer answer) =>
        answer.WriteAsync(http, ItemsRequest.Parse(RawRequest.FromQuery(http.Request.Query), http.Request.GetTypedHeaders()));

    private static async Task Item(HttpContext http, string featureId, ItemsAnswer answer)
    {
        if (!await answer.WriteOneAsync(http, ItemsRequest.ParseOne(RawRequest.FromQuery(http.Request.Query), http.Request.GetTypedHeaders(), featureId)))
        {
            await Problems.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no event '{featureId}'.");
        }
    }

    private static OgcDocuments Documents(HttpContext http, Options options) => new(Links.Base(http.Request, options));

    private static async Task<DataExtent> ExtentAsync(HttpContext http, Options options, Database database, Remembered<DataExtent> extents)
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        return await extents.GetAsync(session);
    }

    private static async Task WriteAsync(HttpContext http, Options options, string title, JsonObject document, params string[] json)
    {
        var type = OgcFormat.Choose(http, json);
        var isHtml = type == OgcLinks.Html;
        // A schema is no place for links.
        if (document["links"] is null)
        {
            OgcLinks.AddHeader(http, options, json[0], isHtml);
        }
        else if (document["links"] is JsonArray links && !links.Any(link => (string?)link!["rel"] == "self"))
        {
            document["links"] = new JsonArray([.. OgcLinks.SelfAndAlternate(http, options, json[0], isHtml), .. links.Select(link => link!.DeepClone())]);
        }
        http.Response.Headers.Vary = "Accept";
        if (isHtml)
        {
            await new HtmlPage(http, options, title).Add(document).WriteAsync();
            return;
        }
        http.Response.ContentType = type;
        await http.Response.WriteAsync(document.ToJsonString(new() { Encoder = EventJson.Options.Encoder }), http.RequestAborted);
    }
}
