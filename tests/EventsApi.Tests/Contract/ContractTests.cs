using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Office;
using EventsApi.Requests;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Contract;

/// <summary>The OpenAPI document describes what the server does.</summary>
public class ContractTests(EventServer server) : IClassFixture<EventServer>
{
    private static readonly JsonElement Document = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Committed("v1.json")));

    public static TheoryData<string, string> QueryParameters => [.. from path in Document.GetProperty("paths").EnumerateObject()
                                                                    where path.Value.TryGetProperty("get", out _)
                                                                    where path.Value.GetProperty("get").GetProperty("security").GetArrayLength() == 0
                                                                    from parameter in Parameters(path.Value.GetProperty("get"))
                                                                    where parameter.GetProperty("in").GetString() == "query" && parameter.TryGetProperty("example", out _)
                                                                    select (path.Name, parameter.GetProperty("name").GetString()!)];

    [Theory]
    [InlineData("v1.json", "3.1", "v1")]
    [InlineData("v1-3.0.json", "3.0", "v1")]
    [InlineData("acled.json", "3.1", "acled")]
    [InlineData("ucdp.json", "3.1", "ucdp")]
    [InlineData("hapi.json", "3.1", "hapi")]
    public async Task The_document_is_the_same_committed_served_and_printed(string name, string version, string document)
    {
        var committed = await File.ReadAllTextAsync(Committed(name), TestContext.Current.CancellationToken);
        using var response = await server.SendAsync(HttpMethod.Get, "/openapi/" + name);
        Assert.True(committed == await response.TextAsync(), $"openapi/{name} is not what the server serves; './src/run openapi --spec {version} --document {document}' prints it.");
        Assert.Equal(committed, await CommandProcess.RunAsync("openapi", "--spec", version, "--document", document));
        Assert.StartsWith(version, JsonSerializer.Deserialize<JsonElement>(committed).GetProperty("openapi").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Operations_keep_their_names() => Assert.Equal(
        "cancelImport deleteEvent describeCollection followImport getAggregates getApi getBoundary getCodebook getCollections getConformanceDeclaration getEvent getFacet getFeature getFeatureSchema getFeatures getImport getLandingPage getLiveness getQueryables getReadiness getSchema listBoundaries listChanges listCountries listDatasets listEvents listImports listRejects listReleases listRevisions postImport putEvent revertImport searchAggregates searchEvents".Split(' '),
        Document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value.GetProperty("operationId").GetString()).Order(StringComparer.Ordinal));

    [Fact]
    public void The_parameters_are_those_the_server_knows()
    {
        Assert.Equal(EventRequest.Parameters.Select(parameter => parameter.Name), Names("/v1/events"));
        Assert.Equal(AggregateRequest.Parameters.Select(parameter => parameter.Name), Names("/v1/aggregates"));
        Assert.Equal(FacetRequest.Parameters.Select(parameter => parameter.Name).Prepend("column"), Names("/v1/facets/{column}"));
        Assert.Equal(EventRequest.OneParameters.Select(parameter => parameter.Name).Prepend("event_id_cnty"), Names("/v1/events/{event_id_cnty}"));
        Assert.Equal(EventRequest.Parameters.Select(parameter => parameter.Name).Order(),
            Document.GetProperty("components").GetProperty("schemas").GetProperty("EventSearch").GetProperty("properties").EnumerateObject().Select(member => member.Name).Order());
    }

    [Theory]
    [MemberData(nameof(QueryParameters))]
    public async Task Every_parameter_is_taken_with_its_example(string path, string name)
    {
        var query = Query(path, name);
        if (Pair(name) is { } other)
        {
            query += "&" + Query(path, other);
        }
        await server.GetAsync($"{path.Replace("{event_id_cnty}", "TST1", StringComparison.Ordinal).Replace("{featureId}", "TST1", StringComparison.Ordinal).Replace("{id}", "ML-7", StringComparison.Ordinal).Replace("{column}", "country", StringComparison.Ordinal)}?{query}");
    }

    [Fact]
    public async Task A_search_takes_every_example()
    {
        foreach (var parameter in Parameters(Operation("/v1/events")).Where(parameter => parameter.TryGetProperty("example", out _)))
        {
            var name = parameter.GetProperty("name").GetString()!;
            var body = new Dictionary<string, JsonElement> { [name] = parameter.GetProperty("example") };
            if (Pair(name) is { } other)
            {
                body[other] = Parameter("/v1/events", other).GetProperty("example");
            }
            await server.SearchAsync(body);
        }
    }

    [Fact]
    public void Limit_and_box_are_typed_as_clients_need_them()
    {
        var limit = Parameter("/v1/events", "limit").GetProperty("schema");
        Assert.Equal(("integer", 1, 5000, 100), (limit.GetProperty("type").GetString(), limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32(), limit.GetProperty("default").GetInt32()));
        var box = Parameter("/v1/events", "bbox");
        // form is the style of a query parameter that names none.
        Assert.True(!box.TryGetProperty("style", out var style) || style.GetString() == "form");
        Assert.False(box.GetProperty("explode").GetBoolean());
        Assert.Equal((4, 6), (box.GetProperty("schema").GetProperty("minItems").GetInt32(), box.GetProperty("schema").GetProperty("maxItems").GetInt32()));
        Assert.Equal("number", box.GetProperty("schema").GetProperty("items").GetProperty("type").GetString());
        var sort = Parameter("/v1/events", "sort");
        Assert.False(sort.GetProperty("explode").GetBoolean());
        var type = Parameter("/v1/events", "event_type").GetProperty("schema");
        Assert.Equal(Codebook.EventType.Labels, type.GetProperty("items").GetProperty("enum").EnumerateArray().Select(label => label.GetString()));
    }

    [Theory]
    [InlineData("/v1/events", "/v1/events?limit=5000")]
    [InlineData("/v1/events", "/v1/events?limit=3&count=none")]
    [InlineData("/v1/events", "/v1/events?limit=3&fields=event_id_cnty")]
    [InlineData("/v1/events", "/v1/events?limit=5000&f=geojson")]
    [InlineData("/v1/events", "/v1/events?limit=3&f=geojson&count=none&fields=notes")]
    [InlineData("/v1/events", "/v1/events?contry=Mali&event_type=Battle")]
    [InlineData("/v1/events", "/v1/events?f=json&hxl=true")]
    [InlineData("/v1/events/{event_id_cnty}", "/v1/events/TST1")]
    [InlineData("/v1/events/{event_id_cnty}", "/v1/events/TST26?f=geojson")]
    [InlineData("/v1/events/{event_id_cnty}", "/v1/events/none")]
    [InlineData("/v1/aggregates", "/v1/aggregates")]
    [InlineData("/v1/aggregates", "/v1/aggregates?group_by=actor,country,iso,year,week,disorder&metrics=events,fatalities,fatalities_low,fatalities_high,fatalities_max,fatalities_mean,fatal_events,actors,locations,days,first_date,last_date")]
    [InlineData("/v1/aggregates", "/v1/aggregates?group_by=event_type,quarter,month,day,geo_precision&limit=3")]
    [InlineData("/v1/aggregates", "/v1/aggregates?group_by=contry")]
    [InlineData("/v1/aggregates", "/v1/aggregates?group_by=country&top=2&metrics=events,fatalities_mean,actors,last_date")]
    [InlineData("/v1/aggregates", "/v1/aggregates?group_by=country,month&fill=true&compare=previous_year&year=2022&metrics=events,fatalities_max,fatalities_mean,last_date")]
    [InlineData("/v1/aggregates", "/v1/aggregates?compare=mean_12_months&datetime=2022-08-01/2022-08-31&metrics=events,fatalities_max,actors")]
    [InlineData("/v1/facets/{column}", "/v1/facets/country")]
    [InlineData("/v1/facets/{column}", "/v1/facets/year?limit=1")]
    [InlineData("/v1/facets/{column}", "/v1/facets/demonstrations")]
    [InlineData("/v1/facets/{column}", "/v1/facets/contry")]
    [InlineData("/v1/facets/{column}", "/v1/facets/country?limit=0")]
    [InlineData("/v1/codebook", "/v1/codebook")]
    [InlineData("/v1/countries", "/v1/countries")]
    [InlineData("/v1/countries", "/v1/countries?f=xml")]
    [InlineData("/v1/datasets", "/v1/datasets")]
    [InlineData("/v1/boundaries", "/v1/boundaries")]
    [InlineData("/v1/boundaries", "/v1/boundaries?limit=1&tolerance=0.1")]
    [InlineData("/v1/boundaries", "/v1/boundaries?tolerance=much")]
    [InlineData("/v1/boundaries/{id}", "/v1/boundaries/ML-5")]
    [InlineData("/v1/boundaries/{id}", "/v1/boundaries/none")]
    [InlineData("/", "/")]
    [InlineData("/", "/?f=xml")]
    [InlineData("/api", "/api")]
    [InlineData("/conformance", "/conformance")]
    [InlineData("/collections", "/collections")]
    [InlineData("/collections/events", "/collections/events")]
    [InlineData("/collections/events/queryables", "/collections/events/queryables")]
    [InlineData("/collections/events/schema", "/collections/events/schema")]
    [InlineData("/collections/events/schema/feature", "/collections/events/schema/feature")]
    [InlineData("/collections/events/items", "/collections/events/items?limit=5000")]
    [InlineData("/collections/events/items", "/collections/events/items?resultType=hits")]
    [InlineData("/collections/events/items", "/collections/events/items?limit=unlimited")]
    [InlineData("/collections/events/items/{featureId}", "/collections/events/items/TST1")]
    [InlineData("/collections/events/items/{featureId}", "/collections/events/items/none")]
    [InlineData("/health/live", "/health/live")]
    [InlineData("/health/ready", "/health/ready")]
    public async Task An_answer_is_as_the_document_says(string path, string request)
    {
        using var response = await server.SendAsync(HttpMethod.Get, request);
        await AssertAsDescribedAsync(Operation(path), response);
    }

    [Theory]
    [InlineData("""{"country":"Mali","limit":5}""")]
    [InlineData("""{"limit":0}""")]
    [InlineData("{")]
    public async Task A_search_is_answered_as_the_document_says(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await server.SendAsync(HttpMethod.Post, "/v1/events/search", content);
        await AssertAsDescribedAsync(Document.GetProperty("paths").GetProperty("/v1/events/search").GetProperty("post"), response);
    }

    [Theory]
    [InlineData("/v1/imports", "post", "/v1/imports?dry_run=true", 200)]
    [InlineData("/v1/imports", "post", "/v1/imports?dry_run=true&strict=true&mode=insert&dataset=x", 422)]
    [InlineData("/v1/imports", "post", "/v1/imports?mode=none", 400)]
    [InlineData("/v1/imports", "get", "/v1/imports", 200)]
    [InlineData("/v1/imports/{id}", "get", "/v1/imports/1", 404)]
    [InlineData("/v1/imports/{id}", "delete", "/v1/imports/1", 404)]
    [InlineData("/v1/events/{event_id_cnty}", "put", "/v1/events/TST1", 428)]
    public async Task An_import_is_answered_as_the_document_says(string path, string method, string request, int status)
    {
        var key = await server.Office.AddKeyAsync(new ApiKey { Name = Guid.NewGuid().ToString("N"), Scopes = Scopes.Import }, CancellationToken.None);
        using var content = method == "post" ? new StringContent(await File.ReadAllTextAsync(EventServer.Fixture)) : null;
        using var response = await server.SendAsync(new HttpMethod(method.ToUpperInvariant()), request, content, ("X-Api-Key", key));
        Assert.Equal(status, (int)response.StatusCode);
        await AssertAsDescribedAsync(Document.GetProperty("paths").GetProperty(path).GetProperty(method), response);
    }

    private static async Task AssertAsDescribedAsync(JsonElement operation, HttpResponseMessage response)
    {
        var described = operation.GetProperty("responses").GetProperty($"{(int)response.StatusCode}");
        var schema = described.GetProperty("content").GetProperty(response.Content.Headers.ContentType!.MediaType!).GetProperty("schema");
        Assert.Empty(new SchemaChecker(Document).Check(await response.JsonAsync(), schema));
        if (response.StatusCode == HttpStatusCode.OK && described.TryGetProperty("headers", out var headers) && headers.TryGetProperty("ETag", out _))
        {
            Assert.NotNull(response.Headers.ETag);
        }
    }

    private static string Committed(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EventsApi.sln")))
        {
            folder = folder.Parent!;
        }
        return Path.Combine(folder.FullName, "openapi", name);
    }

    private static JsonElement Operation(string path) => Document.GetProperty("paths").GetProperty(path).GetProperty("get");

    private static IEnumerable<JsonElement> Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    private static JsonElement Parameter(string path, string name) => Parameters(Operation(path)).Single(parameter => parameter.GetProperty("name").GetString() == name);

    private static IEnumerable<string> Names(string path) => Parameters(Operation(path)).Select(parameter => parameter.GetProperty("name").GetString()!);

    // The one stands only with the other.
    private static string? Pair(string name) => name switch { "near" => "radius_km", "radius_km" => "near", _ => null };

    // As a client made from the document writes it: style form, exploded or not.
    private static string Query(string path, string name)
    {
        var parameter = Parameter(path, name);
        var example = parameter.GetProperty("example");
        var values = example.ValueKind == JsonValueKind.Array ? example.EnumerateArray().Select(Text) : [Text(example)];
        return parameter.TryGetProperty("explode", out var explode) && !explode.GetBoolean()
            ? $"{name}={string.Join(',', values)}"
            : string.Join('&', values.Select(value => $"{name}={value}"));
    }

    private static string Text(JsonElement value) => Uri.EscapeDataString(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
}
