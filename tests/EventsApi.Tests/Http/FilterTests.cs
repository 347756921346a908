using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Requests;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Every filter over HTTP selects what the same comparison selects in plain code.</summary>
public class FilterTests(EventServer server) : IClassFixture<EventServer>
{
    private sealed record Filter(string Name, string[] Values)
    {
        public Column Column => EventColumns.Find(Name.Split("__")[0])!;

        public string Suffix => Name[Column.Name.Length..];

        public override string ToString() => string.Join('&', Values.Select(value => $"{Name}={Uri.EscapeDataString(value)}"));
    }

    public static TheoryData<string> ColumnFilters => [.. EventFilters.All.OfType<ColumnFilter>().Select(filter => filter.Name)];

    [Theory]
    [MemberData(nameof(ColumnFilters))]
    public async Task A_filter_selects_what_the_comparison_selects_in_plain_code(string name)
    {
        var rows = await server.RowsAsync();
        var column = new Filter(name, []).Column;
        foreach (var values in FilterValues.For(rows, column, name[column.Name.Length..]))
        {
            await AssertSelectsAsync(rows, [new Filter(name, values)]);
        }
    }

    [Fact]
    public async Task Filters_of_every_column_are_known()
    {
        var codebook = await server.GetAsync("/v1/codebook");
        var told = codebook.GetProperty("columns").EnumerateArray().SelectMany(column => column.GetProperty("filters").EnumerateArray()).Select(name => name.GetString());
        Assert.Equal(EventFilters.All.OfType<ColumnFilter>().Select(filter => filter.Name), told);
    }

    [Fact]
    public async Task Any_conjunction_selects_what_plain_code_selects()
    {
        var rows = await server.RowsAsync();
        var known = EventFilters.All.OfType<ColumnFilter>().Select(filter => new Filter(filter.Name, []))
            .SelectMany(filter => FilterValues.For(rows, filter.Column, filter.Suffix).Select(values => filter with { Values = values })).ToArray();
        var conjunctions = Gen.Choose(2, 4).SelectMany(count => Gen.Elements(known).ArrayOf(count))
            .Select(filters => filters.DistinctBy(filter => filter.Name).ToArray());
        Prop.ForAll(conjunctions.ToArbitrary(), filters => AssertSelectsAsync(rows, filters).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData("country=Niger")]
    [InlineData("actor2=Civilians (Testland)")]
    [InlineData("inter2=Civilians")]
    [InlineData("inter2=0")]
    [InlineData("fatalities=0")]
    [InlineData("tags=approximate figure")]
    [InlineData("admin3=Tessit&admin3=Gao")]
    [InlineData("event_date=2022-09-06")]
    public async Task A_filter_and_its_negation_are_everything(string query)
    {
        var all = await TotalAsync("");
        var (with, without) = (await TotalAsync(query), await TotalAsync(query.Replace("=", "__not=", StringComparison.Ordinal)));
        Assert.InRange(with, 1, all - 1);
        Assert.Equal(all, with + without);
    }

    [Theory]
    [InlineData("admin1=Menaka", "1RTA TST24 TST47 TST9")]
    [InlineData("admin1=Ménaka", "1RTA TST24 TST47 TST9")]
    [InlineData("admin1=me\u0301NAKA", "1RTA TST24 TST47 TST9")]
    [InlineData("location=بانيبانغو", "TST50")]
    [InlineData("notes__contains=تُعْرَفِ الجهة", "TST50")] // vowel marks are marks
    [InlineData("source=صحيفة الاختبار", "TST49")]
    [InlineData("notes__contains=Києві", "TST53")]
    [InlineData("notes__contains=100% of it: % _ *", "TST70")]
    [InlineData("notes__contains=o'brien", "TST70")]
    [InlineData("notes__contains=\\", "TST69")]
    [InlineData("notes__contains=\"no, thanks\"", "TST51")]
    [InlineData("notes__contains=line,\nsecond", "TST52")]
    [InlineData("notes__startswith==1+", "TST54")]
    [InlineData("event_id_cnty=tst7&event_id_cnty=1rta", "1RTA TST7")]
    [InlineData("event_id_cnty__startswith=tst7", "TST7 TST70 TST71")]
    [InlineData("dataset=FIXTURE&fatalities__gt=100", "TST33 TST68")]
    [InlineData("assoc_actor_1=dozo of tests", "TST60")]
    [InlineData("assoc_actor_1=dozo", "")]
    [InlineData("source=Another Source", "TST63")]
    [InlineData("actor=dozo OF tests", "TST60")]
    [InlineData("actor=Wagner Group of Tests&actor=Women (Niger)", "TST32 TST67")]
    [InlineData("actor=Labour Group (Ukraine)", "TST53")]
    [InlineData("actor=not a list", "")]
    [InlineData("event_date=2013-01-26&fatalities__lte=4", "TST44")]
    [InlineData("country=Mali&country=Niger&fatalities__gte=84", "TST33 TST68")]
    public async Task Text_is_found_whatever_its_case_accents_and_signs(string query, string ids) =>
        Assert.Equal(ids, string.Join(' ', (await IdsAsync(query)).Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("country=Mali", "country=466")]
    [InlineData("country=Mali", "country=ml")]
    [InlineData("country=Mali", "country=MLI")]
    [InlineData("country=Mali", "country=République du Mali")]
    [InlineData("country=Mali", "country=مالي")]
    [InlineData("country=Mali", "iso=466")]
    [InlineData("country__not=Mali", "country__not=جمهورية مالي")]
    [InlineData("inter1=State forces", "inter1=1")]
    [InlineData("inter1=State forces", "inter1=government forces")]
    [InlineData("inter2__isnull=true", "inter2=0")]
    [InlineData("inter2__isnull=false", "inter2__not=0")]
    [InlineData("inter2__isnull=true", "inter2__isnull=1")]
    [InlineData("interaction=Political militia-Civilians", "interaction=37")]
    [InlineData("interaction=Political militia-Civilians", "interaction=civilians-political militia")]
    [InlineData("interaction=Protesters only", "interaction=60")]
    [InlineData("region=Western Africa", "region=1")]
    [InlineData("event_type=Battles", "EVENT_TYPE=battles")]
    [InlineData("fatalities=5", "fatalities=005")]
    [InlineData("longitude=-0.0447", "longitude=-4.47E-2")]
    public async Task Another_name_means_the_same(string query, string other)
    {
        var ids = await IdsAsync(query);
        Assert.NotEmpty(ids);
        Assert.Equal(ids, await IdsAsync(other));
    }

    [Theory]
    [InlineData("Test Liberation Front")]
    [InlineData("Civilians (Testland)")]
    [InlineData("Volunteers of Tests")]
    public async Task An_actor_is_looked_for_on_both_sides_and_among_the_associated(string name)
    {
        var expected = (await server.RowsAsync()).Where(row => Acts(row, name)).Select(Reference.Id).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await IdsAsync("actor=" + name));
    }

    [Theory]
    [InlineData("2022-09-06", "2022-09-06", "2022-09-06")]
    [InlineData("2022-09-06T", "2022-09-06", "2022-09-06")]
    [InlineData("2022-09-06T23:30:00Z", "2022-09-06", "2022-09-06")]
    [InlineData("2022-09-05T23:30:00-05:00", "2022-09-06", "2022-09-06")]
    [InlineData("2022-09-07T01:30:00+02:00", "2022-09-06", "2022-09-06")]
    [InlineData("2022-01-01/2022-12-31", "2022-01-01", "2022-12-31")]
    [InlineData("2022-01-06/2022-09-06", "2022-01-06", "2022-09-06")]
    [InlineData("2022-01-01T00:00:00Z/2022-12-31T23:59:59.999Z", "2022-01-01", "2022-12-31")]
    [InlineData("../2012-04-01", "0001-01-01", "2012-04-01")]
    [InlineData("/2012-04-01", "0001-01-01", "2012-04-01")]
    [InlineData("2022-01-06/..", "2022-01-06", "9999-12-31")]
    [InlineData("2022-01-06/", "2022-01-06", "9999-12-31")]
    [InlineData("2022-08-07/P1M", "2022-08-07", "2022-09-06")]
    [InlineData("2021-09-07/P1Y", "2021-09-07", "2022-09-06")]
    [InlineData("2022-08-31/P1W", "2022-08-31", "2022-09-06")]
    [InlineData("2022-09-06/P1D", "2022-09-06", "2022-09-06")]
    public async Task Datetime_selects_days_ends_included(string datetime, string first, string last)
    {
        var expected = (await server.RowsAsync()).Where(row => string.CompareOrdinal(Reference.Text(row, "event_date"), first) >= 0
            && string.CompareOrdinal(Reference.Text(row, "event_date"), last) <= 0).Select(Reference.Id).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await IdsAsync("datetime=" + datetime));
    }

    [Theory]
    [InlineData(-5, 10, 3, 20)]
    [InlineData(-0.0447, 16.2717, 1.4833, 16.5167)] // both corners are events
    [InlineData(-0.0447, 16.2717, -0.0447, 16.2717)]
    [InlineData(177, -20, -179, -15)]
    [InlineData(180, -17, -180, -16)]
    [InlineData(170, -90, -170, 90)]
    [InlineData(179, -90, 180, 0)]
    [InlineData(-180, -90, 180, 90)]
    [InlineData(-180, 90, 180, 90)]
    [InlineData(-80, 0, -8, 3.4372)]
    public async Task A_box_selects_the_points_in_it_edges_included(double west, double south, double east, double north)
    {
        var expected = (await server.RowsAsync()).Where(row => row.GetProperty("latitude").ValueKind != JsonValueKind.Null).Where(row =>
        {
            var (lon, lat) = Point(row);
            return lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east);
        }).Select(Reference.Id).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await IdsAsync(string.Create(CultureInfo.InvariantCulture, $"bbox={west},{south},{east},{north}")));
        Assert.Equal(expected, await IdsAsync(string.Create(CultureInfo.InvariantCulture, $"bbox={west},{south},-100,{east},{north},100")));
    }

    [Theory]
    [InlineData(-0.0447, 16.2717, 0)]
    [InlineData(-0.04, 16.27, 100)]
    [InlineData(1, 16, 350)]
    [InlineData(179.95, -17, 40)]
    [InlineData(-179.95, -17, 100)]
    [InlineData(100, -89.9, 20)]
    [InlineData(0, 90, 10)]
    [InlineData(0, 89, 500)]
    [InlineData(0, 0, 2500)]
    [InlineData(2, 15, 12000)]
    [InlineData(0, 0, 20040)]
    public async Task Near_selects_by_distance_on_the_Earth(double longitude, double latitude, double radius)
    {
        var found = await IdsAsync(string.Create(CultureInfo.InvariantCulture, $"near={longitude},{latitude}&radius_km={radius}"));
        Assert.NotEmpty(found);
        foreach (var row in await server.RowsAsync())
        {
            var has = row.GetProperty("latitude").ValueKind != JsonValueKind.Null;
            var distance = has ? Reference.Kilometres(longitude, latitude, Point(row).Longitude, Point(row).Latitude) : double.PositiveInfinity;
            // The sphere is off by 0.6 % at most; nearer to the circle than that it decides nothing.
            if (distance < radius * 0.994 || distance > radius * 1.006)
            {
                Assert.True((distance < radius) == found.Contains(Reference.Id(row)), $"{Reference.Id(row)} is {distance} km away");
            }
        }
    }

    [Fact]
    public async Task Updated_since_counts_the_second_itself()
    {
        var seconds = (await server.RowsAsync()).Max(row => row.GetProperty("timestamp").GetInt64());
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        var last = (await server.RowsAsync()).Where(row => row.GetProperty("timestamp").GetInt64() == seconds).Select(Reference.Id).ToList();
        Assert.Equal(last, await IdsAsync($"updated_since={seconds}"));
        Assert.Equal(last, await IdsAsync($"updated_since={time:yyyy-MM-ddTHH:mm:ssZ}"));
        Assert.Equal(last, await IdsAsync($"updated_since={time.ToOffset(TimeSpan.FromHours(2)):yyyy-MM-ddTHH:mm:sszzz}"));
        Assert.Empty(await IdsAsync($"updated_since={seconds + 1}"));
        Assert.Empty(await IdsAsync($"updated_since={time.AddDays(1):yyyy-MM-dd}"));
    }

    [Theory]
    [InlineData("notes__contains")]
    [InlineData("actor")]
    [InlineData("source")]
    [InlineData("country__not")]
    [InlineData("event_id_cnty")]
    public async Task A_thousand_values_are_as_good_as_one(string name)
    {
        var one = name switch { "notes__contains" => "leap day", "actor" => "Dozo of Tests", "source" => "Another Source", "country__not" => "Mali", _ => "TST7" };
        string[] values = [.. Enumerable.Range(1, RawRequest.MaximumValues - 1).Select(i => $"nothing {i}"), one];
        var found = await server.SearchAsync(new Dictionary<string, object> { [name] = values });
        Assert.Equal(await IdsAsync($"{name}={one}"), EventServer.Ids(found));
        Assert.NotEmpty(EventServer.Ids(found));
    }

    private static bool Acts(JsonElement row, string name) => Reference.Text(row, "actor1") == name || Reference.Text(row, "actor2") == name
        || Reference.Text(row, "assoc_actor_1")?.Split("; ").Contains(name) == true || Reference.Text(row, "assoc_actor_2")?.Split("; ").Contains(name) == true;

    private static (double Longitude, double Latitude) Point(JsonElement row) => (row.GetProperty("longitude").GetDouble(), row.GetProperty("latitude").GetDouble());

    private async Task AssertSelectsAsync(IReadOnlyList<JsonElement> rows, Filter[] filters)
    {
        var query = string.Join('&', filters.AsEnumerable());
        var expected = rows.Where(row => filters.All(filter => Reference.Matches(row, filter.Column, filter.Suffix, filter.Values))).Select(Reference.Id).ToList();
        var page = await server.GetAsync($"/v1/events?fields=event_id_cnty&limit=5000&{query}");
        Assert.True(expected.SequenceEqual(EventServer.Ids(page)), $"{query}: expected {string.Join(' ', expected)}, found {string.Join(' ', EventServer.Ids(page))}");
        Assert.Equal(expected.Count, page.GetProperty("total_count").GetInt32());
    }

    private Task<List<string>> IdsAsync(string query) => server.IdsAsync("limit=5000&" + Escape(query));

    private async Task<int> TotalAsync(string query) => (await server.GetAsync("/v1/events?limit=1&" + Escape(query))).GetProperty("total_count").GetInt32();

    // Theories write the values as they are.
    private static string Escape(string query) => string.Join('&', query.Split('&').Where(pair => pair.Length > 0).Select(pair =>
    {
        var split = pair.IndexOf('=', StringComparison.Ordinal);
        return $"{pair[..split]}={Uri.EscapeDataString(pair[(split + 1)..])}";
    }));
}
