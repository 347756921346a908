using System.Net;
using System.Text.Json;
using EventsApi.Data.Queries;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>The values of a column over HTTP.</summary>
public class FacetTests(EventServer server) : IClassFixture<EventServer>
{
    public static TheoryData<string> Columns => [.. Group.All.Select(group => group.Name)];

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task Every_column_has_the_values_that_aggregates_group_by(string column)
    {
        var rows = Data(await server.GetAsync($"/v1/aggregates?group_by={column}&metrics=events&sort=-events"));
        var answer = await server.GetAsync($"/v1/facets/{column}?limit=1000");
        Assert.Equal(rows.Select(row => $"{row.GetProperty(column).GetRawText()} {row.GetProperty("events")}"), Data(answer).Select(row => $"{row.GetProperty("value").GetRawText()} {row.GetProperty("events")}"));
        Assert.Equal((rows.Count, rows.Count, false), Counts(answer));
        Assert.Equal("column count total_count truncated totals data data_version", string.Join(' ', answer.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(column, answer.GetProperty("column").GetString());
    }

    [Fact]
    public async Task What_is_left_out_is_said()
    {
        var all = await server.GetAsync("/v1/facets/location?country=Mali");
        var first = await server.GetAsync("/v1/facets/location?country=Mali&limit=3");
        Assert.Equal(Data(all).Take(3).Select(row => row.GetRawText()), Data(first).Select(row => row.GetRawText()));
        Assert.Equal((3, Data(all).Count, true), Counts(first));
        Assert.Equal((Data(all).Count, Data(all).Count, false), Counts(await server.GetAsync($"/v1/facets/location?country=Mali&limit={Data(all).Count}")));
        Assert.Equal((await server.GetAsync("/v1/events?country=Mali&limit=1")).GetProperty("total_count").GetInt32(), first.GetProperty("totals").GetProperty("events").GetInt32());
    }

    [Theory]
    [InlineData("admin1", "MENAK", "\"Ménaka\"")]
    [InlineData("month", "2022-08", "\"2022-08\"")]
    [InlineData("year", "022", "2022")]
    [InlineData("demonstrations", "tru", "true")]
    [InlineData("country", "no such country", null)]
    public async Task Values_are_searched_whatever_case_and_accents(string column, string text, string? value)
    {
        var all = Data(await server.GetAsync($"/v1/facets/{column}?limit=1000")).Select(row => row.GetRawText()).ToList();
        var answer = await server.GetAsync($"/v1/facets/{column}?limit=1000&q={Uri.EscapeDataString(text)}");
        Assert.Equal(value is null ? [] : [value], Data(answer).Select(row => row.GetProperty("value").GetRawText()).Where(found => value is null || found == value));
        Assert.All(Data(answer), row => Assert.Contains(Reference.Fold(text), Reference.Fold(row.GetProperty("value").ToString()), StringComparison.Ordinal));
        Assert.Equal(all.Where(row => Data(answer).Exists(found => found.GetRawText() == row)), Data(answer).Select(row => row.GetRawText()));
    }

    [Fact]
    public async Task The_answer_can_be_held_and_says_what_it_cost()
    {
        using var response = await server.SendAsync(HttpMethod.Get, "/v1/facets/country?q=m&year=2022&f=json");
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        Assert.Matches(@"^total;dur=\d+(\.\d+)?$", Assert.Single(response.Headers.GetValues("Server-Timing")));
        using var held = await server.SendAsync(HttpMethod.Get, "/v1/facets/country?year=2022&f=json&q=m", null, ("If-None-Match", response.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, held.StatusCode);
        using var other = await server.SendAsync(HttpMethod.Get, "/v1/facets/country?year=2022&f=json&q=n", null, ("If-None-Match", response.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_column_there_is_not_is_404_and_says_which_there_are()
    {
        var error = await server.ErrorAsync("/v1/facets/contry", 404);
        Assert.Equal("country", error.GetProperty("suggestion").GetString());
        Assert.Equal(Columns.Select(column => column.Data), error.GetProperty("allowed").EnumerateArray().Select(name => name.GetString()));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("q=", "q")]
    [InlineData("f=csv", "f")]
    [InlineData("having=events__gt=1", "having")]
    [InlineData("event_type=Battle", "event_type")]
    [InlineData("boundary=nowhere", "boundary")]
    public async Task What_is_wrong_is_named(string query, string parameter)
    {
        var error = await server.ErrorAsync("/v1/facets/country?" + query);
        Assert.Equal(parameter, error.GetProperty("parameter").GetString());
    }

    private static (int, int, bool) Counts(JsonElement answer) =>
        (answer.GetProperty("count").GetInt32(), answer.GetProperty("total_count").GetInt32(), answer.GetProperty("truncated").GetBoolean());

    private static List<JsonElement> Data(JsonElement answer) => [.. answer.GetProperty("data").EnumerateArray()];
}
