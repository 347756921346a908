using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Gaps filled, the biggest with the rest, and baselines over HTTP, held against the events themselves.</summary>
public class ShapeTests(EventServer server) : IClassFixture<EventServer>
{
    private const string Path = "/v1/aggregates";

    [Fact]
    public async Task Every_month_of_the_time_asked_for_is_there_for_every_country_there_is()
    {
        const string filter = "datetime=2022-01-15/2022-12-03&country__isnull=false";
        var rows = Rows(await server.GetAsync($"{Path}?group_by=country,month&fill=true&metrics=events,fatalities_mean&{filter}"));
        var events = (await server.GetAsync($"/v1/events?limit=5000&{filter}")).GetProperty("data").EnumerateArray().ToList();
        var countries = events.Select(row => Reference.Text(row, "country")!).Distinct().OrderBy(Reference.Fold, StringComparer.Ordinal).ToList();
        Assert.InRange(countries.Count, 2, 50);
        var expected = from country in countries
                       from month in Enumerable.Range(1, 12).Select(month => $"2022-{month:00}")
                       select $"{country} {month} {events.Count(row => Reference.Text(row, "country") == country && Reference.Text(row, "event_date")!.StartsWith(month, StringComparison.Ordinal))}";
        Assert.Equal(expected, rows.Select(row => $"{row.GetProperty("country")} {row.GetProperty("month")} {row.GetProperty("events")}"));
        Assert.Contains(rows, row => row.GetProperty("events").GetInt32() == 0);
        Assert.All(rows.Where(row => row.GetProperty("events").GetInt32() == 0), row => Assert.Equal(JsonValueKind.Null, row.GetProperty("fatalities_mean").ValueKind));
    }

    [Theory]
    [InlineData("group_by=month&fill=true&country=Atlantis&datetime=2022-01-01/2022-03-31", "2022-01:0 2022-02:0 2022-03:0")]
    [InlineData("group_by=month&fill=true&country=Atlantis", "")]
    [InlineData("group_by=year&fill=true&country=Atlantis&year=2019&year=2021", "2019:0 2021:0")]
    [InlineData("group_by=week&fill=true&country=Atlantis&datetime=2020-12-30/2021-01-05", "2020-W53:0 2021-W01:0")]
    [InlineData("group_by=day&fill=true&country=Atlantis&datetime=2020-02-28/2020-03-01&having=events__lt=1&limit=2", "2020-02-28:0 2020-02-29:0")]
    [InlineData("group_by=quarter&fill=1&country=Atlantis&year=2020&event_date__gt=2020-05-01&sort=-quarter", "2020-Q4:0 2020-Q3:0 2020-Q2:0")]
    [InlineData("group_by=quarter&fill=true&country=Atlantis&year=2020&having=events__gte=1", "")]
    public async Task Without_events_the_filter_says_what_is_asked_for(string query, string expected)
    {
        var rows = Rows(await server.GetAsync($"{Path}?{query}"));
        Assert.Equal(expected, string.Join(' ', rows.Select(row => $"{row.EnumerateObject().First().Value}:{row.GetProperty("events")}")));
    }

    [Fact]
    public async Task The_biggest_and_the_others_add_up()
    {
        var all = Rows(await server.GetAsync(Path + "?group_by=country,event_type&sort=-fatalities&metrics=fatalities,events,actors,last_date"));
        var answer = await server.GetAsync(Path + "?group_by=country,event_type&top=3&metrics=fatalities,events,actors,last_date");
        Assert.Equal("group_by metrics count totals other next data data_version", string.Join(' ', answer.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(all.Take(3).Select(row => row.GetRawText()), Rows(answer).Select(row => row.GetRawText()));
        var other = answer.GetProperty("other");
        Assert.Equal(all.Skip(3).Sum(row => row.GetProperty("events").GetInt32()), other.GetProperty("events").GetInt32());
        Assert.Equal(all.Skip(3).Sum(row => row.GetProperty("fatalities").GetInt32()), other.GetProperty("fatalities").GetInt32());
        Assert.Equal(all.Skip(3).Max(row => row.GetProperty("last_date").GetString()), other.GetProperty("last_date").GetString());
        var kept = Rows(answer).Select(row => (Reference.Text(row, "country"), Reference.Text(row, "event_type"))).ToHashSet();
        var events = (await server.RowsAsync()).Where(row => !kept.Contains((Reference.Text(row, "country"), Reference.Text(row, "event_type"))));
        Assert.Equal(events.SelectMany(row => new[] { Reference.Text(row, "actor1"), Reference.Text(row, "actor2") }).OfType<string>().Distinct().Count(), other.GetProperty("actors").GetInt32());
    }

    [Fact]
    public async Task Conditions_come_before_the_top_and_what_they_drop_is_in_the_others()
    {
        var all = Rows(await server.GetAsync(Path + "?group_by=country&metrics=events&sort=-events"));
        var answer = await server.GetAsync(Path + "?group_by=country&metrics=events&top=2&having=events__lt=10");
        var fitting = all.Where(row => row.GetProperty("events").GetInt32() < 10).Take(2).ToList();
        Assert.Equal(fitting.Select(row => row.GetRawText()), Rows(answer).Select(row => row.GetRawText()));
        Assert.Equal(answer.GetProperty("totals").GetProperty("events").GetInt32(), fitting.Sum(row => row.GetProperty("events").GetInt32()) + answer.GetProperty("other").GetProperty("events").GetInt32());
    }

    [Fact]
    public async Task An_event_of_an_actor_kept_is_not_among_the_others()
    {
        var answer = await server.GetAsync(Path + "?group_by=actor&metrics=events&top=2");
        var kept = Rows(answer).Select(row => Reference.Text(row, "actor")).ToList();
        var events = (await server.RowsAsync()).Where(row => new[] { Reference.Text(row, "actor1"), Reference.Text(row, "actor2") } is var sides
            && !(sides.All(side => side is null) && kept.Contains(null)) && !sides.Any(side => side is not null && kept.Contains(side)));
        Assert.Equal(events.Count(), answer.GetProperty("other").GetProperty("events").GetInt32());
    }

    [Fact]
    public async Task In_rows_the_others_come_last_and_are_marked()
    {
        const string query = Path + "?group_by=country,demonstrations&metrics=events,fatalities_mean&top=3&sort=country";
        var answer = await server.GetAsync(query);
        using var csv = await server.SendAsync(HttpMethod.Get, query + "&f=csv");
        var lines = (await csv.TextAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("country,demonstrations,events,fatalities_mean,is_other", lines[0]);
        Assert.Equal(Rows(answer).Select(_ => "false").Append("true"), lines.Skip(1).Select(line => line.Split(',')[^1]));
        Assert.StartsWith($",,{answer.GetProperty("other").GetProperty("events")},", lines[^1], StringComparison.Ordinal);
        using var ndjson = await server.SendAsync(HttpMethod.Get, query + "&f=ndjson");
        var last = (await ndjson.TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith("""{"country":null,"demonstrations":null,"events":""", last, StringComparison.Ordinal);
        Assert.EndsWith(""","is_other":true}""", last, StringComparison.Ordinal);
        using var first = await server.SendAsync(HttpMethod.Get, query + "&f=csv&limit=1");
        Assert.DoesNotContain("true", await first.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_month_is_compared_with_the_one_before()
    {
        var months = Rows(await server.GetAsync(Path + "?group_by=country,month")).ToDictionary(row => Reference.Text(row, "country") + row.GetProperty("month"), row => row.GetProperty("events").GetInt64());
        var rows = Rows(await server.GetAsync(Path + "?group_by=country,month&compare=previous_period&metrics=events&year=2022&country=Mali"));
        Assert.Equal("country month month_start events events_baseline events_difference events_ratio", string.Join(' ', rows[0].EnumerateObject().Select(member => member.Name)));
        var of2022 = Enumerable.Range(1, 12).Select(month => (Month: $"2022-{month:00}", Before: month == 1 ? "2021-12" : $"2022-{month - 1:00}"))
            .Select(pair => (pair.Month, Events: months.GetValueOrDefault("Mali" + pair.Month), Before: months.GetValueOrDefault("Mali" + pair.Before))).Where(pair => pair.Events + pair.Before > 0);
        var expected = of2022.Select(pair => (pair.Month, pair.Events, pair.Before, pair.Events - pair.Before, pair.Before == 0 ? null : (double?)pair.Events / pair.Before));
        Assert.Equal(expected, rows.Select(row => (row.GetProperty("month").GetString()!, row.GetProperty("events").GetInt64(), row.GetProperty("events_baseline").GetInt64(),
            row.GetProperty("events_difference").GetInt64(), row.GetProperty("events_ratio").ValueKind == JsonValueKind.Null ? null : (double?)row.GetProperty("events_ratio").GetDouble())));
        Assert.Contains(rows, row => row.GetProperty("events").GetInt64() == 0);
    }

    [Theory]
    [InlineData("compare=previous_period&year=2022", "2021-01-01/2021-12-31")]
    [InlineData("compare=previous_period&year=2021", "2020-01-01/2020-12-31")]
    [InlineData("compare=previous_period&datetime=2022-03-01/2022-03-31", "2022-02-01/2022-02-28")]
    [InlineData("compare=previous_period&datetime=2022-03-01/2022-03-30", "2022-01-30/2022-02-28")]
    [InlineData("compare=previous_period&event_date=2022-03-01", "2022-02-28/2022-02-28")]
    [InlineData("compare=previous_year&datetime=2024-02-01/2024-02-29", "2023-02-01/2023-02-28")]
    [InlineData("compare=previous_year&datetime=2025-02-10/2025-02-28", "2024-02-10/2024-02-29")]
    [InlineData("compare=previous_year&event_date__gt=2024-01-31&event_date__lt=2024-02-29", "2023-02-01/2023-02-28")]
    [InlineData("compare=mean_12_months&datetime=2022-03-01/P1M", "2021-03-01/2022-02-28")]
    [InlineData("compare=previous_period&group_by=country&year__gte=2020&year__lte=2021", "2018-01-01/2019-12-31")]
    public async Task Without_a_span_of_time_the_answer_says_what_it_compares_with(string query, string interval)
    {
        var answer = await server.GetAsync($"{Path}?{query}");
        Assert.Equal(interval, answer.GetProperty("baseline_interval").GetString());
        var before = Rows(await server.GetAsync($"{Path}?datetime={interval}&metrics=events"))[0].GetProperty("events").GetDouble();
        var baselines = Rows(answer).Sum(row => row.GetProperty("events_baseline").GetDouble());
        Assert.Equal(before, query.Contains("mean", StringComparison.Ordinal) ? baselines * 12 : baselines, 6);
    }

    [Theory]
    [InlineData("group_by=country,month&compare=mean_12_months&fill=true&sort=-fatalities_ratio,-events_difference&metrics=events,fatalities&datetime=2022-01-01/2022-12-31")]
    [InlineData("group_by=admin1,week&fill=true&sort=events,-admin1&datetime=2022-06-01/2022-08-31&having=events__lt=2")]
    [InlineData("group_by=actor,event_type&top=30&metrics=fatalities_mean,events")]
    [InlineData("group_by=location&compare=previous_year&year=2022&having=events_ratio__not=1")]
    public async Task Pages_go_on_where_the_last_one_ended(string query)
    {
        var whole = Rows(await server.GetAsync($"{Path}?{query}&limit=99999")).Select(row => row.GetRawText()).ToList();
        var (walked, others) = (new List<string>(), new List<string>());
        for (var next = $"{Path}?{query}&limit=9"; next is not null;)
        {
            var page = await server.GetAsync(next);
            walked.AddRange(Rows(page).Select(row => row.GetRawText()));
            others.Add(page.TryGetProperty("other", out var other) ? other.GetRawText() : "");
            next = page.GetProperty("next").GetString();
        }
        Assert.InRange(whole.Count, 10, 2000);
        Assert.Equal(whole, walked);
        Assert.Single(others.Distinct());
    }

    [Theory]
    [InlineData("fill=true", "fill", "exactly one span of time")]
    [InlineData("group_by=country&fill=true", "fill", "exactly one span of time")]
    [InlineData("group_by=year,month&fill=true", "fill", "exactly one span of time")]
    [InlineData("group_by=month&fill=yes", "fill", "true or false")]
    [InlineData("group_by=month&fill=true&top=3", "fill", "Cannot be with top")]
    [InlineData("group_by=day&fill=true&year__gte=2&event_type__not=Battles&having=events__gte=1&country=Mali&country=Niger&datetime=0300-01-01/..", "", "")]
    [InlineData("group_by=day,actor,location&fill=true&datetime=0001-02-01/9999-01-01", "fill", "more than 1000000 groups. Filter more, or group by less.")]
    [InlineData("top=3", "top", "Needs group_by")]
    [InlineData("group_by=country&top=0", "top", "from 1 to 1000")]
    [InlineData("group_by=country&top=1001", "top", "from 1 to 1000")]
    [InlineData("group_by=country&top=ten", "top", "integer from 1 to 1000")]
    [InlineData("group_by=month&compare=previous_perid", "compare", "did you mean 'previous_period'?")]
    [InlineData("group_by=country&compare=previous_period", "compare", "the days of one interval")]
    [InlineData("compare=previous_year&year__gte=2020", "compare", "the days of one interval")]
    [InlineData("compare=previous_year&year=2020&year=2022", "compare", "the days of one interval")]
    [InlineData("compare=mean_12_months&year=2020", "compare", "one calendar month")]
    [InlineData("group_by=week&compare=mean_12_months", "compare", "group_by has week")]
    [InlineData("group_by=year,month&compare=previous_year", "compare", "group_by has year and month")]
    [InlineData("group_by=year&compare=previous_year&metrics=first_date", "compare", "metrics has none")]
    [InlineData("datetime=0001-01-05/0001-01-20&compare=previous_period", "compare", "no such time before")]
    [InlineData("group_by=year&sort=events_ratio", "sort", "Unknown group or metric of this request")]
    [InlineData("group_by=year&having=events_ratio__gt=1", "having", "Unknown metric")]
    [InlineData("group_by=year&compare=previous_year&having=events_ratio__gt=much", "having", "number")]
    [InlineData("group_by=yaer&fill=true&compare=previous_year", "group_by", "did you mean 'year'?")]
    public async Task What_does_not_fit_is_named(string query, string parameter, string message)
    {
        if (parameter == "")
        {
            await server.GetAsync($"{Path}?{query}");
            return;
        }
        var error = await server.ErrorAsync($"{Path}?{query}");
        Assert.Equal(parameter, error.GetProperty("parameter").GetString());
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_walk_over_six_groups_of_the_longest_names_goes_on()
    {
        await using var other = await server.StartOtherAsync();
        var file = new StringBuilder("event_id_cnty,event_date,event_type,sub_event_type,country,admin1,admin2,admin3,actor1,actor2,location\r\n");
        for (var i = 1; i <= 3; i++)
        {
            var name = new string('戦', 490) + i;
            file.Append(System.Globalization.CultureInfo.InvariantCulture, $"LONG{i},2022-01-01,Battles,Armed clash,Mali,{name},{name},{name},{name},{name},{name}\r\n");
        }
        Assert.Equal(3, (await other.ImportAsync(Encoding.UTF8.GetBytes(file.ToString()), "long.csv")).Inserted);
        foreach (var sort in new[] { "admin1", "-admin1,-location" })
        {
            var walked = new List<string>();
            for (var next = $"/v1/aggregates?group_by=admin1,admin2,admin3,actor1,actor2,location&limit=1&sort={sort}"; next is not null;)
            {
                Assert.InRange(next.Length, 1, 8000);
                using var response = await other.GetAsync(next);
                var page = await response.JsonAsync();
                walked.AddRange(Rows(page).Select(row => Reference.Text(row, "location")![^1..]));
                next = page.GetProperty("next").GetString();
            }
            Assert.Equal(sort == "admin1" ? "1 2 3" : "3 2 1", string.Join(' ', walked));
        }
    }

    [Theory]
    [InlineData("/v1/events", "/v1/events/search")]
    [InlineData("/v1/aggregates", "/v1/aggregates/search")]
    [InlineData("/v1/facets/country", "simpler geometry")]
    public async Task A_url_too_long_is_414_and_says_what_is_shorter(string path, string message)
    {
        var (status, problem) = await server.ProblemAsync($"{path}?notes__contains=" + new string('x', 17_000));
        Assert.Equal((int)HttpStatusCode.RequestUriTooLong, status);
        Assert.Contains(message, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static List<JsonElement> Rows(JsonElement answer) => [.. answer.GetProperty("data").EnumerateArray()];
}
