using System.Globalization;
using System.Text.Json;
using Xunit;

namespace EventsApi.Tests.Compatibility;

/// <summary>What clients made for HDX HAPI send, and what they get.</summary>
public class HapiTests(AcledServer server) : IClassFixture<AcledServer>
{
    private const string Path = "/api/v2/coordination-context/conflict-events";

    private static readonly string[] Columns = "resource_hdx_id,event_type,events,fatalities,reference_period_start,reference_period_end,location_ref,location_code,location_name,has_hrp,in_gho,admin1_ref,admin1_code,admin1_name,provider_admin1_name,admin2_ref,admin2_code,admin2_name,provider_admin2_name,admin_level".Split(',');

    private static readonly string[] Compared = "event_type,reference_period_start,reference_period_end,location_code,location_name,admin1_name,admin2_name,resource_hdx_id,admin_level,events,fatalities".Split(',');

    private static readonly Dictionary<string, string> Codes = new() { ["Mali"] = "MLI", ["Niger"] = "NER", ["Burkina Faso"] = "BFA", ["Syria"] = "SYR", ["Afghanistan"] = "AFG" };

    // The categories of an event, from its columns alone.
    private static readonly (string Name, Func<Dictionary<string, string>, bool> Has)[] Categories =
    [
        ("civilian_targeting", row => row["civilian_targeting"].Length > 0), ("demonstration", row => row["disorder_type"] == "Demonstrations"), ("political_violence", row => row["disorder_type"] == "Political violence"),
    ];

    [Theory]
    [InlineData("", "")]
    [InlineData("app_identifier=bWU6bWVAZXhhbXBsZS5vcmc=", "")]
    [InlineData("event_type=demonstration", "demonstration")]
    [InlineData("location_code=MLI", "Mali")]
    [InlineData("location_code=mli&event_type=political_violence", "Mali|political_violence")]
    [InlineData("location_name=ig", "Niger")]
    [InlineData("admin1_name=TILLA", "Tillabéri")]
    [InlineData("provider_admin2_name=douent", "Douentza")]
    [InlineData("start_date=2020-01-15&end_date=2021-06-02", "2020-01..2021-06")]
    [InlineData("admin_level=2&start_date=2022-05-31T00:00:00", "2022-05..9999-12")]
    [InlineData("admin_level=1", "none")]
    public async Task Rows_add_up_the_events_of_a_month_at_a_place_in_a_category(string query, string only)
    {
        var rows = Expected().Where(row => only.Length == 0 || only.Split('|').All(part => part.Contains("..", StringComparison.Ordinal)
            ? string.CompareOrdinal(row[1][..7], part[..7]) >= 0 && string.CompareOrdinal(row[1][..7], part[^7..]) <= 0 : row.Contains(part))).Select(row => string.Join('|', row)).ToList();
        foreach (var path in (string[])[Path, "/api/v1/coordination-context/conflict-event"])
        {
            var data = (await server.GetAsync($"{path}?{query}")).GetProperty("data").EnumerateArray().ToList();
            Assert.All(data, row => Assert.Equal(Columns, row.EnumerateObject().Select(cell => cell.Name)));
            Assert.Equal(rows, data.Select(Text));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(10000)]
    public async Task Whoever_goes_on_by_offset_until_a_short_page_gets_every_row_once(int limit)
    {
        var rows = new List<string>();
        for (var page = limit; page == limit;)
        {
            var data = (await server.GetAsync($"{Path}?limit={limit}&offset={rows.Count}")).GetProperty("data").EnumerateArray().Select(Text).ToList();
            rows.AddRange(data);
            page = data.Count;
        }
        Assert.Equal(Expected().Select(row => string.Join('|', row)), rows);
    }

    [Fact]
    public async Task Csv_has_the_same_columns_and_is_an_attachment()
    {
        using var response = await server.SendAsync(HttpMethod.Get, Path + "?output_format=csv&location_code=NER", null, ("X-HDX-HAPI-APP-IDENTIFIER", "bWU6bWVAZXhhbXBsZS5vcmc="));
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal(("text/csv", "attachment"), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal(string.Join(',', Columns), lines[0]);
        Assert.Equal((await server.GetAsync(Path + "?location_code=NER")).GetProperty("data").GetArrayLength() + 2, lines.Length);
    }

    [Theory]
    [InlineData("event_type=battles", "event_type")]
    [InlineData("location_code=XYZ", "location_code")]
    [InlineData("admin1_code=ML07", "no P-codes; filter by admin1_name")]
    [InlineData("admin_level=3", "admin_level")]
    [InlineData("limit=10001", "limit")]
    [InlineData("start_date=soon", "start_date")]
    [InlineData("output_format=xml", "output_format")]
    [InlineData("locationcode=MLI", "did you mean 'location_code'")]
    public async Task What_cannot_be_answered_is_a_problem(string query, string says)
    {
        var (status, problem) = await server.ProblemAsync($"{Path}?{query}");
        Assert.Equal(400, status);
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    // Category, first and last day, code and name of the country, divisions, data set, level, events, fatalities.
    private static List<string[]> Expected() =>
    [
        .. from category in Categories
           from found in AcledServer.Events.Where(category.Has).GroupBy(row => (Month: row["event_date"][..7], Country: row["country"], First: row["admin1"], Second: row["admin2"], Set: row["event_id_cnty"].StartsWith("OLD", StringComparison.Ordinal) ? "older" : "current"))
               .OrderBy(one => one.Key.Month, StringComparer.Ordinal).ThenBy(one => one.Key.Country, StringComparer.Ordinal).ThenBy(one => one.Key.First, StringComparer.Ordinal).ThenBy(one => one.Key.Second, StringComparer.Ordinal).ThenBy(one => one.Key.Set, StringComparer.Ordinal)
           let month = DateOnly.ParseExact(found.Key.Month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture)
           select (string[])
           [
               category.Name, $"{month:yyyy-MM-dd}T00:00:00", $"{month.AddMonths(1).AddDays(-1):yyyy-MM-dd}T23:59:59", Codes[found.Key.Country], found.Key.Country, found.Key.First, found.Key.Second, found.Key.Set, "2",
               found.Count().ToString(CultureInfo.InvariantCulture), found.Sum(row => int.Parse(row["fatalities"], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture),
           ],
    ];

    private static string Text(JsonElement row)
    {
        Assert.All((string[])["location_ref", "has_hrp", "in_gho", "admin1_ref", "admin1_code", "admin2_ref", "admin2_code"], name => Assert.Equal(JsonValueKind.Null, row.GetProperty(name).ValueKind));
        Assert.Equal((row.GetProperty("admin1_name").GetString(), row.GetProperty("admin2_name").GetString()), (row.GetProperty("provider_admin1_name").GetString(), row.GetProperty("provider_admin2_name").GetString()));
        return string.Join('|', Compared.Select(name => row.GetProperty(name).ToString()));
    }
}
