using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EventsApi.Requests;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Wrong requests: which parameter, what is wrong, and what was probably meant.</summary>
public class ProblemTests(EventServer server) : IClassFixture<EventServer>
{
    [Theory]
    [InlineData("contry=Mali", "contry", "Unknown parameter", "country")]
    [InlineData("fatalties__gte=1", "fatalties__gte", "Unknown parameter", "fatalities__gte")]
    [InlineData("event_type=Battle", "event_type", "Unknown event type", "Battles")]
    [InlineData("event_type__not=Ryots", "event_type__not", "Unknown event type", "Riots")]
    [InlineData("sub_event_type=armed%20clashes", "sub_event_type", "Unknown sub-event type", "Armed clash")]
    [InlineData("inter1=9", "inter1", "Unknown inter code", "")]
    [InlineData("interaction=99", "interaction", "Unknown interaction", "")]
    [InlineData("region=West%20Africa", "region", "Unknown region", "Western Africa")]
    [InlineData("f=geojsn", "f", "Unknown format", "geojson")]
    [InlineData("count=exakt", "count", "Unknown way to count", "exact")]
    [InlineData("sort=-fatalties", "sort", "Unknown column to sort by", "fatalities")]
    [InlineData("sort=notes", "sort", "Unknown column to sort by", "")]
    [InlineData("sort=--fatalities", "sort", "Unknown column to sort by", "fatalities")]
    [InlineData("sort=year,-year", "sort", "twice", "")]
    [InlineData("sort=", "sort", "empty", "")]
    [InlineData("sort=year,,iso", "sort", "Unknown column", "")]
    [InlineData("fields=event_id_cnty,actr1", "fields", "Unknown column", "actor1")]
    [InlineData("fields=", "fields", "Unknown column", "")]
    [InlineData("limit=0", "limit", "at least 1", "")]
    [InlineData("limit=-1", "limit", "at least 1", "")]
    [InlineData("limit=abc", "limit", "integer", "")]
    [InlineData("limit=1.5", "limit", "integer", "")]
    [InlineData("limit=99999999999999999999", "limit", "integer", "")]
    [InlineData("limit=1&limit=2", "limit", "only once", "")]
    [InlineData("limit=", "limit", "empty", "")]
    [InlineData("offset=-1", "offset", "from 0", "")]
    [InlineData("offset=3000000000", "offset", "from 0 to 2147483647", "")]
    [InlineData("hxl=true", "hxl", "f=csv", "")]
    [InlineData("csv_safe=1&f=geojson", "csv_safe", "f=csv", "")]
    [InlineData("hxl=maybe&f=csv", "hxl", "true or false", "")]
    [InlineData("cursor=garbage", "cursor", "cursor", "")]
    [InlineData("cursor=", "cursor", "empty", "")]
    [InlineData("cursor=W10", "cursor", "cursor", "")]
    [InlineData("cursor=eyJhIjoxfQ", "cursor", "cursor", "")]
    [InlineData("country=", "country", "country__isnull", "")]
    [InlineData("actor=", "actor", "empty", "")]
    [InlineData("event_id_cnty=", "event_id_cnty", "empty", "")]
    [InlineData("notes__isnull=perhaps", "notes__isnull", "true or false", "")]
    [InlineData("notes__isnull=true&notes__isnull=false", "notes__isnull", "only once", "")]
    [InlineData("fatalities=many", "fatalities", "integer", "")]
    [InlineData("fatalities__gt=-1", "fatalities__gt", "at least 0", "")]
    [InlineData("fatalities=1e3", "fatalities", "integer", "")]
    [InlineData("year=10000", "year", "from 1 to 9999", "")]
    [InlineData("iso=1000", "iso", "from 0 to 999", "")]
    [InlineData("latitude__gt=NaN", "latitude__gt", "number", "")]
    [InlineData("latitude__gt=Infinity", "latitude__gt", "number", "")]
    [InlineData("longitude=1,5", "longitude", "decimal point", "")]
    [InlineData("longitude=181", "longitude", "from -180 to 180", "")]
    [InlineData("event_date=2022-02-30", "event_date", "day that exists", "")]
    [InlineData("event_date__gte=1.2.2022", "event_date__gte", "YYYY-MM-DD", "")]
    [InlineData("datetime=yesterday", "datetime", "interval", "")]
    [InlineData("datetime=2022-02-30", "datetime", "interval", "")]
    [InlineData("datetime=../..", "datetime", "interval", "")]
    [InlineData("datetime=2022-01-01/2021-01-01", "datetime", "ends before it begins", "")]
    [InlineData("datetime=2022-01-01/2022-02-01/2022-03-01", "datetime", "interval", "")]
    [InlineData("datetime=2022-01-01/P%D9%A1M", "datetime", "interval", "")]
    [InlineData("datetime=2022-01-01/P1DT12H", "datetime", "interval", "")]
    [InlineData("datetime=2022-01-01/P0D", "datetime", "interval", "")]
    [InlineData("datetime=2022-01-01/P999999Y", "datetime", "interval", "")]
    [InlineData("datetime=0001-01-01T00:00:00%2B14:00", "datetime", "interval", "")]
    [InlineData("datetime=2022-01-01%0A", "datetime", "interval", "")]
    [InlineData("updated_since=now", "updated_since", "Unix seconds", "")]
    [InlineData("bbox=1,2,3", "bbox", "3 numbers", "")]
    [InlineData("bbox=1,2,3,4,5", "bbox", "5 numbers", "")]
    [InlineData("bbox=1,2,3,x", "bbox", "'x' is none", "")]
    [InlineData("bbox=NaN,2,3,4", "bbox", "'NaN' is none", "")]
    [InlineData("bbox=1,4,3,2", "bbox", "southern latitude", "")]
    [InlineData("bbox=-181,0,1,1", "bbox", "from -180 to 180", "")]
    [InlineData("near=1,2", "radius_km", "with near", "")]
    [InlineData("radius_km=5", "near", "with radius_km", "")]
    [InlineData("near=1&radius_km=5", "near", "1 numbers", "")]
    [InlineData("near=1,91&radius_km=5", "near", "latitude", "")]
    [InlineData("near=1,2&radius_km=-5", "radius_km", "from 0", "")]
    [InlineData("near=1,2&radius_km=30000", "radius_km", "from 0 to 20040", "")]
    [InlineData("notes__gt=a", "notes__gt", "Unknown parameter", "")]
    [InlineData("attributes=x", "attributes", "Unknown parameter", "")]
    [InlineData("=x", "", "Unknown parameter", "")]
    [InlineData("sort=year,iso,actor1,actor2,admin1,admin2,admin3,location,latitude,longitude,country", "sort", "More than 10", "")]
    public async Task A_wrong_parameter_is_named_with_what_is_wrong(string query, string parameter, string message, string suggestion)
    {
        var (status, problem) = await server.ProblemAsync("/v1/events?" + query);
        Assert.Equal(400, status);
        var error = problem.GetProperty("errors").EnumerateArray().First(error => error.GetProperty("parameter").GetString() == parameter);
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        if (suggestion.Length > 0)
        {
            Assert.Equal(suggestion, error.GetProperty("suggestion").GetString());
        }
        AssertWellFormed(problem);
    }

    [Fact]
    public async Task Everything_wrong_is_named_at_once()
    {
        var (status, problem) = await server.ProblemAsync("/v1/events?contry=Mali&fatalities=many&event_type=Battle&limit=0&bbox=1&event_type=Ryots&country=Mali");
        Assert.Equal(400, status);
        Assert.Equal("contry limit event_type event_type fatalities bbox".Split(' ').Order(),
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("parameter").GetString()!).Order());
        Assert.Contains(problem.GetProperty("errors").EnumerateArray(), error => error.GetProperty("parameter").GetString() == "event_type"
            && error.GetProperty("value").GetString() == "Battle" && error.GetProperty("allowed").EnumerateArray().Any(value => value.GetString() == "Battles"));
    }

    [Fact]
    public async Task A_cursor_goes_with_its_sort_and_with_no_offset()
    {
        var page = await server.GetAsync("/v1/events?limit=1&sort=fatalities");
        var next = page.GetProperty("next").GetString()!;
        var otherSort = await server.ErrorAsync(next.Replace("sort=fatalities", "sort=-fatalities", StringComparison.Ordinal));
        Assert.Equal("cursor", otherSort.GetProperty("parameter").GetString());
        var offset = await server.ErrorAsync(next + "&offset=5");
        Assert.Equal("offset", offset.GetProperty("parameter").GetString());
    }

    [Theory]
    [InlineData("", "body", "not JSON")]
    [InlineData("{", "body", "not JSON")]
    [InlineData("{}{}", "body", "not JSON")]
    [InlineData("{\"country\":\"Mali\",}", "body", "not JSON")]
    [InlineData("[]", "body", "object")]
    [InlineData("null", "body", "object")]
    [InlineData("\"x\"", "body", "object")]
    [InlineData("{\"country\":null}", "country", "text, a number")]
    [InlineData("{\"country\":{\"a\":1}}", "country", "text, a number")]
    [InlineData("{\"country\":[[\"Mali\"]]}", "country", "text, a number")]
    [InlineData("{\"country\":[\"Mali\",null]}", "country", "text, a number")]
    [InlineData("{\"country\":[]}", "country", "empty array")]
    [InlineData("{\"country\":\"Mali\",\"Country\":\"Niger\"}", "Country", "twice")]
    [InlineData("{\"country\":\"\\ud800\"}", "body", "surrogate")]
    [InlineData("{\"\\udc00\":1}", "body", "surrogate")]
    [InlineData("{\"contry\":\"Mali\"}", "contry", "country")]
    [InlineData("{\"fatalities\":1.5}", "fatalities", "integer")]
    [InlineData("{\"fatalities\":1e400}", "fatalities", "integer")]
    [InlineData("{\"latitude__gt\":1e999}", "latitude__gt", "number")]
    [InlineData("{\"limit\":[1,2]}", "limit", "only once")]
    [InlineData("{\"bbox\":[1,2,3]}", "bbox", "3 numbers")]
    [InlineData("{\"a\":[[[[[[[[[[1]]]]]]]]]]}", "body", "not JSON")]
    public async Task A_wrong_body_is_told_what_is_wrong(string body, string parameter, string message)
    {
        var (status, problem) = await SearchAsync(Encoding.UTF8.GetBytes(body));
        Assert.Equal(400, status);
        var error = problem.GetProperty("errors").EnumerateArray().First(error => error.GetProperty("parameter").GetString() == parameter);
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        AssertWellFormed(problem);
    }

    [Theory]
    [InlineData("{\"fatalities\":5}", "fatalities=5")]
    [InlineData("{\"fatalities__gte\":1e2}", "fatalities__gte=100")]
    [InlineData("{\"fatalities__gte\":100.0,\"sort\":[\"-fatalities\",\"event_date\"]}", "fatalities__gte=100&sort=-fatalities,event_date")]
    [InlineData("{\"country\":[\"Mali\",562],\"bbox\":[-5,10,3,20]}", "country=Mali&country=Niger&bbox=-5,10,3,20")]
    [InlineData("{\"notes__isnull\":true}", "notes__isnull=true")]
    [InlineData("{\"NEAR\":\"-0.04,16.27\",\"radius_km\":100.5}", "near=-0.04,16.27&radius_km=100.5")]
    [InlineData("{\"admin1\":\"M\\u00e9naka\"}", "admin1=Ménaka")]
    public async Task A_body_says_what_a_query_says(string body, string query)
    {
        using var response = await server.SendAsync(HttpMethod.Post, "/v1/events/search?limit=5000", Json(Encoding.UTF8.GetBytes(body)));
        var found = EventServer.Ids(JsonSerializer.Deserialize<JsonElement>(await response.TextAsync()));
        Assert.NotEmpty(found);
        Assert.Equal(await server.IdsAsync("limit=5000&" + query), found);
    }

    [Fact]
    public async Task A_search_is_walked_with_the_same_body()
    {
        var body = """{"country":"Mali","sort":"fatalities","limit":9}"""u8.ToArray();
        var walked = new List<string>();
        var next = "/v1/events/search";
        while (next is not null)
        {
            using var response = await server.SendAsync(HttpMethod.Post, next, Json(body));
            var page = JsonSerializer.Deserialize<JsonElement>(await response.TextAsync());
            walked.AddRange(EventServer.Ids(page));
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal(await server.IdsAsync("country=Mali&sort=fatalities&limit=5000"), walked);
    }

    [Fact]
    public async Task A_body_that_is_not_Utf8_is_refused()
    {
        var (status, problem) = await SearchAsync([.. "{\"country\":\"M"u8, 0xff, .. "li\"}"u8]);
        Assert.Equal(400, status);
        Assert.Contains("UTF-8", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task A_body_of_another_type_is_415(string? mediaType)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = mediaType is null ? null : new MediaTypeHeaderValue(mediaType);
        using var response = await server.SendAsync(HttpMethod.Post, "/v1/events/search", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        AssertWellFormed(await ProblemAsync(response));
    }

    [Fact]
    public async Task A_body_too_long_is_413()
    {
        var (status, problem) = await SearchAsync(Encoding.UTF8.GetBytes("{\"country\":\"" + new string('x', 2_000_000) + "\"}"));
        Assert.Equal(413, status);
        Assert.Contains("1000000", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_url_too_long_is_414_and_says_where_to_go()
    {
        var (status, problem) = await server.ProblemAsync("/v1/events?notes__contains=" + new string('x', 17_000));
        Assert.Equal(414, status);
        Assert.Contains("/v1/events/search", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(await server.IdsAsync("notes__contains=" + new string('x', 16_000)));
    }

    [Fact]
    public async Task Too_many_values_are_refused_one_by_one_and_together()
    {
        var many = string.Join(',', Enumerable.Range(0, RawRequest.MaximumValues + 1).Select(i => $"\"x{i}\""));
        var (status, problem) = await SearchAsync(Encoding.UTF8.GetBytes($"{{\"actor1\":[{many}]}}"));
        Assert.Equal(400, status);
        Assert.Contains("More than 1000 values", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var most = string.Join(',', Enumerable.Range(0, RawRequest.MaximumValues).Select(i => $"\"x{i}\""));
        string[] columns = ["actor1", "actor2", "notes"];
        (status, problem) = await SearchAsync(Encoding.UTF8.GetBytes("{" + string.Join(',', columns.Select(column => $"\"{column}__contains\":[{most}]")) + "}"));
        Assert.Equal(400, status);
        Assert.Contains("More than 2000 values", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_values_as_are_allowed_are_answered()
    {
        var most = Enumerable.Range(0, RawRequest.MaximumValues).Select(i => $"x{i}").ToArray();
        var found = await server.SearchAsync(new Dictionary<string, string[]>
        {
            ["actor"] = most,
            ["admin1__startswith"] = most,
        });
        Assert.Empty(EventServer.Ids(found));
    }

    [Theory]
    [InlineData("""{{"fields":"{0}"}}""")]
    [InlineData("""{{"sort":"{0}"}}""")]
    [InlineData("""{{"event_type":["{1}"]}}""")]
    [InlineData("""{{"{2}":1}}""")]
    public async Task A_flood_of_errors_is_answered_briefly(string form)
    {
        var names = Enumerable.Range(0, 900).Select(i => $"x{i}").ToArray();
        var body = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, string.Join(',', names), string.Join("\",\"", names), string.Join("\":1,\"", names));
        var (status, problem) = await SearchAsync(Encoding.UTF8.GetBytes(body));
        Assert.Equal(400, status);
        Assert.Equal(RequestErrors.Most, problem.GetProperty("errors").GetArrayLength());
    }

    [Theory]
    [InlineData("GET", "/nothing", 404, "")]
    [InlineData("GET", "/v1", 404, "")]
    [InlineData("GET", "/v1/events/NOSUCH1", 404, "")]
    [InlineData("GET", "/v1/events/TST1?sort=year", 400, "")]
    [InlineData("GET", "/v1/codebook?x=1", 400, "")]
    [InlineData("GET", "/v1/countries?f=csv", 400, "")]
    [InlineData("DELETE", "/v1/events", 405, "GET, HEAD")]
    [InlineData("POST", "/v1/events", 405, "GET, HEAD")]
    [InlineData("OPTIONS", "/v1/events", 405, "GET, HEAD")]
    [InlineData("TRACE", "/v1/datasets", 405, "GET, HEAD")]
    [InlineData("PUT", "/v1/codebook", 405, "GET, HEAD")]
    [InlineData("PUT", "/v1/events/TST1", 401, "")]
    [InlineData("PATCH", "/health/live", 405, "GET, HEAD")]
    [InlineData("POST", "/openapi/v1.json", 405, "GET, HEAD")]
    public async Task Every_refusal_is_a_problem(string method, string path, int status, string allow)
    {
        using var response = await server.SendAsync(new HttpMethod(method), path);
        Assert.Equal(status, (int)response.StatusCode);
        AssertWellFormed(await ProblemAsync(response));
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("/v1/events?country=%", 200)]
    [InlineData("/v1/events?country=%zz", 200)]
    [InlineData("/v1/events?country=%ff%fe", 200)]
    [InlineData("/v1/events?country=%00", 400)]
    [InlineData("/v1/events?notes__contains=%00&sort=actor1", 400)]
    [InlineData("/v1/events?&&&", 200)]
    [InlineData("/v1/events?country", 400)]
    [InlineData("/v1/events?%ff=1", 400)]
    [InlineData("/v1/events?country=Mali?limit=1", 200)]
    [InlineData("/v1/events?country=a%20b+c", 200)]
    [InlineData("/v1/events/%ff", 404)]
    [InlineData("/v1/events/%2e%2e%2f", 404)]
    [InlineData("/v1/events/../datasets", 200)]
    [InlineData("//v1/events", 404)]
    public async Task Junk_in_a_url_is_answered_in_order(string target, int status)
    {
        var (answered, answer) = await RawHttp.SendAsync(server.Http.BaseAddress!, target);
        Assert.Equal(status, answered);
        Assert.Contains(status == 200 ? "application/json" : "application/problem+json", answer, StringComparison.Ordinal);
    }

    // Kestrel refuses what is no HTTP at all before any of our code runs: a status without a body.
    [Theory]
    [InlineData("/v1/events/%00", 400)]
    [InlineData("/v1/events/\u00e9", 400)]
    [InlineData("v1/events", 400)]
    public async Task What_is_no_http_is_refused_by_the_server_itself(string target, int status)
    {
        var (answered, answer) = await RawHttp.SendAsync(server.Http.BaseAddress!, target);
        Assert.Equal(status, answered);
        Assert.Contains("Content-Length: 0", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Development_and_production_answer_the_same()
    {
        string[] paths = ["/nothing", "/v1/events?contry=Mali&limit=0", "/v1/events/none", "/v1/events?datetime=x", "/v1/events?cursor=x", "/v1/events?f=xml"];
        var answers = new List<List<string>>();
        foreach (var environment in new[] { "Development", "Production" })
        {
            await using var other = await server.StartOtherAsync("--environment=" + environment);
            answers.Add([]);
            foreach (var path in paths)
            {
                using var response = await other.GetAsync(path);
                answers[^1].Add($"{(int)response.StatusCode} {response.Content.Headers.ContentType} {await response.TextAsync()}");
            }
            using var broken = await other.SendAsync(HttpMethod.Post, "/v1/events/search", Json("{"u8.ToArray()));
            answers[^1].Add($"{(int)broken.StatusCode} {await broken.TextAsync()}");
        }
        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public async Task A_database_that_breaks_is_503_and_not_ready()
    {
        await using var other = await server.StartOtherAsync("--Logging:LogLevel:Default=None");
        await other.Store.BreakAsync();
        foreach (var question in new[] { "/health/ready", "/v1/events", "/v1/datasets", "/v1/events/TST1" })
        {
            using var response = await other.GetAsync(question);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
            AssertWellFormed(await ProblemAsync(response));
        }
        using var live = await other.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    // RFC 9457 §3.1; errors only where parameters are wrong.
    internal static void AssertWellFormed(JsonElement problem)
    {
        Assert.Equal("about:blank", problem.GetProperty("type").GetString());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.StartsWith("/", problem.GetProperty("instance").GetString(), StringComparison.Ordinal);
        if (problem.TryGetProperty("errors", out var errors))
        {
            Assert.Equal(400, problem.GetProperty("status").GetInt32());
            Assert.All(errors.EnumerateArray(), error => Assert.NotEmpty(error.GetProperty("message").GetString()!));
        }
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonSerializer.Deserialize<JsonElement>(await response.TextAsync());
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private async Task<(int Status, JsonElement Problem)> SearchAsync(byte[] body)
    {
        using var response = await server.SendAsync(HttpMethod.Post, "/v1/events/search", Json(body));
        return ((int)response.StatusCode, await ProblemAsync(response));
    }
}
