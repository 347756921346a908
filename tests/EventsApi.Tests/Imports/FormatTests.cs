using System.Text;
using EventsApi.Data.Imports;
using Xunit;

namespace EventsApi.Tests.Imports;

/// <summary>Files in every format and encoding, whole, damaged and of another kind than their name says.</summary>
public class FormatTests(TestStore importing) : IClassFixture<TestStore>
{
    private const string Object = """{"event_id_cnty":"TST1","event_date":"2022-03-04","event_type":"Battles","country":"Mali","latitude":16.27,"longitude":-0.04,"fatalities":3,"admin1":"Gao é","n":1.50,"ok":true,"more":{"b":1},"none":null}""";

    private const string Feature = """{"type":"Feature","id":"x","geometry":{"type":"Point","coordinates":[-0.04,16.27,300]},"properties":{"event_id_cnty":"TST1","event_date":"2022-03-04","event_type":"Battles","country":"Mali","admin1":"Gao é"}}""";

    public static TheoryData<string, string> Texts => new()
    {
        { "comma", "event_id_cnty,event_date,event_type,country,admin1,latitude,longitude\nTST1,2022-03-04,Battles,Mali,Gao é,16.27,-0.04\n" },
        { "semicolon", "event_id_cnty;event_date;event_type;country;admin1;latitude;longitude\nTST1;2022-03-04;Battles;Mali;Gao é;16,27;-0,04\n" },
        { "tab", "event_id_cnty\tevent_date\tevent_type\tcountry\tadmin1\tlatitude\tlongitude\nTST1\t2022-03-04\tBattles\tMali\tGao é\t16.27\t-0.04\n" },
        { "excel", "sep=;\nevent_id_cnty;event_date;event_type;country;admin1;latitude;longitude\nTST1;2022-03-04;Battles;Mali;Gao é;16.27;-0.04\n" },
        { "crlf", "event_id_cnty,event_date,event_type,country,admin1,latitude,longitude\r\nTST1,2022-03-04,Battles,Mali,Gao é,16.27,-0.04\r\n" },
        { "no line end", "event_id_cnty,event_date,event_type,country,admin1,latitude,longitude\nTST1,2022-03-04,Battles,Mali,Gao é,16.27,-0.04" },
        { "ndjson", Object + "\n" },
        { "ndjson, no line end", Object },
        { "array", "\n[ " + Object + " ]\n" },
        { "api", """{"status":200,"nested":{"data":[1]},"data":[""" + Object + """],"count":1}""" },
        { "ucdp api", """{"TotalCount":1,"NextPageUrl":"","Result":[""" + Object + "]}" },
        { "api on lines", "{\n\"status\":200,\n\"data\":[\n" + Object + "\n],\n\"count\":1}" },
        { "geojson", """{"type":"FeatureCollection","features":[""" + Feature + "]}" },
        { "geojson on lines", "{\n\"type\":\"FeatureCollection\",\n\"features\":[\n" + Feature + "\n]\n}\n" },
        { "geojsonseq", "\u001e" + Feature + "\n" },
        { "geojson per line", Feature + "\n" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Every_format_in_every_encoding(string name, string text)
    {
        var utf16 = new UnicodeEncoding(false, true);
        byte[][] files = [
            Encoding.UTF8.GetBytes(text),
            [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
            Encoding.Latin1.GetBytes(text),
            [.. utf16.GetPreamble(), .. utf16.GetBytes(text)],
            [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)],
        ];
        foreach (var file in files.Concat(files.Select(Importing.Gzip)))
        {
            var (report, store) = await importing.RunAsync(file, new ImportRequest(name));
            Assert.Empty(report.FirstRejects);
            var row = Assert.Single(store.Events.Values);
            Assert.Equal(("TST1", "Gao é", 16.27, -0.04), (row.EventIdCnty, row.Admin1, row.Latitude, row.Longitude));
        }
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_is_read_as_well()
    {
        await importing.EmptyAsync();
        using var file = new OneWay(Importing.Gzip(Encoding.UTF8.GetBytes(Importing.Csv(("event_date", "31/01/2016")))));
        var report = await importing.Importer().RunAsync(new ImportRequest("-"), file, token: TestContext.Current.CancellationToken);
        Assert.Equal(1, report.Inserted);
    }

    [Fact]
    public async Task Json_keeps_what_has_no_place_with_its_type()
    {
        var row = await importing.OneAsync(Object);
        Assert.Equal("""{"more":{"b":1},"n":1.50,"ok":true}""", row.Attributes);
        Assert.Equal(3, row.Fatalities);
    }

    [Fact]
    public async Task Cp1252_far_into_an_ascii_file_is_read_as_such()
    {
        var text = new StringBuilder(Importing.Header + ",notes\n");
        for (var i = 2; i < 40_000; i++)
        {
            text.Append(Importing.Line.Replace("TST1,", $"TST{i},", StringComparison.Ordinal)).Append(",plain\n");
        }
        byte[] file = [.. Encoding.ASCII.GetBytes(text + Importing.Line + ","), 0x93, .. "caf"u8, 0xE9, 0x94, 0x80, (byte)'\n'];
        var (_, store) = await importing.RunAsync(file);
        Assert.Equal("“café”€", store.Events["TST1"].Notes);
    }

    [Fact]
    public async Task One_damaged_byte_does_not_change_the_rest_of_a_utf8_file()
    {
        byte[] file = [.. Encoding.UTF8.GetBytes($"{Importing.Header},notes\n{Importing.Line},قرية "), 0xE9, (byte)'\n'];
        var (_, store) = await importing.RunAsync(file);
        Assert.Equal("قرية é", store.Events["TST1"].Notes);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  \n\n", "is empty")]
    [InlineData("\u00EF\u00BB\u00BF", "is empty")]
    [InlineData("<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", "HTML")]
    [InlineData("PK\u0003\u0004xx", "Excel")]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("a\0b", "binary")]
    [InlineData("Not Found", "is one line")]
    [InlineData("Not\nFound", "header of no known profile")]
    [InlineData("[]", "holds no rows")]
    [InlineData("event_id_cnty,event_type\nTST1,Battles", "event_date")]
    [InlineData("[{\"event_id_cnty\":\"TST1\",", "not valid JSON")]
    [InlineData("{\"message\":\n\"no\"}", "without a list")]
    [InlineData("{\"type\":\"FeatureCollection\",\"features\":[]", "not valid JSON")]
    [InlineData("\u001f\u008b\b\0", "gzip")]
    public async Task Other_files_are_refused_with_a_sentence(string text, string reason)
    {
        var error = await Assert.ThrowsAnyAsync<UnreadableFileException>(() => importing.RunAsync(Encoding.Latin1.GetBytes(text)));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("test.csv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gzip_file_that_is_cut_off_is_refused()
    {
        var rows = string.Join('\n', Enumerable.Range(1, 3000).Select(i => Importing.Line.Replace("TST1,", $"TST{i},", StringComparison.Ordinal)));
        var whole = Importing.Gzip(Encoding.UTF8.GetBytes(Importing.Header + "\n" + rows));
        foreach (var length in new[] { 3, 15, whole.Length / 2, whole.Length - 9, whole.Length - 1 })
        {
            var store = await importing.EmptyAsync();
            var error = await Assert.ThrowsAnyAsync<UnreadableFileException>(
                () => importing.Importer().RunAsync(new ImportRequest("test.csv.gz"), new MemoryStream(whole[..length]), token: TestContext.Current.CancellationToken));
            Assert.Contains("cut off", error.Message, StringComparison.Ordinal);
            Assert.Empty(store.Events);
        }
    }

    [Theory]
    [InlineData("event_id_cnty,event_date,event_type,country,notes\n\"")]
    [InlineData("event_id_cnty,event_date,event_type,country,notes\nTST1,2022-03-04,Battles,Mali,\"")]
    [InlineData("{\"event_id_cnty\":\"TST1\",\"notes\":\"")]
    [InlineData("[{\"event_id_cnty\":\"TST1\",\"notes\":\"")]
    public async Task A_quote_that_never_closes_is_refused_early(string start)
    {
        var file = start + string.Concat(Enumerable.Repeat(new string('x', 99) + " ", 50_000));
        var error = await Assert.ThrowsAnyAsync<UnreadableFileException>(() => importing.RunAsync(file));
        Assert.Contains("longer than 1 MB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_lines_of_ndjson_are_rejected_alone()
    {
        var rejects = new List<Reject>();
        var (report, _) = await importing.RunAsync($"{Object}\n\n{{\"event_id_cnty\":\n[1]\n{Object.Replace("TST1", "TST2", StringComparison.Ordinal)}\n{{\"a\":\"\\ud800\"}}", rejects: rejects);
        Assert.Equal((5, 2), (report.Read, report.Inserted));
        Assert.Equal([(2L, 3L), (3L, 4L), (5L, 6L)], rejects.Select(reject => (reject.Row, reject.Line)));
    }

    [Fact]
    public async Task Geometries_other_than_points_are_rejected_and_null_is_none()
    {
        var (report, store) = await importing.RunAsync("\u001e" + Feature.Replace("[-0.04,16.27,300]", "[]", StringComparison.Ordinal)
            + "\n\u001e" + Feature.Replace("\"Point\"", "\"Polygon\"", StringComparison.Ordinal)
            + "\n\u001e{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"event_id_cnty\":\"TST3\",\"event_date\":\"2022-03-04\",\"event_type\":\"Battles\"}}\n");
        Assert.Equal((3, 2, 1), (report.Read, report.Inserted, report.Rejected));
        Assert.All(store.Events.Values, row => Assert.Null(row.Latitude));
    }

    [Fact]
    public async Task A_large_document_streams_row_by_row()
    {
        var features = string.Join(",\n", Enumerable.Range(1, 20_000).Select(i => Feature.Replace("TST1", $"TST{i}", StringComparison.Ordinal)));
        var (report, _) = await importing.RunAsync("{\"type\":\"FeatureCollection\",\"crs\":{\"features\":[7]},\"features\":[" + features + "]}");
        Assert.Equal(20_000, report.Inserted);
    }

    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    }
}
