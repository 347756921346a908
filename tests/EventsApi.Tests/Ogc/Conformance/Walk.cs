using System.Net;
using System.Text.Json;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>
/// What a walk of requirements needs. A test is named after the requirement it walks: <c>Req_core_fc_op</c> is
/// /req/core/fc-op; <see cref="RequirementTests"/> holds the names against those of the classes that are claimed.
/// </summary>
public abstract class Walk(EventServer server)
{
    protected const string Collection = "/collections/events";
    protected const string Items = Collection + "/items";
    protected const string Crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
    protected const string Epsg4326 = "http://www.opengis.net/def/crs/EPSG/0/4326";
    protected const string Epsg3857 = "http://www.opengis.net/def/crs/EPSG/0/3857";

    /// <summary>Every resource that the standards define.</summary>
    public static TheoryData<string> Resources =>
        ["/", "/api", "/conformance", "/collections", Collection, Collection + "/queryables", Collection + "/schema", Collection + "/schema/feature", Items, Items + "/TST1"];

    /// <summary>Those of them that carry links.</summary>
    public static TheoryData<string> Linked => ["/", "/conformance", "/collections", Collection, Items, Items + "?limit=3", Items + "/TST1"];

    protected EventServer Server { get; } = server;

    /// <summary>The ids of all features that a query string asks for, in order.</summary>
    protected async Task<List<string>> IdsAsync(string query) => Ids(await Server.GetAsync($"{Items}?{query}&limit=5000"));

    /// <summary>The ids of the events of which something is certain, in the default order: what a filter must find.</summary>
    protected async Task<List<string>> WhereAsync(Func<JsonElement, bool?> holds) => [.. (await Server.RowsAsync()).Where(row => holds(row) == true).Select(Reference.Id)];

    protected async Task<List<Link>> LinksAsync(string path) => Links(await Server.GetAsync(path));

    protected async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        var response = await Server.SendAsync(HttpMethod.Get, path, null, headers);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }

    /// <summary>Asserts that a request is refused, and that the answer names the parameter.</summary>
    protected async Task AssertRefusedAsync(string path, string parameter)
    {
        var error = await Server.ErrorAsync(path);
        Assert.Equal(parameter, error.GetProperty("parameter").GetString());
    }

    /// <summary>A query parameter of the features (or of another path) as the API's definition has it.</summary>
    protected async Task<JsonElement> DefinitionAsync(string name, string path = Items) =>
        (await Server.GetAsync("/api")).GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Single(parameter => (parameter.GetProperty("name").GetString(), parameter.GetProperty("in").GetString()) == (name, "query"));

    /// <summary>Asserts what all parameters of the standards have in common, and answers the schema.</summary>
    protected async Task<JsonElement> SchemaAsync(string name, string path = Items)
    {
        var definition = await DefinitionAsync(name, path);
        Assert.False(definition.TryGetProperty("required", out var required) && required.GetBoolean());
        Assert.Equal("form", definition.GetProperty("style").GetString());
        Assert.False(definition.GetProperty("explode").GetBoolean());
        return definition.GetProperty("schema");
    }

    protected static List<string> Ids(JsonElement page) => [.. page.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("id").GetString()!)];

    protected static List<Link> Links(JsonElement document) =>
        [.. document.GetProperty("links").EnumerateArray().Select(link => new Link(link.GetProperty("rel").GetString()!, link.GetProperty("type").GetString()!, link.GetProperty("href").GetString()!))];

    protected static List<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];

    protected static string Day(JsonElement row) => row.GetProperty("event_date").GetString()!;

    protected static bool IsLocated(JsonElement row) => row.GetProperty("longitude").ValueKind == JsonValueKind.Number;

    protected static double Longitude(JsonElement row) => row.GetProperty("longitude").GetDouble();

    protected static double Latitude(JsonElement row) => row.GetProperty("latitude").GetDouble();

    public sealed record Link(string Rel, string Type, string Href);
}
