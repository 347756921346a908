using System.Text.Json.Nodes;
using EventsApi.Representations;

namespace EventsApi.Ogc;

/// <summary>Links as the resources of OGC API carry them (17-069r4 §7.2).</summary>
internal static class OgcLinks
{
    public const string Html = "text/html";
    public const string Json = "application/json";
    public const string GeoJson = "application/geo+json";
    public const string Schema = "application/schema+json";
    public const string OpenApi = "application/vnd.oai.openapi+json;version=3.0";

    public static JsonObject Link(string href, string rel, string type, string title) =>
        new() { ["href"] = href, ["rel"] = rel, ["type"] = type, ["title"] = title };

    /// <summary>A resource's links to itself and to its other form.</summary>
    public static IEnumerable<JsonObject> SelfAndAlternate(HttpContext http, Options options, string json, bool isHtml)
    {
        var self = Links.Base(http.Request, options) + http.Request.Path.ToUriComponent();
        yield return Link(With(http, self, isHtml ? "html" : null), "self", isHtml ? Html : json, "This document");
        yield return Link(With(http, self, isHtml ? "json" : "html"), "alternate", isHtml ? json : Html, isHtml ? "This document as JSON" : "This document as HTML");
    }

    /// <summary>The same two as header, of a document that has no place for links.</summary>
    public static void AddHeader(HttpContext http, Options options, string json, bool isHtml)
    {
        foreach (var link in SelfAndAlternate(http, options, json, isHtml))
        {
            http.Response.Headers.Append("Link", $"<{link["href"]}>; rel=\"{link["rel"]}\"; type=\"{link["type"]}\"");
        }
    }

    // The same request with another f.
    private static string With(HttpContext http, string path, string? format)
    {
        var query = new Microsoft.AspNetCore.Http.Extensions.QueryBuilder();
        foreach (var (name, values) in http.Request.Query)
        {
            if (!name.Equals("f", StringComparison.OrdinalIgnoreCase))
            {
                query.Add(name, values.Select(value => value ?? ""));
            }
            else if (format is null)
            {
                query.Add("f", values.Select(value => value ?? ""));
            }
        }
        if (format is not null)
        {
            query.Add("f", format);
        }
        return path + query.ToQueryString().ToUriComponent();
    }
}
