using System.Globalization;
using System.Net;
using System.Text.Json;
using Xunit;

namespace EventsApi.Tests.Compatibility;

/// <summary>What clients made for UCDP's API send, and what they get.</summary>
public class UcdpTests(UcdpServer server) : IClassFixture<UcdpServer>
{
    private const string Release = "/api/gedevents/" + UcdpServer.Version;
    private static readonly string[] Envelope = ["TotalCount", "TotalPages", "PreviousPageUrl", "NextPageUrl", "Result"];
    private static readonly string[] Texts = ["relid", "code_status", "conflict_dset_id", "conflict_name", "dyad_dset_id", "dyad_name", "side_a_dset_id", "side_a", "side_b_dset_id", "side_b", "source_article", "source_office", "source_date", "source_headline", "source_original", "where_coordinates", "where_description", "adm_1", "adm_2", "geom_wkt", "country", "region", "date_start", "date_end", "gwnoa", "gwnob"];

    [Fact]
    public async Task Every_column_says_what_was_imported()
    {
        var result = await RowsAsync(Release + "?pagesize=1000");
        Assert.Equal(UcdpServer.Events.Count, result.Count);
        foreach (var (row, said) in result.Zip(UcdpServer.Events))
        {
            Assert.Equal(said.Keys, row.EnumerateObject().Select(cell => cell.Name));
            Assert.Equal(49, said.Count);
            foreach (var cell in row.EnumerateObject())
            {
                var expected = cell.Name is "date_start" or "date_end" ? said[cell.Name].Replace(' ', 'T') : said[cell.Name];
                Assert.Equal((cell.Name, expected), (cell.Name, cell.Value.ToString()));
                Assert.True(cell.Value.ValueKind == (expected.Length == 0 ? JsonValueKind.Null : Texts.Contains(cell.Name) ? JsonValueKind.String : JsonValueKind.Number), cell.Name);
            }
        }
    }

    [Theory]
    [InlineData("Id=5001,5007", "id", "5001,5007")]
    [InlineData("id=5001", "id", "5001")]
    [InlineData("Country=432", "country_id", "432")]
    [InlineData("Country=432,678", "country_id", "432,678")]
    [InlineData("Geography=40%2010,50%2020", "country_id", "346")]
    [InlineData("TypeOfViolence=1", "type_of_violence", "1")]
    [InlineData("TypeOfViolence=2,3", "type_of_violence", "2,3")]
    [InlineData("Dyad=702", "dyad_new_id", "702")]
    [InlineData("Dyad=701,703", "dyad_new_id", "701,703")]
    [InlineData("Dyad=70", "dyad_new_id", "")]
    [InlineData("Actor=201", "type_of_violence", "1,3")]
    [InlineData("Actor=302", "type_of_violence", "2")]
    public async Task A_filter_selects_by_the_column_it_is_of(string query, string column, string values)
    {
        var expected = UcdpServer.Events.Where(row => values.Split(',').Contains(row[column])).Select(row => row["id"]);
        Assert.Equal(expected, (await RowsAsync($"{Release}?pagesize=1000&{query}")).Select(row => row.GetProperty("id").ToString()));
    }

    [Fact]
    public async Task Days_are_a_range_with_its_ends()
    {
        var expected = UcdpServer.Events.Where(row => string.CompareOrdinal(row["date_start"], "2016-02-10") >= 0 && string.CompareOrdinal(row["date_start"], "2017-06-30") < 0).Select(row => row["id"]).ToList();
        Assert.Equal(expected, (await RowsAsync($"{Release}?pagesize=1000&StartDate=2016-02-10&EndDate=2017-06-29")).Select(row => row.GetProperty("id").ToString()));
        Assert.InRange(expected.Count, 3, 20);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task The_next_pages_lead_to_every_event_once_and_back(int size)
    {
        var (ids, url, pages, last) = (new List<string>(), $"{Release}?pagesize={size}", 0, "");
        while (url.Length > 0)
        {
            var page = await server.GetAsync(url);
            Assert.Equal(Envelope, page.EnumerateObject().Select(member => member.Name));
            Assert.Equal((30, (30 + size - 1) / size), (page.GetProperty("TotalCount").GetInt32(), page.GetProperty("TotalPages").GetInt32()));
            Assert.Equal(pages == 0, page.GetProperty("PreviousPageUrl").GetString() == "");
            ids.AddRange(page.GetProperty("Result").EnumerateArray().Select(row => row.GetProperty("id").ToString()));
            (last, url, pages) = (page.GetProperty("PreviousPageUrl").GetString()!, page.GetProperty("NextPageUrl").GetString()!, pages + 1);
        }
        Assert.Equal(UcdpServer.Events.Select(row => row["id"]), ids);
        Assert.Equal((30 + size - 1) / size, pages);
        if (pages > 1)
        {
            Assert.EndsWith($"page={pages - 2}", last, StringComparison.Ordinal);
        }
        var beyond = await server.GetAsync($"{Release}?pagesize={size}&page=9999");
        Assert.Equal((0, 30, ""), (beyond.GetProperty("Result").GetArrayLength(), beyond.GetProperty("TotalCount").GetInt32(), beyond.GetProperty("NextPageUrl").GetString()));
    }

    [Fact]
    public async Task A_release_never_changes_and_latest_has_the_events_of_other_sources_mapped()
    {
        var acled = AcledServer.Read("acled-current.csv");
        Assert.Equal(30, (await server.GetAsync(Release)).GetProperty("TotalCount").GetInt32());
        var latest = await RowsAsync("/api/gedevents/latest?pagesize=1000");
        var mapped = latest.Where(row => row.GetProperty("id").ValueKind == JsonValueKind.String).ToDictionary(row => row.GetProperty("id").GetString()!);
        var organized = acled.Where(row => row["event_type"] is "Battles" or "Explosions/Remote violence" or "Violence against civilians").ToList();
        Assert.Equal(organized.Select(row => row["event_id_cnty"]).Order(), mapped.Keys.Order());
        foreach (var said in organized)
        {
            var row = mapped[said["event_id_cnty"]];
            var (lat, lon) = (double.Parse(said["latitude"], CultureInfo.InvariantCulture), double.Parse(said["longitude"], CultureInfo.InvariantCulture));
            Assert.Equal(
                (said["event_id_cnty"], said["event_type"] == "Violence against civilians" ? 3 : 1, said["actor1"], said["actor2"], said["country"], said["admin1"], said["location"], said["notes"], said["fatalities"], said["event_date"] + "T00:00:00"),
                (row.GetProperty("relid").GetString(), row.GetProperty("type_of_violence").GetInt32(), row.GetProperty("side_a").GetString(), row.GetProperty("side_b").GetString(), row.GetProperty("country").GetString(), row.GetProperty("adm_1").GetString(), row.GetProperty("where_coordinates").GetString(), row.GetProperty("source_headline").GetString(), row.GetProperty("best").ToString(), row.GetProperty("date_end").GetString()));
            Assert.Equal((long)Math.Floor((lat + 90) * 2) * 720 + (long)Math.Floor((lon + 180) * 2) + 1, row.GetProperty("priogrid_gid").GetInt64());
            Assert.Equal(JsonValueKind.Null, row.GetProperty("dyad_new_id").ValueKind);
        }
        foreach (var type in (int[])[1, 2, 3])
        {
            Assert.Equal(latest.Where(row => row.GetProperty("type_of_violence").GetInt32() == type).Select(row => row.GetProperty("id").ToString()),
                (await RowsAsync($"/api/gedevents/latest?pagesize=1000&TypeOfViolence={type}")).Select(row => row.GetProperty("id").ToString()));
        }
        Assert.Equal("CMP6", Assert.Single(await RowsAsync("/api/gedevents/latest?Id=cmp6")).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("/api/gedevents/23.1", 404, "there are latest, 24.1")]
    [InlineData("/api/gedevents/latest?pagesize=0", 400, "pagesize")]
    [InlineData("/api/gedevents/latest?pagesize=1001", 400, "pagesize")]
    [InlineData("/api/gedevents/latest?page=-1", 400, "page")]
    [InlineData("/api/gedevents/latest?Country=Mali", 400, "Country")]
    [InlineData("/api/gedevents/latest?Country=1", 400, "Gleditsch")]
    [InlineData("/api/gedevents/latest?Geography=1,2", 400, "latitude before longitude")]
    [InlineData("/api/gedevents/latest?StartDate=yesterday", 400, "StartDate")]
    [InlineData("/api/gedevents/latest?TypeOfViolence=4", 400, "TypeOfViolence")]
    [InlineData("/api/gedevents/latest?Dayd=4", 400, "did you mean 'Dyad'")]
    public async Task What_cannot_be_answered_is_a_problem(string path, int status, string says)
    {
        var (found, problem) = await server.ProblemAsync(path);
        Assert.Equal(status, found);
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_another_service_is_no_hindrance_and_a_key_opens_what_is_closed()
    {
        using var open = await server.SendAsync(HttpMethod.Get, Release, null, ("x-ucdp-access-token", "theirs"));
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        await using var other = await server.StartOtherAsync("--EventsApi:AnonymousReads=false");
        using var closed = await other.GetAsync("/api/gedevents/latest", ("x-ucdp-access-token", "theirs"));
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        using var opened = await other.GetAsync("/api/gedevents/latest", ("x-ucdp-access-token", await other.KeyAsync("read")));
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
    }

    private async Task<List<JsonElement>> RowsAsync(string path) => [.. (await server.GetAsync(path)).GetProperty("Result").EnumerateArray()];
}
