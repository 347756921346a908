using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using EventsApi.Data.Columns;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using Microsoft.Extensions.DependencyInjection;
using NetTopologySuite.Geometries;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Figures by groups over HTTP, held against the events themselves.</summary>
public class AggregateTests(EventServer server) : IClassFixture<EventServer>
{
    private const string Path = "/v1/aggregates";

    public static TheoryData<string> Groups => [.. Group.All.Select(group => group.Name)];

    [Fact]
    public async Task Without_groups_there_is_one_row_of_everything()
    {
        var rows = await server.RowsAsync();
        var answer = await server.GetAsync(Path);
        Assert.Equal("group_by metrics count totals next data data_version", string.Join(' ', answer.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(rows.Count, answer.GetProperty("totals").GetProperty("events").GetInt32());
        Assert.Equal(rows.Sum(Fatalities), answer.GetProperty("totals").GetProperty("fatalities").GetInt64());
        Assert.Equal([answer.GetProperty("totals").GetRawText()], Rows(answer).Select(row => row.GetRawText()));
    }

    [Fact]
    public async Task Rows_come_in_the_order_of_their_groups_with_the_first_day_of_spans()
    {
        var events = await server.RowsAsync();
        var answer = await server.GetAsync(Path + "?group_by=country,month&country__isnull=false");
        var expected = from row in events
                       where row.GetProperty("country").GetString() is not null
                       group row by (Country: row.GetProperty("country").GetString()!, Month: row.GetProperty("event_date").GetString()![..7]) into bucket
                       orderby Reference.Fold(bucket.Key.Country), bucket.Key.Month
                       select $$"""{"country":"{{bucket.Key.Country}}","month":"{{bucket.Key.Month}}","month_start":"{{bucket.Key.Month}}-01","events":{{bucket.Count()}},"fatalities":{{bucket.Sum(Fatalities)}}}""";
        Assert.Equal(expected, Rows(answer).Select(row => row.GetRawText()));
        Assert.Equal(answer.GetProperty("count").GetInt32(), Rows(answer).Count);
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Every_group_adds_up_to_the_totals(string group)
    {
        var answer = await server.GetAsync($"{Path}?group_by={group}&metrics=events,fatalities,first_date");
        var sum = Rows(answer).Sum(row => row.GetProperty("events").GetInt32());
        var total = answer.GetProperty("totals").GetProperty("events").GetInt32();
        Assert.True(group == "actor" ? sum > total : sum == total, $"{sum} of {total}");
        Assert.Equal(Rows(answer).Count, Rows(answer).Select(row => row.GetProperty(group).GetRawText()).Distinct().Count());
    }

    [Fact]
    public async Task An_actor_is_counted_on_either_side()
    {
        var events = await server.RowsAsync();
        var answer = await server.GetAsync(Path + "?group_by=actor&sort=-events");
        foreach (var row in Rows(answer))
        {
            var actor = row.GetProperty("actor").GetString();
            Assert.Equal(events.Count(one => actor is null ? Sides(one).All(side => side is null) : Sides(one).Contains(actor)), row.GetProperty("events").GetInt32());
        }
        Assert.Equal(Rows(answer).OrderByDescending(row => row.GetProperty("events").GetInt32()).Select(row => row.GetProperty("events").GetInt32()), Rows(answer).Select(row => row.GetProperty("events").GetInt32()));
    }

    [Fact]
    public async Task Conditions_drop_rows_and_leave_the_totals()
    {
        var all = Rows(await server.GetAsync(Path + "?group_by=event_type,year"));
        var answer = await server.GetAsync(Path + "?group_by=event_type,year&having=events__gte=2&having=fatalities__lt%3D50&having=first_date__gt=1990-01-01&metrics=events,fatalities");
        var kept = all.Where(row => row.GetProperty("events").GetInt32() >= 2 && row.GetProperty("fatalities").GetInt32() < 50).Select(row => row.GetRawText()).ToList();
        Assert.InRange(kept.Count, 1, all.Count - 1);
        Assert.Equal(kept, Rows(answer).Select(row => row.GetRawText()));
        Assert.Equal((await server.RowsAsync()).Count, answer.GetProperty("totals").GetProperty("events").GetInt32());
    }

    [Theory]
    [InlineData("group_by=admin1,week&sort=-fatalities_max,week&metrics=events,fatalities_max")]
    [InlineData("group_by=actor,day,demonstrations&metrics=fatalities_mean&sort=-fatalities_mean")]
    public async Task Pages_go_on_where_the_last_one_ended(string query)
    {
        var whole = Rows(await server.GetAsync($"{Path}?{query}&limit=999999")).Select(row => row.GetRawText()).ToList();
        var walked = new List<string>();
        for (var next = $"{Path}?{query}&limit=7"; next is not null;)
        {
            var page = await server.GetAsync(next);
            walked.AddRange(Rows(page).Select(row => row.GetRawText()));
            next = page.GetProperty("next").GetString();
        }
        Assert.InRange(whole.Count, 15, 1000);
        Assert.Equal(whole, walked);
    }

    [Fact]
    public async Task Every_format_has_the_same_rows()
    {
        const string query = Path + "?group_by=country,quarter,political_violence&metrics=events,fatalities_mean,last_date";
        var rows = Rows(await server.GetAsync(query));
        using var lines = await server.SendAsync(HttpMethod.Get, query + "&f=ndjson");
        Assert.Equal(rows.Select(row => row.GetRawText()), (await lines.TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        using var csv = await server.SendAsync(HttpMethod.Get, query, null, ("Accept", "text/csv"));
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        var expected = rows.Select(row => string.Join(',', row.EnumerateObject().Select(member => Field(member.Value))))
            .Prepend("country,quarter,quarter_start,political_violence,events,fatalities_mean,last_date");
        Assert.Equal(expected, (await csv.TextAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_answer_says_what_it_cost_and_where_the_next_page_is()
    {
        using var response = await server.SendAsync(HttpMethod.Get, Path + "?group_by=day&limit=1&f=csv");
        Assert.Matches(@"^total;dur=\d+(\.\d+)?$", Assert.Single(response.Headers.GetValues("Server-Timing")));
        Assert.EndsWith("; rel=\"next\"", Assert.Single(response.Headers.GetValues("Link")), StringComparison.Ordinal);
        using var held = await server.SendAsync(HttpMethod.Get, Path + "?group_by=day&limit=1&f=csv", null, ("If-None-Match", response.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, held.StatusCode);
    }

    [Fact]
    public async Task An_answer_during_imports_is_of_one_data_version()
    {
        const int imports = 12, rows = 40;
        await using var other = await server.StartOtherAsync();
        var done = false;
        var seen = new ConcurrentDictionary<long, bool>();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref done))
            {
                using var response = await other.GetAsync(Path + "?group_by=country&metrics=events");
                var answer = await response.JsonAsync();
                var version = answer.GetProperty("data_version").GetInt64();
                Assert.Equal(version * rows, answer.GetProperty("totals").GetProperty("events").GetInt64());
                Assert.Equal(version * rows, Rows(answer).Sum(row => row.GetProperty("events").GetInt64()));
                seen.TryAdd(version, true);
            }
        })).ToList();
        for (var import = 0; import < imports; import++)
        {
            var lines = Enumerable.Range(0, rows).Select(row => $"NEW{import * rows + row},2022-01-01,Battles,Armed clash,{(row % 2 == 0 ? "Mali" : "Niger")}");
            await other.ImportAsync(Encoding.UTF8.GetBytes("event_id_cnty,event_date,event_type,sub_event_type,country\r\n" + string.Join("\r\n", lines)), "new.csv");
            // The next import begins when some reader has seen this one, or has failed.
            while (!seen.ContainsKey(import + 1) && !readers.Exists(reader => reader.IsCompleted))
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }
        await ReadyAsync(other);
        Volatile.Write(ref done, true);
        await Task.WhenAll(readers);
        Assert.Equal(Enumerable.Range(1, imports).Select(version => (long)version), seen.Keys.Where(version => version > 0).Order());
        Assert.Equal(imports, other.Services.GetRequiredService<ColumnMemory>().Current!.Version);
    }

    [Theory]
    [InlineData("tile:4")]
    [InlineData("geohash:3")]
    [InlineData("priogrid")]
    public async Task A_cell_is_a_feature_whose_area_holds_its_events(string cells)
    {
        var points = (await server.RowsAsync()).Where(row => row.GetProperty("longitude").ValueKind == JsonValueKind.Number)
            .Select(row => new Point(row.GetProperty("longitude").GetDouble(), row.GetProperty("latitude").GetDouble())).ToList();
        var map = await server.GetAsync($"{Path}?group_by={cells}&f=geojson");
        var features = map.GetProperty("features").EnumerateArray().ToList();
        Assert.Equal("FeatureCollection", map.GetProperty("type").GetString());
        foreach (var feature in features.Where(feature => feature.GetProperty("geometry").ValueKind == JsonValueKind.Object))
        {
            var area = Shapes.ReadGeoJson(feature.GetProperty("geometry"));
            // A point on an edge is in one of the two cells that share it.
            Assert.InRange(feature.GetProperty("properties").GetProperty("events").GetInt32(), points.Count(area.Contains), points.Count(area.Covers));
        }
        Assert.InRange(features.Count, 5, points.Count);
        Assert.Equal(Rows(await server.GetAsync($"{Path}?group_by={cells}")).Select(row => row.GetRawText()), features.Select(feature => feature.GetProperty("properties").GetRawText()));
    }

    [Fact]
    public async Task Boundaries_have_their_areas_and_locations_their_points()
    {
        var map = await server.GetAsync($"{Path}?group_by=boundary,year&f=geojson");
        var features = map.GetProperty("features").EnumerateArray().ToList();
        Assert.Contains(features, feature => feature.GetProperty("geometry").ValueKind == JsonValueKind.Null && feature.GetProperty("properties").GetProperty("boundary").ValueKind == JsonValueKind.Null);
        foreach (var feature in features.Where(feature => feature.GetProperty("properties").GetProperty("boundary").ValueKind == JsonValueKind.String))
        {
            var boundary = await server.GetAsync("/v1/boundaries/" + feature.GetProperty("properties").GetProperty("boundary").GetString());
            Assert.Equal(boundary.GetProperty("geometry").GetRawText(), feature.GetProperty("geometry").GetRawText());
        }
        var rows = await server.RowsAsync();
        var places = (await server.GetAsync($"{Path}?group_by=location&f=geojson&location__isnull=false")).GetProperty("features").EnumerateArray().ToList();
        Assert.InRange(places.Count, 5, 1000);
        foreach (var place in places)
        {
            var found = rows.Where(row => row.GetProperty("location").GetString() == place.GetProperty("properties").GetProperty("location").GetString()
                && row.GetProperty("longitude").ValueKind == JsonValueKind.Number).ToList();
            var expected = found.Count == 0 ? "null" : $$"""{"type":"Point","coordinates":[{{Mean("longitude")}},{{Mean("latitude")}}]}""";
            Assert.Equal(expected, place.GetProperty("geometry").GetRawText());

            double Mean(string column) => Math.Round(found.Average(row => row.GetProperty(column).GetDouble()), 6);
        }
    }

    [Theory]
    [InlineData("group_by=contry", "group_by", "did you mean 'country'?")]
    [InlineData("group_by=year,year", "group_by", "twice")]
    [InlineData("group_by=year,month,week,day,iso,region,country", "group_by", "More than 6")]
    [InlineData("group_by=", "group_by", "Unknown group")]
    [InlineData("metrics=event", "metrics", "did you mean 'events'?")]
    [InlineData("group_by=country&sort=admin1", "sort", "Unknown group or metric of this request")]
    [InlineData("group_by=country&sort=events,-events", "sort", "twice")]
    [InlineData("having=events", "having", "as events__gte=10")]
    [InlineData("having=event__gte=1", "having", "did you mean 'events'?")]
    [InlineData("having=events__gtt=1", "having", "did you mean '__gt'?")]
    [InlineData("having=events__gt=many", "having", "integer")]
    [InlineData("having=last_date__gt=2022-02-30", "having", "day that exists")]
    [InlineData("limit=0", "limit", "at least 1")]
    [InlineData("cursor=abc", "cursor", "Not a cursor")]
    [InlineData("f=geojson", "f", "Needs a group with a place")]
    [InlineData("group_by=year&f=geojson", "f", "Needs a group with a place")]
    [InlineData("group_by=geohash:8", "group_by", "did you mean 'geohash:1'?")]
    [InlineData("fields=country", "fields", "Unknown parameter")]
    [InlineData("fatalities__gte=x", "fatalities__gte", "integer")]
    [InlineData("boundary=nowhere", "boundary", "")]
    [InlineData("near=1,2", "radius_km", "")]
    public async Task What_is_wrong_is_named(string query, string parameter, string message)
    {
        var error = await server.ErrorAsync($"{Path}?{query}");
        Assert.Equal(parameter, error.GetProperty("parameter").GetString());
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_asks_for_the_same_as_an_address()
    {
        const string query = "group_by=country,year&country=Mali&country=Niger&having=events__gte=1&metrics=events,actors&bbox=-10,10,10,20&limit=3";
        var polygon = new { type = "Polygon", coordinates = new[] { new double[][] { [-10, 10], [10, 10], [10, 20], [-10, 20], [-10, 10] } } };
        var body = new { group_by = new[] { "country", "year" }, country = new[] { "Mali", "Niger" }, having = "events__gte=1", metrics = "events,actors", geometry = polygon };
        var expected = await server.GetAsync($"{Path}?{query}");
        using var response = await server.SendAsync(HttpMethod.Post, Path + "/search?limit=3", System.Net.Http.Json.JsonContent.Create(body));
        var answer = await response.JsonAsync();
        Assert.Equal(Rows(expected).Select(row => row.GetRawText()), Rows(answer).Select(row => row.GetRawText()));
        Assert.Equal(3, Rows(answer).Count);
        using var next = await server.SendAsync(HttpMethod.Post, new Uri(answer.GetProperty("next").GetString()!).PathAndQuery, System.Net.Http.Json.JsonContent.Create(body));
        var rest = Rows(await server.GetAsync(new Uri(expected.GetProperty("next").GetString()!).PathAndQuery));
        Assert.Equal(rest.Select(row => row.GetRawText()), Rows(await next.JsonAsync()).Select(row => row.GetRawText()));
        using var wrong = await server.SendAsync(HttpMethod.Post, Path + "/search", System.Net.Http.Json.JsonContent.Create(new { group_by = "contry" }));
        Assert.Contains("did you mean 'country'?", await wrong.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_of_other_groups_is_refused()
    {
        var page = await server.GetAsync(Path + "?group_by=day&limit=1");
        var token = page.GetProperty("next").GetString()!.Split("cursor=")[1];
        Assert.Equal(400, (await server.ProblemAsync($"{Path}?group_by=country&cursor={token}")).Status);
    }

    // Asks until the columns in memory are as new as the data; an aggregate asks for them.
    private static async Task ReadyAsync(OtherServer other)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        for (var columns = ""; columns != "ready"; await Task.Delay(20, patience.Token))
        {
            (await other.GetAsync(Path)).Dispose();
            using var health = await other.GetAsync("/health/ready");
            columns = (await health.JsonAsync()).GetProperty("columns").GetString();
        }
    }

    private static List<JsonElement> Rows(JsonElement answer) => [.. answer.GetProperty("data").EnumerateArray()];

    private static long Fatalities(JsonElement row) => row.GetProperty("fatalities").ValueKind == JsonValueKind.Null ? 0 : row.GetProperty("fatalities").GetInt64();

    private static string?[] Sides(JsonElement row) => [row.GetProperty("actor1").GetString(), row.GetProperty("actor2").GetString()];

    private static string Field(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!.Contains(',', StringComparison.Ordinal) ? $"\"{value.GetString()}\"" : value.GetString()!,
        _ => value.GetRawText(),
    };
}
