using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Compatibility;

/// <summary>What clients made for ACLED's API send, and what they get.</summary>
public class AcledTests(AcledServer server) : IClassFixture<AcledServer>
{
    private static readonly string[] Numbers = ["year", "time_precision", "iso", "latitude", "longitude", "geo_precision", "fatalities", "timestamp"];
    private static readonly string[] Envelope = ["status", "success", "last_update", "count", "total_count", "messages", "data", "filename", "data_query_restrictions"];
    private static readonly string[] LegacyEnvelope = ["status", "success", "last_update", "count", "data", "filename"];

    public static TheoryData<string> Understood => [.. AcledCases.Understood.Select(known => known.Query)];

    public static TheoryData<string, string> Refused => [.. AcledCases.Refused];

    [Theory]
    [MemberData(nameof(Understood))]
    public async Task A_request_means_in_both_generations_the_events_it_meant(string query)
    {
        var means = AcledCases.Understood.Single(known => known.Query == query).Means;
        var expected = AcledServer.Events.Where(means).ToList();
        var current = await server.GetAsync("/api/acled/read?" + query);
        Assert.Equal(Envelope, Names(current));
        Assert.Equal((200, true, expected.Count, expected.Count), (current.GetProperty("status").GetInt32(), current.GetProperty("success").GetBoolean(), current.GetProperty("count").GetInt32(), current.GetProperty("total_count").GetInt32()));
        Assert.Equal(expected.Count == 0, current.GetProperty("messages").EnumerateArray().Any(message => message.GetString()!.Contains("matches no", StringComparison.Ordinal)));
        AssertRows(expected, current, isTyped: true, hasCodes: query.Contains("inter_num=1", StringComparison.Ordinal));
        foreach (var path in (string[])["/acled/read", "/acled/read/"])
        {
            var legacy = await server.GetAsync($"{path}?{query}");
            Assert.Equal(LegacyEnvelope, Names(legacy));
            Assert.Equal(expected.Count, legacy.GetProperty("count").GetInt32());
            AssertRows(expected, legacy, isTyped: false, hasCodes: query.Contains("inter_num=1", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_not_certain_is_refused_in_the_form_of_each_generation(string query, string says)
    {
        using var current = await server.SendAsync(HttpMethod.Get, "/api/acled/read?" + query);
        var answer = await current.JsonAsync();
        Assert.Equal(HttpStatusCode.BadRequest, current.StatusCode);
        Assert.Equal(["status", "success", "error"], Names(answer));
        Assert.False(answer.GetProperty("success").GetBoolean());
        Assert.All(answer.GetProperty("error").EnumerateArray(), error => Assert.Equal(["message"], Names(error)));
        Assert.Contains(answer.GetProperty("error").EnumerateArray(), error => error.GetProperty("message").GetString()!.Contains(says, StringComparison.Ordinal));

        using var legacy = await server.SendAsync(HttpMethod.Get, "/acled/read?" + query);
        var old = await legacy.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, legacy.StatusCode);
        Assert.False(old.GetProperty("success").GetBoolean());
        Assert.Equal(["status", "message"], Names(old.GetProperty("error")));
        Assert.Equal(400, old.GetProperty("error").GetProperty("status").GetInt32());
        Assert.Contains(says, old.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_is_taken_raw_as_R_sends_it()
    {
        var (status, answer) = await RawHttp.SendAsync(server.Http.BaseAddress!, "/acled/read?key=x&email=a@b.org&country=Mali|Niger&event_date=2019-01-01|2020-12-31&event_date_where=BETWEEN&fatalities=3&fatalities_where=>=&limit=0");
        var expected = AcledServer.Events.Count(row => row["country"] is "Mali" or "Niger" && row["year"] is "2019" or "2020" && row["country"] is "Mali" or "Niger" && int.Parse(row["fatalities"], CultureInfo.InvariantCulture) >= 3);
        Assert.Equal(200, status);
        Assert.Contains($"\"count\":{expected},", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(79)]
    [InlineData(80)]
    [InlineData(81)]
    public async Task Whoever_walks_the_pages_gets_every_row_once(int limit)
    {
        foreach (var (query, total, id) in new[] { ("", 80, "event_id_cnty"), ("&country=Mali", AcledServer.Events.Count(row => row["country"] == "Mali"), "event_id_cnty"), ("&export_type=monadic", 144, "") })
        {
            var (rows, counts) = (new List<string>(), 0);
            for (var page = 1; ; page++)
            {
                var answer = await server.GetAsync($"/api/acled/read?limit={limit}&page={page}{query}");
                Assert.Equal(total, answer.GetProperty("total_count").GetInt32());
                var count = answer.GetProperty("count").GetInt32();
                Assert.Equal(count, answer.GetProperty("data").GetArrayLength());
                if (count == 0)
                {
                    Assert.Equal(total / limit + (total % limit == 0 ? 1 : 2), page);
                    Assert.Contains("past the end", answer.GetProperty("messages")[0].GetString(), StringComparison.Ordinal);
                    break;
                }
                counts += count;
                rows.AddRange(answer.GetProperty("data").EnumerateArray().Select(row => id.Length > 0 ? row.GetProperty(id).GetString()! : row.GetRawText()));
            }
            Assert.Equal((total, total, total), (counts, rows.Count, rows.Distinct().Count()));
            Assert.Equal(rows, (await server.GetAsync($"/api/acled/read?limit=0{query}")).GetProperty("data").EnumerateArray().Select(row => id.Length > 0 ? row.GetProperty(id).GetString()! : row.GetRawText()));
        }
    }

    [Theory]
    [InlineData("fields=notes|event_id_cnty|iso", "event_id_cnty,iso,notes")]
    [InlineData("fields=notes,event_id_cnty,iso", "event_id_cnty,iso,notes")]
    [InlineData("fields=EVENT_DATE&population=true", "event_date")]
    [InlineData("fields=event_date|population_best&population=true", "event_date,population_best")]
    [InlineData("population=full", "*,population_1km,population_2km,population_5km,population_best")]
    [InlineData("population=true&inter_num=1", "*,population_best")]
    public async Task Columns_come_in_their_order_and_none_is_missing(string query, string columns)
    {
        var expected = columns.Split(',').SelectMany(name => name == "*" ? AcledServer.Columns : [name]).ToList();
        foreach (var path in (string[])["/api/acled/read", "/acled/read"])
        {
            Assert.All((await server.GetAsync($"{path}?{query}")).GetProperty("data").EnumerateArray(), row => Assert.Equal(expected, Names(row)));
        }
        using var csv = await server.SendAsync(HttpMethod.Get, "/api/acled/read?_format=csv&" + query);
        Assert.Equal(string.Join(',', expected), (await csv.TextAsync()).Split("\r\n")[0]);
    }

    [Fact]
    public async Task By_actor_an_event_is_a_row_for_each_without_the_columns_of_the_second()
    {
        var rows = (await server.GetAsync("/api/acled/read?export_type=monadic&inter_num=1&event_id_cnty=CMP1|CMP2&event_id_cnty_where==")).GetProperty("data").EnumerateArray().ToList();
        Assert.All(rows, row => Assert.Equal(AcledServer.Columns.Except(["actor2", "assoc_actor_2", "inter2"]), Names(row)));
        Assert.Equal(["CMP2 Protesters (Testland) 6 60", "CMP1 Test Liberation Front 2 27", "CMP1 Civilians (Testland) 7 27"],
            rows.Select(row => $"{row.GetProperty("event_id_cnty")} {row.GetProperty("actor1")} {row.GetProperty("inter1")} {row.GetProperty("interaction")}"));
    }

    [Theory]
    [InlineData("/api/acled/read?_format=csv", "text/csv", ',')]
    [InlineData("/acled/read.csv?limit=0", "text/csv", ',')]
    [InlineData("/acled/read/.csv?limit=0", "text/csv", ',')]
    [InlineData("/acled/read.txt?limit=0", "text/plain", '\t')]
    public async Task Lines_have_the_values_of_the_rows(string path, string type, char separator)
    {
        using var response = await server.SendAsync(HttpMethod.Get, path + "&fields=event_id_cnty|event_date|latitude|inter2");
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(AcledServer.Events.Select(row => string.Join(separator, row["event_id_cnty"], row["event_date"], row["inter2"], row["latitude"])).Prepend(string.Join(separator, "event_id_cnty", "event_date", "inter2", "latitude")).Append(""), (await response.TextAsync()).Split("\r\n"));
    }

    [Theory]
    [InlineData("/api/acled/read?_format=xml", true)]
    [InlineData("/acled/read.xml?limit=5000", false)]
    public async Task Xml_has_the_members_of_the_json(string path, bool isCurrent)
    {
        using var response = await server.SendAsync(HttpMethod.Get, path);
        var document = XDocument.Parse(await response.TextAsync()).Root!;
        Assert.Equal(isCurrent ? Envelope : LegacyEnvelope, document.Elements().Select(element => element.Name.LocalName));
        Assert.Equal(AcledServer.Events.Select(row => Text(row)), document.Element("data")!.Elements("item").Select(row => Text(row.Elements().ToDictionary(cell => cell.Name.LocalName, cell => cell.Value))));
    }

    [Theory]
    [InlineData("/api/acled/read?country=Maly", "did you mean 'Mali'?")]
    [InlineData("/api/acled/read?country=Mali&region=11", "Each filter matches some event, but none matches them all.")]
    [InlineData("/api/acled/read?country=&limit=1", "country has no value")]
    [InlineData("/api/acled/read?event_date=2018-02-30&event_date_where=<=", "2018-02-28, the end of that month")]
    [InlineData("/api/acled/read?limit=10&page=99", "Page 99 is past the end")]
    public async Task What_a_client_should_know_is_in_messages_and_in_a_header(string path, string message)
    {
        using var response = await server.SendAsync(HttpMethod.Get, path);
        Assert.Contains((await response.JsonAsync()).GetProperty("messages").EnumerateArray(), said => said.GetString()!.Contains(message, StringComparison.Ordinal));
        using var csv = await server.SendAsync(HttpMethod.Get, path + "&_format=csv");
        Assert.Contains(csv.Headers.GetValues("Events-Api-Message"), said => said.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_value_that_is_unknown_is_empty_text()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        await other.ImportAsync("event_id_cnty,event_date,event_type,country,fatalities\nX1,2020-01-01,Battles,Mali,\n"u8.ToArray(), "x.csv");
        foreach (var path in (string[])["/api/acled/read", "/acled/read"])
        {
            using var response = await other.GetAsync(path);
            var row = (await response.JsonAsync()).GetProperty("data")[0];
            Assert.Equal(AcledServer.Columns, Names(row));
            Assert.All(row.EnumerateObject(), cell => Assert.NotEqual(JsonValueKind.Null, cell.Value.ValueKind));
            Assert.Equal(("", "", "", "0"), (row.GetProperty("fatalities").GetString(), row.GetProperty("latitude").GetString(), row.GetProperty("inter2").GetString(), await CodeAsync(other, path)));
        }
    }

    private static async Task<string> CodeAsync(OtherServer other, string path)
    {
        using var response = await other.GetAsync(path + "?inter_num=1");
        return (await response.JsonAsync()).GetProperty("data")[0].GetProperty("inter2").ToString();
    }

    private static void AssertRows(List<Dictionary<string, string>> expected, JsonElement answer, bool isTyped, bool hasCodes)
    {
        var rows = answer.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(expected.Select(row => row["event_id_cnty"]), rows.Select(row => row.GetProperty("event_id_cnty").GetString()));
        foreach (var (row, said) in rows.Zip(expected))
        {
            Assert.Equal(AcledServer.Columns, Names(row));
            Assert.All(row.EnumerateObject(), cell => Assert.Equal(isTyped && (Numbers.Contains(cell.Name) || (hasCodes && cell.Name.StartsWith("inter", StringComparison.Ordinal))) ? JsonValueKind.Number : JsonValueKind.String, cell.Value.ValueKind));
            if (!hasCodes)
            {
                Assert.Equal(Text(said), Text(row.EnumerateObject().ToDictionary(cell => cell.Name, cell => cell.Value.ToString())));
            }
        }
    }

    // The timestamp is the server's own.
    private static string Text(Dictionary<string, string> row) => string.Join('\n', row.Where(cell => cell.Key != "timestamp").Select(cell => $"{cell.Key}={cell.Value}"));

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
}
