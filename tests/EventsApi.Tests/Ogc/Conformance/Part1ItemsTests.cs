using System.Globalization;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>OGC API - Features part 1 (17-069r4), requirements class Core: the features.</summary>
public class Part1ItemsTests(EventServer server) : Walk(server), IClassFixture<EventServer>
{
    [Fact]
    public async Task Req_core_fc_op()
    {
        using var response = await GetAsync(Items);
        Assert.Equal("application/geo+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(404, (await Server.ProblemAsync("/collections/nothing/items")).Status);
    }

    [Fact]
    public async Task Req_core_fc_limit_definition()
    {
        var limit = await SchemaAsync("limit");
        Assert.Equal(("integer", 1, 5000, 100), (limit.GetProperty("type").GetString(), limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32(), limit.GetProperty("default").GetInt32()));
    }

    // More than the maximum is taken as the maximum.
    [Theory]
    [InlineData("limit=1", 1)]
    [InlineData("limit=3", 3)]
    [InlineData("limit=5000", 5000)]
    [InlineData("limit=999999", 5000)]
    [InlineData("limit=99999999999", 5000)]
    [InlineData("", 100)]
    public async Task Req_core_fc_limit_response_1(string query, int most)
    {
        var page = await Server.GetAsync($"{Items}?{query}");
        Assert.Equal(Math.Min(most, (await Server.RowsAsync()).Count), page.GetProperty("features").GetArrayLength());
    }

    [Fact]
    public async Task Req_core_fc_bbox_definition()
    {
        var bbox = await SchemaAsync("bbox");
        Assert.Equal(("array", 4, 6, "number"), (bbox.GetProperty("type").GetString(), bbox.GetProperty("minItems").GetInt32(), bbox.GetProperty("maxItems").GetInt32(), bbox.GetProperty("items").GetProperty("type").GetString()));
    }

    // Features without a geometry match any box.
    [Theory]
    [InlineData("-10,5,10,25")]
    [InlineData("-10,5,0,10,25,9000")]
    [InlineData("170,-90,-10,90")]
    [InlineData("170,-90,-180,90")]
    [InlineData("-180,-90,180,90")]
    [InlineData("-180,90,180,90")]
    [InlineData("16.27,-90,16.27,90")]
    [InlineData("-0.0447,16.2717,-0.0447,16.2717")]
    public async Task Req_core_fc_bbox_response(string bbox)
    {
        var numbers = bbox.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var half = numbers.Length / 2;
        var (west, south, east, north) = (numbers[0], numbers[1], numbers[half], numbers[half + 1]);
        var expected = await WhereAsync(row => !IsLocated(row)
            || (Latitude(row) >= south && Latitude(row) <= north && (west <= east ? Longitude(row) >= west && Longitude(row) <= east : Longitude(row) >= west || Longitude(row) <= east)));
        Assert.Equal(expected, await IdsAsync($"bbox={bbox}"));
    }

    [Fact]
    public async Task Req_core_fc_time_definition() => Assert.Equal("string", (await SchemaAsync("datetime")).GetProperty("type").GetString());

    [Theory]
    [InlineData("2022-03-04", "2022-03-04", "2022-03-04")]
    [InlineData("2022-09-06T12:30:00Z", "2022-09-06", "2022-09-06")]
    [InlineData("2022-09-06T", "2022-09-06", "2022-09-06")]
    [InlineData("2022-01-01/2022-12-31", "2022-01-01", "2022-12-31")]
    [InlineData("2022-01-01T/2022-12-31T", "2022-01-01", "2022-12-31")]
    [InlineData("2022-01-01T00:00:00Z/2022-12-31T23:59:59.999Z", "2022-01-01", "2022-12-31")]
    [InlineData("../2022-12-31", "0001-01-01", "2022-12-31")]
    [InlineData("/2022-12-31T00:00:00Z", "0001-01-01", "2022-12-31")]
    [InlineData("2022-01-01/..", "2022-01-01", "9999-12-31")]
    [InlineData("2022-01-01/", "2022-01-01", "9999-12-31")]
    [InlineData("2022-09-05/P2D", "2022-09-05", "2022-09-06")]
    [InlineData("2022-01-01/P1Y", "2022-01-01", "2022-12-31")]
    public async Task Req_core_fc_time_response(string datetime, string first, string last) => Assert.Equal(
        await WhereAsync(row => string.CompareOrdinal(Day(row), first) >= 0 && string.CompareOrdinal(Day(row), last) <= 0),
        await IdsAsync("datetime=" + Uri.EscapeDataString(datetime)));

    // All parameters must hold together.
    [Fact]
    public async Task Req_core_fc_response()
    {
        var expected = await WhereAsync(row => IsLocated(row) && Longitude(row) >= -10 && Longitude(row) <= 10 && Latitude(row) >= 0 && Latitude(row) <= 30
            && Day(row).StartsWith("2022", StringComparison.Ordinal) && Reference.Text(row, "country") == "Mali");
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await IdsAsync("bbox=-10,0,10,30&datetime=2022-01-01/2022-12-31&country=Mali"));
    }

    [Fact]
    public async Task Req_core_fc_links()
    {
        var links = await LinksAsync(Items + "?limit=4&country=Mali");
        Assert.Equal([("self", "application/geo+json"), ("alternate", "text/html"), ("next", "application/geo+json")], links.Select(link => (link.Rel, link.Type)));
        Assert.All(links, link => Assert.Contains("country=Mali", link.Href, StringComparison.Ordinal));
        Assert.Equal(["self", "alternate"], (await LinksAsync(Items + "?limit=5000")).Select(link => link.Rel));
    }

    [Theory]
    [MemberData(nameof(Linked))]
    public async Task Req_core_fc_rel_type(string resource)
    {
        // Reading them asserts that each has both; each leads to what it says.
        foreach (var link in await LinksAsync(resource))
        {
            using var response = await GetAsync(link.Href, ("Accept", link.Type));
            Assert.Equal(link.Type.Split(';')[0], response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task Req_core_fc_timeStamp()
    {
        var before = DateTime.UtcNow.AddSeconds(-2);
        var stamp = (await Server.GetAsync(Items)).GetProperty("timeStamp").GetString()!;
        Assert.EndsWith("Z", stamp, StringComparison.Ordinal);
        Assert.InRange(DateTimeOffset.Parse(stamp, CultureInfo.InvariantCulture).UtcDateTime, before, DateTime.UtcNow.AddSeconds(2));
    }

    // It is what the next links yield, also where the limit is rewritten in them, as the conformance suite does.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(10, 2)]
    public async Task Req_core_fc_numberMatched(int first, int later)
    {
        var (walked, expected) = (new List<string>(), await WhereAsync(row => Reference.Text(row, "country") == "Mali"));
        for (string? next = $"{Items}?limit={first}&country=Mali&f=json&sortby=-fatalities"; next is not null;)
        {
            Assert.All(next.Split('?')[1].Split('&'), pair => Assert.Contains('=', pair));
            var page = await Server.GetAsync(next);
            walked.AddRange(Ids(page));
            Assert.Equal(expected.Count, page.GetProperty("numberMatched").GetInt32());
            next = Links(page).Find(link => link.Rel == "next")?.Href.Replace($"limit={first}", $"limit={later}", StringComparison.Ordinal);
        }
        Assert.Equal(expected.Order(), walked.Order());
    }

    [Theory]
    [InlineData("limit=4")]
    [InlineData("limit=4&offset=70")]
    [InlineData("datetime=1900-01-01")]
    [InlineData("")]
    public async Task Req_core_fc_numberReturned(string query)
    {
        var page = await Server.GetAsync($"{Items}?{query}");
        Assert.Equal(page.GetProperty("features").GetArrayLength(), page.GetProperty("numberReturned").GetInt32());
    }

    [Fact]
    public async Task Req_core_f_op()
    {
        foreach (var id in (await Server.RowsAsync()).Select(Reference.Id))
        {
            Assert.Equal(id, (await Server.GetAsync($"{Items}/{id}")).GetProperty("id").GetString());
        }
        Assert.Equal(404, (await Server.ProblemAsync(Items + "/nothing")).Status);
    }

    [Fact]
    public async Task Req_core_f_success()
    {
        using var response = await GetAsync(Items + "/tst1");
        Assert.Equal("application/geo+json", response.Content.Headers.ContentType!.MediaType);
        var feature = await response.JsonAsync();
        Assert.Equal(("Feature", "TST1"), (feature.GetProperty("type").GetString(), feature.GetProperty("id").GetString()));
        Assert.Equal((await Server.GetAsync("/v1/events/TST1")).EnumerateObject().Select(member => $"{member}"),
            feature.GetProperty("properties").EnumerateObject().Where(member => member.Name != "uncertainty_km").Select(member => $"{member}"));
    }

    [Fact]
    public async Task Req_core_f_links()
    {
        var links = await LinksAsync(Items + "/TST1");
        Assert.Equal([("self", "application/geo+json"), ("alternate", "text/html"), ("collection", "application/json")], links.Select(link => (link.Rel, link.Type)));
        Assert.EndsWith(Collection, links[2].Href, StringComparison.Ordinal);
    }
}
