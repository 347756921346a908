using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Compatibility;

/// <summary>The lists beside the events.</summary>
public class AcledListTests(AcledServer server) : IClassFixture<AcledServer>
{
    [Theory]
    [InlineData("actor", "actor_name,first_event_date,last_event_date,event_count", "actor1,actor2")]
    [InlineData("actortype", "actor_type_id,actor_type_name,first_event_date,last_event_date,event_count", "inter1,inter2")]
    [InlineData("country", "country,iso,iso3,first_event_date,last_event_date,event_count", "country")]
    [InlineData("region", "region,region_name,first_event_date,last_event_date,event_count", "region")]
    public async Task A_list_has_who_and_where_with_their_days_and_numbers(string list, string columns, string from)
    {
        var expected = AcledServer.Events
            .SelectMany(row => from.Split(',').Select(column => row[column]).Where(value => value.Length > 0).Distinct().Select(value => (Name: value, Row: row)))
            .GroupBy(found => found.Name).Select(group => $"{group.Key} {group.Min(found => found.Row["event_date"])} {group.Max(found => found.Row["event_date"])} {group.Count()}").Order(StringComparer.Ordinal);
        var name = columns.Split(',').First(column => column.EndsWith("_name", StringComparison.Ordinal) || column == "country");
        var answer = await server.GetAsync($"/api/{list}/read");
        Assert.All(answer.GetProperty("data").EnumerateArray(), row => Assert.Equal(columns.Split(','), row.EnumerateObject().Select(cell => cell.Name)));
        Assert.Equal(expected, answer.GetProperty("data").EnumerateArray().Select(row => $"{row.GetProperty(name)} {row.GetProperty("first_event_date")} {row.GetProperty("last_event_date")} {row.GetProperty("event_count").GetInt64()}").Order(StringComparer.Ordinal));
        Assert.Equal(answer.GetProperty("data").GetArrayLength(), answer.GetProperty("total_count").GetInt32());
        using var csv = await server.SendAsync(HttpMethod.Get, $"/{list}/read.csv");
        Assert.Equal(columns, (await csv.TextAsync()).Split("\r\n")[0]);
    }

    [Theory]
    [InlineData("/api/actor/read?actor_name=liberation", 1)]
    [InlineData("/api/actor/read?actor_name=liberation|civilians", 2)]
    [InlineData("/api/actor/read?actor_name=liberation&actor_name_where==", 0)]
    [InlineData("/api/actor/read?event_count=16&event_count_where=<=&limit=2&page=2", 2)]
    [InlineData("/api/country/read?iso=466|562", 2)]
    [InlineData("/api/country/read?country=Mali:OR:country=Niger", 2)]
    [InlineData("/api/country/read?iso=400|800&iso_where=BETWEEN", 3)]
    [InlineData("/api/country/read?iso3=MLI", 1)]
    [InlineData("/api/region/read?region=1", 1)]
    [InlineData("/api/region/read?region_name=AFRICA", 1)]
    [InlineData("/api/actortype/read?actor_type_id=3&actor_type_id_where=>", 3)]
    [InlineData("/api/country/read?first_event_date=2019-01-01&first_event_date_where=<", 1)]
    [InlineData("/api/country/read?event_count=14&export_type=json", 2)]
    [InlineData("/api/country/read?page=2", 0)]
    [InlineData("/region/read/?region=99", 0)]
    public async Task A_list_is_filtered_and_paged_as_events_are(string path, int count) =>
        Assert.Equal(count, (await server.GetAsync(path)).GetProperty("count").GetInt32());

    [Theory]
    [InlineData("/api/country/read?contry=Mali", "did you mean 'country'")]
    [InlineData("/api/country/read?iso=Mali", "iso: ")]
    [InlineData("/api/country/read?fields=iso2", "Unknown column 'iso2' in 'field list'")]
    [InlineData("/api/country/read?iso=1&iso_where=IN", "Unknown operator")]
    [InlineData("/api/country/read?first_event_date=٢٠١٨-٠١-٠١", "write it YYYY-MM-DD")]
    public async Task What_is_not_certain_is_refused(string path, string says)
    {
        using var response = await server.SendAsync(HttpMethod.Get, path);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(says, (await response.JsonAsync()).GetProperty("error")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
