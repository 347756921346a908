using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using CsvHelper;
using EventsApi.Data.Model;
using Xunit;

namespace EventsApi.Tests.Http;

public class FormatTests(EventServer server) : IClassFixture<EventServer>
{
    private static readonly string[] Names = [.. EventColumns.All.Select(column => column.Name)];

    private static readonly string[] EnvelopeNames = ["count", "total_count", "next", "data"];

    [Fact]
    public async Task Json_is_an_envelope_of_rows_with_the_same_keys_in_catalogue_order()
    {
        var page = await server.GetAsync("/v1/events?limit=5000");
        Assert.Equal(EnvelopeNames, page.EnumerateObject().Select(member => member.Name));
        foreach (var row in page.GetProperty("data").EnumerateArray())
        {
            Assert.Equal(Names, row.EnumerateObject().Select(member => member.Name));
            Assert.All(EventColumns.All, column => Assert.Contains(row.GetProperty(column.Name).ValueKind, KindsOf(column)));
        }
    }

    [Fact]
    public async Task Values_come_back_as_they_were_in_the_file()
    {
        var rows = (await server.RowsAsync()).ToDictionary(Reference.Id);
        Assert.Equal(52, rows["TST29"].GetProperty("fatalities").GetInt64());
        Assert.Equal(JsonValueKind.Null, rows["TST30"].GetProperty("fatalities").ValueKind);
        Assert.Equal("16.271712345678", rows["TST44"].GetProperty("latitude").GetRawText());
        Assert.Equal("180", rows["TST39"].GetProperty("longitude").GetRawText());
        Assert.Equal("He said: \"no, thanks\", and left.", Reference.Text(rows["TST51"], "notes"));
        Assert.Equal("First line,\nsecond line\r\nthird line.", Reference.Text(rows["TST52"], "notes"));
        Assert.Equal("Мирний протест у Києві 🕊️", Reference.Text(rows["TST53"], "notes"));
        Assert.EndsWith("backslash \\", Reference.Text(rows["TST69"], "notes"), StringComparison.Ordinal);
        Assert.Equal("State forces", Reference.Text(rows["TST1"], "inter1"));
    }

    [Fact]
    public async Task Fields_come_in_catalogue_order_whatever_the_format()
    {
        var page = await server.GetAsync("/v1/events?limit=3&fields=fatalities,event_id_cnty,%20Actor1");
        Assert.All(page.GetProperty("data").EnumerateArray(), row => Assert.Equal("event_id_cnty actor1 fatalities", string.Join(' ', row.EnumerateObject().Select(member => member.Name))));
        Assert.StartsWith("event_id_cnty,actor1,fatalities\r\n", await TextAsync("/v1/events?limit=3&fields=fatalities,event_id_cnty,actor1&f=csv"), StringComparison.Ordinal);
        var collection = await server.GetAsync("/v1/events?limit=1&fields=notes&f=geojson");
        Assert.Equal("notes", Assert.Single(collection.GetProperty("features")[0].GetProperty("properties").EnumerateObject()).Name);
        Assert.Equal("TST36", collection.GetProperty("features")[0].GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Object, collection.GetProperty("features")[0].GetProperty("geometry").ValueKind);
    }

    [Fact]
    public async Task GeoJson_follows_its_standard()
    {
        var collection = await server.GetAsync("/v1/events?limit=5000&f=geojson");
        Assert.Equal("FeatureCollection", collection.GetProperty("type").GetString());
        Assert.False(collection.TryGetProperty("crs", out _)); // RFC 7946 §4
        var features = collection.GetProperty("features").EnumerateArray().ToList();
        Assert.Equal(features.Count, collection.GetProperty("numberReturned").GetInt32());
        Assert.Equal(features.Count, collection.GetProperty("numberMatched").GetInt32());
        var rows = await server.RowsAsync();
        Assert.Equal(rows.Select(Reference.Id), features.Select(feature => feature.GetProperty("id").GetString()));
        foreach (var (feature, row) in features.Zip(rows))
        {
            AssertFeature(feature);
            // Beside the row, GeoJSON has the radius of uncertainty.
            Assert.Equal(row.EnumerateObject().Select(member => member.ToString()),
                feature.GetProperty("properties").EnumerateObject().Where(member => member.Name != "uncertainty_km").Select(member => member.ToString()));
        }
        Assert.Contains(features, feature => feature.GetProperty("geometry").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task GeoJson_pages_link_to_the_next()
    {
        var first = await server.GetAsync("/v1/events?limit=40&f=geojson&count=none");
        Assert.Equal(JsonValueKind.Null, first.GetProperty("numberMatched").ValueKind);
        var link = Assert.Single(first.GetProperty("links").EnumerateArray());
        Assert.Equal("next", link.GetProperty("rel").GetString());
        var second = await server.GetAsync(link.GetProperty("href").GetString()!);
        Assert.Equal((await server.RowsAsync()).Skip(40).Select(Reference.Id), second.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("id").GetString()));
        Assert.Empty(second.GetProperty("links").EnumerateArray());
    }

    [Fact]
    public async Task Csv_says_the_same_as_json()
    {
        var records = Csv(await TextAsync("/v1/events?f=csv"));
        Assert.Equal(Names, records[0]);
        Assert.Equal((await server.RowsAsync()).Select(Cells), records.Skip(1));
    }

    [Fact]
    public async Task Csv_with_hxl_has_the_tags_under_the_header()
    {
        var records = Csv(await TextAsync("/v1/events?f=csv&hxl=true&limit=2"));
        Assert.Equal(4, records.Count);
        Assert.Equal(EventColumns.All.Select(column => column.HxlTag), records[1]);
        Assert.Contains("#affected+killed", records[1]);
    }

    [Fact]
    public async Task Csv_made_safe_neutralises_formulas_in_text_and_leaves_numbers()
    {
        var plain = Csv(await TextAsync("/v1/events?f=csv"));
        var safe = Csv(await TextAsync("/v1/events?f=csv&csv_safe=true"));
        var text = Names.Select((name, i) => (name, i)).Where(pair => EventColumns.Find(pair.name)!.IsText).Select(pair => pair.i).ToHashSet();
        Assert.Equal(plain.Select(record => record.Select((cell, i) => text.Contains(i) && cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell)), safe);
        Assert.ProperSubset(safe.SelectMany(record => record).ToHashSet(), new HashSet<string> { "'=1+1", "'+41 is a prefix", "'-5 degrees", "'@home", "'=HYPERLINK(\"http://example.org\",\"x\")", "-0.0447" });
    }

    [Fact]
    public async Task Ndjson_is_a_row_a_line()
    {
        var lines = (await TextAsync("/v1/events?f=ndjson")).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Equal((await server.RowsAsync()).Select(row => row.GetRawText()), lines[..^1]);
    }

    [Fact]
    public async Task Geojsonseq_is_a_feature_behind_each_record_separator()
    {
        var records = (await TextAsync("/v1/events?f=geojsonseq")).Split('\u001e');
        Assert.Equal("", records[0]);
        Assert.All(records[1..], record => Assert.EndsWith("\n", record, StringComparison.Ordinal));
        Assert.All(records[1..], record => AssertFeature(JsonSerializer.Deserialize<JsonElement>(record)));
        Assert.Equal((await server.RowsAsync()).Count, records.Length - 1);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    [InlineData("geojsonseq")]
    public async Task A_streamed_format_with_a_limit_is_a_page_with_a_link(string format)
    {
        using var response = await server.SendAsync(HttpMethod.Get, $"/v1/events?limit=30&f={format}");
        Assert.Contains("rel=\"next\"", Assert.Single(response.Headers.GetValues("Link")), StringComparison.Ordinal);
        using var whole = await server.SendAsync(HttpMethod.Get, $"/v1/events?f={format}");
        Assert.False(whole.Headers.Contains("Link"));
    }

    [Theory]
    [InlineData("json", "application/json")]
    [InlineData("geojson", "application/geo+json")]
    [InlineData("csv", "text/csv")]
    [InlineData("ndjson", "application/x-ndjson")]
    [InlineData("geojsonseq", "application/geo+json-seq")]
    public async Task One_event_comes_in_every_format(string format, string mediaType)
    {
        using var response = await server.SendAsync(HttpMethod.Get, $"/v1/events/tst36?f={format}");
        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        using var page = await server.SendAsync(HttpMethod.Get, $"/v1/events?event_id_cnty=TST36&f={format}");
        var (one, many) = (await response.TextAsync(), await page.TextAsync());
        Assert.Contains("TST36", one, StringComparison.Ordinal);
        Assert.Contains(one, many, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/csv", "text/csv")]
    [InlineData("TEXT/CSV", "text/csv")]
    [InlineData("application/geo+json", "application/geo+json")]
    [InlineData("application/ndjson", "application/x-ndjson")]
    [InlineData("application/jsonl", "application/x-ndjson")]
    [InlineData("application/geo+json-seq", "application/geo+json-seq")]
    [InlineData("text/*", "text/csv")]
    [InlineData("application/*", "application/json")]
    [InlineData("application/json;q=0.4, text/csv;q=0.5", "text/csv")]
    [InlineData("application/json;q=0.5, text/csv;q=0.4", "application/json")]
    [InlineData("text/csv;q=0.5, */*;q=0.4", "text/csv")]
    [InlineData("*/*, application/json;q=0", "application/geo+json")]
    [InlineData("application/json;q=0.5, application/geo+json", "application/geo+json")]
    [InlineData("application/json; charset=utf-8", "application/json")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json")]
    public async Task Accept_chooses_the_format(string accept, string mediaType)
    {
        (string, string)[] headers = accept.Length > 0 ? [("Accept", accept)] : [];
        using var response = await server.SendAsync(HttpMethod.Get, "/v1/events?limit=1", null, headers);
        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Accept", response.Headers.Vary);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/json;q=0")]
    [InlineData("*/*;q=0")]
    public async Task What_nobody_can_give_is_406(string accept)
    {
        using var response = await server.SendAsync(HttpMethod.Get, "/v1/events", null, ("Accept", accept));
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("application/geo+json", await response.TextAsync(), StringComparison.Ordinal);
        using var asked = await server.SendAsync(HttpMethod.Get, "/v1/events?f=json", null, ("Accept", accept));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
    }

    [Theory]
    [InlineData("/v1/events?limit=7", "")]
    [InlineData("/v1/events?f=csv", "")]
    [InlineData("/v1/events?f=csv", "gzip")]
    [InlineData("/v1/events?f=geojson", "br")]
    [InlineData("/v1/events/TST1", "")]
    [InlineData("/v1/events/none", "")]
    [InlineData("/v1/events?contry=Mali", "")]
    [InlineData("/v1/codebook", "gzip")]
    [InlineData("/v1/countries", "")]
    [InlineData("/v1/datasets", "")]
    [InlineData("/openapi/v1.json", "gzip")]
    [InlineData("/health/ready", "")]
    [InlineData("/nothing", "")]
    public async Task Head_is_get_without_the_body(string path, string encoding)
    {
        (string, string)[] headers = encoding.Length > 0 ? [("Accept-Encoding", encoding)] : [];
        using var get = await server.SendAsync(HttpMethod.Get, path, null, headers);
        using var head = await server.SendAsync(HttpMethod.Head, path, null, headers);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Empty(await head.BytesAsync());
        Assert.NotEmpty(await get.BytesAsync());
        Assert.Equal(Headers(get), Headers(head));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Answers_are_compressed_on_request(string encoding)
    {
        foreach (var path in new[] { "/v1/events?limit=50", "/v1/events?f=csv", "/v1/events?f=geojsonseq", "/v1/events?contry=Mali", "/v1/codebook", "/openapi/v1.json" })
        {
            using var response = await server.SendAsync(HttpMethod.Get, path, null, ("Accept-Encoding", encoding));
            Assert.Equal(encoding, Assert.Single(response.Content.Headers.ContentEncoding));
            Assert.Contains("Accept-Encoding", response.Headers.Vary);
            Assert.Equal(await TextAsync(path), Decompress(encoding, await response.BytesAsync()));
        }
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("csv&hxl=true")]
    [InlineData("ndjson")]
    [InlineData("geojsonseq")]
    public async Task An_export_imported_elsewhere_is_the_same_events(string format)
    {
        var export = Encoding.UTF8.GetBytes(await TextAsync($"/v1/events?f={format}"));
        await using var copy = await server.StartOtherAsync();
        var first = await copy.ImportAsync(export, "export." + format[..3]);
        Assert.Equal((71, 71, 0), (first.Read, first.Inserted, first.Rejected));
        using var copied = await copy.GetAsync("/v1/events?limit=5000");
        Assert.Equal((await server.RowsAsync()).Select(WithoutTimestamp), (await copied.JsonAsync()).GetProperty("data").EnumerateArray().Select(WithoutTimestamp));
        var second = await copy.ImportAsync(export, "export." + format[..3]);
        Assert.Equal((71, 71), (second.Read, second.Unchanged));
    }

    private static string Decompress(string encoding, byte[] body)
    {
        using var packed = new MemoryStream(body);
        using Stream plain = encoding == "gzip" ? new GZipStream(packed, CompressionMode.Decompress) : new BrotliStream(packed, CompressionMode.Decompress);
        using var text = new StreamReader(plain);
        return text.ReadToEnd();
    }

    private static IEnumerable<string> WithoutTimestamp(JsonElement row) =>
        row.EnumerateObject().Where(member => member.Name != "timestamp").Select(member => member.Name + "=" + member.Value.GetRawText());

    // What may differ between two answers to one question, and how the body is framed.
    private static List<string> Headers(HttpResponseMessage response) =>
        [.. response.Headers.Concat(response.Content.Headers).Where(header => header.Key is not ("Date" or "Transfer-Encoding" or "Content-Length"))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal)];

    private static JsonValueKind[] KindsOf(Column column) => column.Type switch
    {
        ColumnType.Integer or ColumnType.Real => column.Nullable ? [JsonValueKind.Number, JsonValueKind.Null] : [JsonValueKind.Number],
        ColumnType.Json => [JsonValueKind.Object, JsonValueKind.Null],
        _ => column.Nullable ? [JsonValueKind.String, JsonValueKind.Null] : [JsonValueKind.String],
    };

    // RFC 7946 §3: type, geometry and properties are required members; a position is longitude, latitude.
    private static void AssertFeature(JsonElement feature)
    {
        Assert.Equal("type id geometry properties", string.Join(' ', feature.EnumerateObject().Select(member => member.Name)));
        Assert.Equal("Feature", feature.GetProperty("type").GetString());
        var (geometry, properties) = (feature.GetProperty("geometry"), feature.GetProperty("properties"));
        Assert.Equal(properties.GetProperty("longitude").ValueKind == JsonValueKind.Null, geometry.ValueKind == JsonValueKind.Null);
        if (geometry.ValueKind != JsonValueKind.Null)
        {
            Assert.Equal("Point", geometry.GetProperty("type").GetString());
            Assert.Equal([properties.GetProperty("longitude").GetDouble(), properties.GetProperty("latitude").GetDouble()],
                geometry.GetProperty("coordinates").EnumerateArray().Select(number => number.GetDouble()));
        }
    }

    private static string[] Cells(JsonElement row) => [.. row.EnumerateObject().Select(member => member.Value.ValueKind switch
    {
        JsonValueKind.String => member.Value.GetString()!,
        JsonValueKind.Null => "",
        _ => member.Value.GetRawText(),
    })];

    private static List<string[]> Csv(string text)
    {
        using var csv = CsvReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(text)), new CsvReaderOptions { Separator = ',', HasHeader = false }, leaveOpen: false);
        var records = new List<string[]>();
        while (csv.Read())
        {
            records.Add([.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i))]);
        }
        return records;
    }

    private async Task<string> TextAsync(string path)
    {
        using var response = await server.SendAsync(HttpMethod.Get, path);
        return await response.TextAsync();
    }
}
