using System.Globalization;
using System.Text.Json;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>OGC API - Features part 3 (19-079r2): Queryables, Queryables as Query Parameters, Filter and Features Filter.</summary>
public class Part3Tests(EventServer server) : Walk(server), IClassFixture<EventServer>
{
    private const string Rel = "http://www.opengis.net/def/rel/ogc/1.0/queryables";
    private const string Queryables = Collection + "/queryables";

    [Theory]
    [InlineData(Items)]
    [InlineData(Items + "?limit=3&f=html")]
    [InlineData(Items + "?resultType=hits")]
    public async Task Req_queryables_queryables_link(string filterable)
    {
        using var response = await GetAsync(filterable);
        var link = Assert.Single(response.Headers.GetValues("Link"), link => link.Contains($"rel=\"{Rel}\"", StringComparison.Ordinal));
        Assert.StartsWith($"<{new Uri(Server.Http.BaseAddress!, Queryables)}>;", link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Req_queryables_get_queryables_op()
    {
        using var response = await GetAsync(Queryables, ("Accept", "application/schema+json"));
        Assert.Equal("application/schema+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Req_queryables_get_queryables_response()
    {
        var schema = await Server.GetAsync(Queryables + "?f=json");
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.GetProperty("$schema").GetString());
        Assert.Equal($"{new Uri(Server.Http.BaseAddress!, Queryables)}", schema.GetProperty("$id").GetString());
        Assert.Equal("object", schema.GetProperty("type").GetString());
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
        {
            Assert.True(property.Value.TryGetProperty("type", out _) || property.Value.GetProperty("format").GetString() == "geometry-point", property.Name);
            await Server.GetAsync($"{Items}?filter={property.Name} IS NULL&limit=1");
        }
        // GDAL before 3.7 reads this list of them.
        Assert.Equal(schema.GetProperty("properties").EnumerateObject().Select(property => property.Name), schema.GetProperty("queryables").EnumerateArray().Select(queryable => queryable.GetProperty("id").GetString()!));
    }

    // With the queryable's own schema; and it finds what the queryable equals.
    [Fact]
    public async Task Req_queryables_query_parameters_parameters()
    {
        foreach (var queryable in (await Server.GetAsync(Queryables)).GetProperty("properties").EnumerateObject().Where(property => property.Name != "geometry"))
        {
            var schema = await SchemaAsync(queryable.Name);
            foreach (var keyword in new[] { "type", "enum", "minimum", "maximum" })
            {
                Assert.Equal(Keyword(queryable.Value, keyword), Keyword(schema, keyword));
            }
            if (Sample(await Server.RowsAsync(), queryable.Name) is { } value)
            {
                Assert.Equal(await WhereAsync(row => AreEqual(row.GetProperty(queryable.Name), value, queryable.Name)), await IdsAsync($"{queryable.Name}={Uri.EscapeDataString(value)}"));
            }
        }
    }

    [Fact]
    public async Task Req_filter_filter_param()
    {
        Assert.Equal("string", (await SchemaAsync("filter")).GetProperty("type").GetString());
        Assert.Equal(await WhereAsync(row => Number(row, "fatalities") > 5), await FilteredAsync("fatalities > 5"));
    }

    [Fact]
    public async Task Req_filter_filter_lang_param()
    {
        var schema = await SchemaAsync("filter-lang");
        Assert.Equal(("string", "cql2-text"), (schema.GetProperty("type").GetString(), schema.GetProperty("default").GetString()));
        Assert.Equal(["cql2-text", "cql2-json", "cql-text"], Texts(schema.GetProperty("enum")));
        var expected = await WhereAsync(row => Number(row, "fatalities") > 5);
        foreach (var query in new[] { "", "&filter-lang=cql2-text", "&filter-lang=cql-text" })
        {
            Assert.Equal(expected, await FilteredAsync("fatalities > 5", query));
        }
        Assert.Equal(expected, await FilteredAsync("""{"op":">","args":[{"property":"fatalities"},5]}""", "&filter-lang=cql2-json"));
    }

    [Fact]
    public async Task Req_filter_filter_crs_wgs84()
    {
        var box = (await Server.GetAsync(Collection)).GetProperty("extent").GetProperty("spatial").GetProperty("bbox")[0].GetRawText()[1..^1];
        Assert.Equal(await WhereAsync(row => IsLocated(row)), await FilteredAsync($"S_INTERSECTS(geometry,BBOX({box}))"));
        await AssertRefusedAsync($"{Items}?filter=S_INTERSECTS(geometry,BBOX(1000000,1000000,2000000,2000000))", "filter");
    }

    [Theory]
    [InlineData(Crs84, "POLYGON((-10 5, 10 5, 10 25, -10 25, -10 5))")]
    [InlineData(Crs84, "BBOX(-10, 5, 10, 25)")]
    [InlineData(Epsg4326, "POLYGON((5 -10, 5 10, 25 10, 25 -10, 5 -10))")]
    [InlineData(Epsg4326, "BBOX(5, -10, 25, 10)")]
    [InlineData(Epsg3857, "BBOX(-1113194.9079327357, 557305.2572745769, 1113194.9079327357, 2875744.6243522437)")]
    [InlineData(Epsg3857, "POLYGON((-1113194.9079327357 557305.2572745769, 1113194.9079327357 557305.2572745769, 1113194.9079327357 2875744.6243522437, -1113194.9079327357 2875744.6243522437, -1113194.9079327357 557305.2572745769))")]
    [InlineData(Epsg4326, """{"type":"Polygon","coordinates":[[[5,-10],[5,10],[25,10],[25,-10],[5,-10]]]}""")]
    public async Task Req_filter_filter_crs_param(string crs, string area)
    {
        Assert.Equal("uri", (await SchemaAsync("filter-crs")).GetProperty("format").GetString());
        var expected = await WhereAsync(row => IsLocated(row) && Longitude(row) >= -10 && Longitude(row) <= 10 && Latitude(row) >= 5 && Latitude(row) <= 25);
        Assert.NotEmpty(expected);
        var (filter, language) = area.StartsWith('{')
            ? ($$"""{"op":"s_intersects","args":[{"property":"geometry"},{{area}}]}""", "cql2-json")
            : ($"S_INTERSECTS(geometry, {area})", "cql2-text");
        Assert.Equal(expected, await FilteredAsync(filter, $"&filter-lang={language}&filter-crs={crs}"));
        await AssertRefusedAsync($"{Items}?filter=true&filter-crs=http://www.opengis.net/def/crs/OGC/0/does_not_exist", "filter-crs");
    }

    [Fact]
    public async Task Req_filter_mixing_expressions()
    {
        const string All = "S_INTERSECTS(geometry,BBOX(-180,-90,180,90))";
        Assert.Equal(await WhereAsync(row => IsLocated(row)), await FilteredAsync(All, "&bbox=-180,-90,180,90"));
        Assert.Empty(await FilteredAsync(All, "&bbox=60,60,61,61"));
        var expected = await WhereAsync(row => Text(row, "country") == "Mali" && Number(row, "fatalities") > 0 && Day(row).StartsWith("2022", StringComparison.Ordinal));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await FilteredAsync("fatalities > 0", "&country=Mali&datetime=2022-01-01/2022-12-31"));
    }

    // TRUE is included, FALSE is not, and what is unknown is not either.
    [Fact]
    public async Task Req_filter_response()
    {
        var (isTrue, isFalse) = (await FilteredAsync("fatalities > 5"), await FilteredAsync("NOT (fatalities > 5)"));
        Assert.Empty(isTrue.Intersect(isFalse));
        Assert.Equal(await WhereAsync(row => Number(row, "fatalities") is not null), (await IdsAsync("")).Where(id => isTrue.Contains(id) || isFalse.Contains(id)));
        Assert.Equal(await IdsAsync(""), await FilteredAsync("TRUE"));
        Assert.Empty(await FilteredAsync("FALSE"));
    }

    [Fact]
    public async Task Req_features_filter_get_queryables_op()
    {
        foreach (var collection in (await Server.GetAsync("/collections")).GetProperty("collections").EnumerateArray())
        {
            using var response = await GetAsync($"/collections/{collection.GetProperty("id")}/queryables");
        }
    }

    [Fact]
    public async Task Req_features_filter_queryables_link() =>
        Assert.Contains(await LinksAsync(Collection), link => link is { Rel: Rel, Type: "application/schema+json" } && link.Href.EndsWith(Queryables, StringComparison.Ordinal));

    [Theory]
    [InlineData("filter")]
    [InlineData("filter-lang")]
    [InlineData("filter-crs")]
    public async Task Req_features_filter_filter_param(string name) => Assert.Equal("query", (await DefinitionAsync(name)).GetProperty("in").GetString());

    // A wrong filter is told with its place.
    [Theory]
    [InlineData("filter=THIS IS NOT A FILTER", "filter", "At column 13: ")]
    [InlineData("filter=fatalities >", "filter", "At column 13: ")]
    [InlineData("filter=fatalties > 1", "filter", "At column 1: ")]
    [InlineData("filter=country = 'Mali' AND S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))", "filter", "At column ")]
    [InlineData("filter={\"op\":\"nothing\",\"args\":[]}&filter-lang=cql2-json", "filter", "Unknown function or operator 'nothing'.")]
    [InlineData("filter=fatalities>1&filter-lang=sql", "filter-lang", "Unknown filter language.")]
    [InlineData("filter=fatalities>1&filter-crs=EPSG:9", "filter-crs", "Not a coordinate reference system of this collection.")]
    public async Task Req_features_filter_response(string query, string parameter, string message)
    {
        var error = await Server.ErrorAsync($"{Items}?{string.Join('&', query.Split('&').Select(pair => pair.Split('=', 2)[0] + "=" + Uri.EscapeDataString(pair.Split('=', 2)[1])))}");
        Assert.Equal(parameter, error.GetProperty("parameter").GetString());
        Assert.StartsWith(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private Task<List<string>> FilteredAsync(string filter, string more = "") => IdsAsync($"filter={Uri.EscapeDataString(filter)}{more}");

    private static string? Keyword(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out var value) ? JsonSerializer.Serialize(value) : null;

    private static string? Sample(IEnumerable<JsonElement> rows, string column) =>
        rows.Select(row => row.GetProperty(column)).Where(cell => cell.ValueKind != JsonValueKind.Null).Select(cell => $"{cell}").FirstOrDefault(text => text.Length < 200);

    // Text is folded as everywhere outside of filter, and one element of a list is enough.
    private static bool AreEqual(JsonElement cell, string value, string column) => cell.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.Number => cell.GetDouble().Equals(double.Parse(value, CultureInfo.InvariantCulture)),
        _ when Data.Model.EventColumns.Find(column)!.IsList => cell.GetString()!.Split("; ").Any(element => Reference.Fold(element) == Reference.Fold(value)),
        _ => Reference.Fold(cell.GetString()!) == Reference.Fold(value),
    };

    private static string? Text(JsonElement row, string column) => row.GetProperty(column).GetString();

    private static double? Number(JsonElement row, string column) => row.GetProperty(column) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
