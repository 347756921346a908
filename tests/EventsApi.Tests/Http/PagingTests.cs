using System.Text.Json;
using Xunit;

namespace EventsApi.Tests.Http;

public class PagingTests(EventServer server) : IClassFixture<EventServer>
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("", 7)]
    [InlineData("sort=fatalities", 3)]
    [InlineData("sort=-fatalities,event_date", 4)]
    [InlineData("sort=admin2,-event_date", 5)]
    [InlineData("sort=-actor2,latitude", 2)]
    [InlineData("sort=event_id_cnty&country__not=Mali", 6)]
    public async Task A_walk_by_next_links_returns_every_event_once_in_order(string query, int limit)
    {
        var whole = await server.IdsAsync(query + "&limit=5000");
        var walked = new List<string>();
        var next = $"/v1/events?{query}&limit={limit}";
        while (next is not null)
        {
            var page = await server.GetAsync(next);
            walked.AddRange(EventServer.Ids(page));
            Assert.Equal(whole.Count, page.GetProperty("total_count").GetInt32());
            Assert.Equal(page.GetProperty("data").GetArrayLength(), page.GetProperty("count").GetInt32());
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal(whole, walked);
        Assert.Equal(whole.Count, whole.Distinct().Count());
    }

    [Fact]
    public async Task Offset_pages_like_the_cursor()
    {
        var whole = await server.IdsAsync("limit=5000");
        Assert.Equal(whole.Skip(10).Take(5), await server.IdsAsync("offset=10&limit=5"));
    }

    [Fact]
    public async Task A_cursor_of_another_sort_is_refused()
    {
        var page = await server.GetAsync("/v1/events?limit=1");
        var error = await server.ErrorAsync(page.GetProperty("next").GetString() + "&sort=fatalities");
        Assert.Equal("cursor", error.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task The_limit_is_clamped_and_the_last_page_has_no_next()
    {
        var page = await server.GetAsync("/v1/events?limit=999999");
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }
}
