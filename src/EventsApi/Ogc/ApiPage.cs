using EventsApi.Representations;
using Microsoft.OpenApi;

namespace EventsApi.Ogc;

/// <summary>The API's definition for people: every operation in a line. /docs tries them out.</summary>
internal static class ApiPage
{
    public static Task Write(HttpContext http, Options options, OpenApiDocument document)
    {
        var address = Links.Base(http.Request, options);
        var operations =
            from path in document.Paths
            from operation in path.Value.Operations ?? []
            select ($"{address}/docs/index.html", (IReadOnlyList<string>)[operation.Value.OperationId ?? "", $"{operation.Key} {path.Key}", operation.Value.Summary ?? ""]);
        return new HtmlPage(http, options, document.Info.Title ?? "")
            .AddParagraph(document.Info.Description ?? "")
            .AddTable(["operation", "request", "what it does"], operations)
            .AddLinks(
            [
                OgcLinks.Link(address + "/docs/index.html", "service-doc", OgcLinks.Html, "Try the operations out"),
                OgcLinks.Link(address + "/api?f=json", "service-desc", OgcLinks.OpenApi, "OpenAPI 3.0"),
                OgcLinks.Link(address + "/openapi/v1.json", "service-desc", "application/vnd.oai.openapi+json;version=3.1", "OpenAPI 3.1"),
            ]).WriteAsync();
    }
}
