using System.Text.Json;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc;

/// <summary>OGC API - Features part 3 (19-079r2) and CQL2 (21-065r2) over HTTP; what filters mean is tested with the parser.</summary>
public class FilterTests(EventServer server) : IClassFixture<EventServer>
{
    private const string Items = "/collections/events/items";
    private const string Epsg4326 = "http://www.opengis.net/def/crs/EPSG/0/4326";
    private const string Epsg3857 = "http://www.opengis.net/def/crs/EPSG/0/3857";

    // What the text says, said in C#.
    public static TheoryData<string, Func<JsonElement, bool?>> Filters => new()
    {
        { "fatalities > 5", row => Number(row, "fatalities") > 5 },
        { "(fatalities > 5) OR (actor1 LIKE 'Test%')", row => Number(row, "fatalities") > 5 || Text(row, "actor1")?.StartsWith("Test", StringComparison.Ordinal) == true },
        { "NOT (fatalities > 5)", row => Number(row, "fatalities") <= 5 },
        { "country = 'Mali' AND event_date >= '2022-01-01T'", row => Text(row, "country") == "Mali" && string.CompareOrdinal(Text(row, "event_date"), "2022-01-01") >= 0 },
        { "country = 'mali'", _ => false },
        { "CASEI(country) = CASEI('mali')", row => Text(row, "country") == "Mali" },
        { "event_date BETWEEN DATE('2022-01-01') AND DATE('2022-12-31')", row => Text(row, "event_date")!.StartsWith("2022", StringComparison.Ordinal) },
        { "T_AFTER(event_date, DATE('2022-03-04'))", row => string.CompareOrdinal(Text(row, "event_date"), "2022-03-04") > 0 },
        { "event_type IN ('Battles', 'Riots')", row => Text(row, "event_type") is "Battles" or "Riots" },
        { "actor2 IS NULL", row => Text(row, "actor2") is null },
        { "S_INTERSECTS(geometry, POLYGON((-10 5, 10 5, 10 25, -10 25, -10 5)))", row => Number(row, "longitude") is { } x && Number(row, "latitude") is { } y ? x >= -10 && x <= 10 && y >= 5 && y <= 25 : null },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filter_param_and_response(string filter, Func<JsonElement, bool?> holds)
    {
        var expected = (await server.RowsAsync()).Where(row => holds(row) == true).Select(Reference.Id);
        foreach (var language in new[] { "", "&filter-lang=cql2-text", "&filter-lang=cql-text" })
        {
            Assert.Equal(expected, await IdsAsync($"filter={Uri.EscapeDataString(filter)}{language}"));
        }
    }

    [Fact]
    public async Task Filter_lang_json()
    {
        const string Json = """{"op":"and","args":[{"op":"=","args":[{"property":"country"},"Mali"]},{"op":">=","args":[{"property":"fatalities"},1]}]}""";
        var expected = await IdsAsync("filter=" + Uri.EscapeDataString("country = 'Mali' AND fatalities >= 1"));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await IdsAsync($"filter={Uri.EscapeDataString(Json)}&filter-lang=cql2-json"));
    }

    [Fact]
    public async Task Filter_crs()
    {
        var expected = await IdsAsync("filter=" + Uri.EscapeDataString("S_INTERSECTS(geometry, POLYGON((-10 5, 10 5, 10 25, -10 25, -10 5)))"));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await IdsAsync($"filter={Uri.EscapeDataString("S_INTERSECTS(geometry, POLYGON((5 -10, 5 10, 25 10, 25 -10, 5 -10)))")}&filter-crs={Epsg4326}"));
        Assert.Equal(expected, await IdsAsync($"filter={Uri.EscapeDataString("S_INTERSECTS(geometry, BBOX(5, -10, 25, 10))")}&filter-crs={Epsg4326}"));
        Assert.Equal(expected, await IdsAsync($"filter={Uri.EscapeDataString("S_INTERSECTS(geometry, POLYGON((-1113194.9079327357 557305.2572745769, 1113194.9079327357 557305.2572745769, 1113194.9079327357 2875744.6243522437, -1113194.9079327357 2875744.6243522437, -1113194.9079327357 557305.2572745769)))")}&filter-crs={Epsg3857}"));
        const string Json = """{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[5,-10],[5,10],[25,10],[25,-10],[5,-10]]]}]}""";
        Assert.Equal(expected, await IdsAsync($"filter={Uri.EscapeDataString(Json)}&filter-lang=cql2-json&filter-crs={Epsg4326}"));
    }

    [Fact]
    public async Task A_filter_joins_the_other_parameters()
    {
        var expected = (await server.RowsAsync()).Where(row => Text(row, "country") == "Mali" && Number(row, "fatalities") > 0 && Text(row, "event_type") == "Battles").Select(Reference.Id).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await IdsAsync($"country=Mali&event_type=Battles&filter={Uri.EscapeDataString("fatalities > 0")}"));
        var hits = await server.GetAsync($"{Items}?resultType=hits&country=Mali&event_type=Battles&filter={Uri.EscapeDataString("fatalities > 0")}");
        Assert.Equal(expected.Count, hits.GetProperty("numberMatched").GetInt32());
    }

    [Theory]
    [InlineData("filter=fatalities >", "filter", "At column 13: ")]
    [InlineData("filter=fatalties > 1", "filter", "At column 1: ")]
    [InlineData("filter=country = 'Mali' AND S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))", "filter", "At column ")]
    [InlineData("filter={\"op\":\"nothing\",\"args\":[]}&filter-lang=cql2-json", "filter", "Unknown function or operator 'nothing'.")]
    [InlineData("filter=fatalities>1&filter-lang=sql", "filter-lang", "Unknown filter language.")]
    [InlineData("filter=fatalities>1&filter-crs=EPSG:9", "filter-crs", "Not a coordinate reference system of this collection.")]
    public async Task A_wrong_filter_is_told_where(string query, string parameter, string message)
    {
        var (status, problem) = await server.ProblemAsync($"{Items}?{string.Join('&', query.Split('&').Select(pair => pair.Split('=', 2)[0] + "=" + Uri.EscapeDataString(pair.Split('=', 2)[1])))}");
        Assert.Equal(400, status);
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(parameter, error.GetProperty("parameter").GetString());
        Assert.StartsWith(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queryables_response_and_query_parameters()
    {
        var queryables = await server.GetAsync("/collections/events/queryables");
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", queryables.GetProperty("$schema").GetString());
        Assert.Equal("object", queryables.GetProperty("type").GetString());
        var names = queryables.GetProperty("properties").EnumerateObject().Select(property => property.Name).ToList();
        Assert.Equal(names, queryables.GetProperty("queryables").EnumerateArray().Select(queryable => queryable.GetProperty("id").GetString()!));
        var parameters = (await server.GetAsync("/api")).GetProperty("paths").GetProperty(Items).GetProperty("get").GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!).ToList();
        Assert.Equal([], names.Where(name => name != "geometry").Except(parameters));
        foreach (var name in names.Where(name => name != "geometry"))
        {
            await server.GetAsync($"{Items}?filter={Uri.EscapeDataString($"{name} IS NOT NULL")}&limit=1");
        }
    }

    private async Task<List<string>> IdsAsync(string query) =>
        [.. (await server.GetAsync($"{Items}?{query}&limit=5000")).GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("id").GetString()!)];

    private static string? Text(JsonElement row, string column) => row.GetProperty(column).GetString();

    private static double? Number(JsonElement row, string column) => row.GetProperty(column) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
