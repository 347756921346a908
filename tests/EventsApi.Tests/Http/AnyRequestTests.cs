using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EventsApi.Requests;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Whatever a client sends, it gets an answer or is told what is wrong.</summary>
public class AnyRequestTests(EventServer server) : IClassFixture<EventServer>
{
    private static readonly string[] Values =
    [
        "", "0", "1", "-1", "5", "1e9", "9223372036854775807", "9223372036854775808", "NaN", "true", "Mali", "Ménaka", "ML", "Battles", "State forces", "12",
        "2022-09-06", "2022-09-06T", "../2022-01-01", "2020-01-01/P1M", "1,2", "1,2,3,4", "170,-90,-170,90", "-0.0447", "csv", "geojson", "none", "fatalities",
        "-event_date,actor1", "event_id_cnty,notes", "\0", "'", "\"", "%", "\ud83d\udd4a", "غاو", "a\u0301", "; ", "WyItZXZlbnRfZGF0ZSwtZXZlbnRfaWRfY250eSIsNzM5MjUwLCJUU1QzNiJd",
        "distance", "POLYGON((0 0, 9 0, 9 9, 0 0))", "POLYGON((170 0, 190 0, 190 9, 170 0))", "POLYGON((0 0, 4 4, 4 0, 0 4, 0 0))", "MULTIPOLYGON(((0 0)))", "POINT(1 1)",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],[0,0]]]}", "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0]", "html", "hits",
        "http://www.opengis.net/def/crs/EPSG/0/4326", "http://www.opengis.net/def/crs/EPSG/0/3857", "cql2-json", "cql2-text", "fatalities > 5 OR NOT country LIKE '%a_'",
        "S_INTERSECTS(geometry, POLYGON((0 0, 9 0, 9 9, 0 0)))", "T_DURING(event_date, INTERVAL('2022-01-01', '..'))", "CASEI(actor1) = ACCENTI('x')",
        "{\"op\":\"=\",\"args\":[{\"property\":\"country\"},\"Mali\"]}", "fatalities >", "((", "x'",
        "month", "country,week", "actor,day,geo_precision", "previous_period", "previous_year", "mean_12_months", "events_ratio__gte=1", "-fatalities", "fatalities_mean,events", "2022", "../2021-12-31",
    ];

    private static readonly string[] Names = [.. EventRequest.Parameters.Select(parameter => parameter.Name)];

    // Half of what is asked is the shape, else filters would crowd it out.
    private static readonly string[] Aggregates =
    [
        .. AggregateRequest.Parameters.Select(parameter => parameter.Name),
        .. Enumerable.Repeat(AggregateRequest.Parameters.Select(parameter => parameter.Name).Except(Names).Concat(["sort", "datetime", "year"]), 10).SelectMany(names => names),
    ];

    private static readonly string[] Features =
    [
        .. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Repository.Path("openapi", "v1.json"))).GetProperty("paths").GetProperty("/collections/events/items")
            .GetProperty("get").GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!),
    ];

    private static readonly Gen<string> AnyText = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    private static readonly Gen<string> AnyValue = Gen.Frequency((4, Gen.Elements(Values)), (1, AnyText));

    [Theory]
    [InlineData("/v1/events", 1500)]
    [InlineData("/v1/aggregates", 1500)]
    [InlineData("/v1/facets/actor", 300)]
    [InlineData("/collections/events/items", 1500)]
    [InlineData("/collections/events/items/TST1", 200)]
    [InlineData("/collections", 100)]
    public void Any_query_string_gives_an_answer_or_a_well_formed_problem(string path, int requests)
    {
        var known = path.EndsWith("/items", StringComparison.Ordinal) ? Features : path == "/v1/aggregates" ? Aggregates : Names;
        var name = Gen.Frequency((9, Gen.Elements(known)), (1, AnyText));
        var pairs = from count in Gen.Choose(1, 4)
                    from names in name.ArrayOf(count)
                    from values in AnyValue.ArrayOf(count)
                    select string.Join('&', names.Zip(values, (name, value) => Uri.EscapeDataString(name) + "=" + Uri.EscapeDataString(value)));
        Prop.ForAll(pairs.ToArbitrary(), query => AssertAnsweredAsync(HttpMethod.Get, $"{path}?{query}").GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(requests));
    }

    [Fact]
    public void Any_bytes_in_a_url_give_an_answer_or_a_refusal()
    {
        var target = ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => string.Concat(bytes.Where(part => part is > 32 and < 127).Select(part => (char)part)));
        Prop.ForAll(target.ToArbitrary(), junk =>
        {
            var (status, answer) = RawHttp.SendAsync(server.Http.BaseAddress!, "/v1/events?" + junk).GetAwaiter().GetResult();
            Assert.True(status is 200 or 400, answer);
            Assert.Contains(status == 200 ? "application/json" : "application/problem+json", answer, StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Any_body_gives_an_answer_or_a_well_formed_problem()
    {
        var value = Gen.OneOf(AnyValue.Select(text => JsonSerializer.Serialize(text)), AnyValue.ArrayOf(3).Select(texts => JsonSerializer.Serialize(texts)),
            Gen.Elements("1", "-1.5", "1e3", "1e400", "null", "true", "[]", "{}", "[[1]]", "\"\\ud800\"", "[1,2,3,4]"));
        var known = from name in Gen.Elements(Names) from text in value select $"{{\"{name}\":{text}}}";
        var bodies = Gen.OneOf(ArbMap.Default.GeneratorFor<byte[]>(), known.Select(Encoding.UTF8.GetBytes));
        Prop.ForAll(bodies.ToArbitrary(), body =>
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            AssertAnsweredAsync(HttpMethod.Post, "/v1/events/search", content).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private async Task AssertAnsweredAsync(HttpMethod method, string path, HttpContent? body = null)
    {
        using var response = await server.SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode is 200 or 400, $"{path} answered {(int)response.StatusCode}: {text}");
        if ((int)response.StatusCode == 400)
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            ProblemTests.AssertWellFormed(JsonSerializer.Deserialize<JsonElement>(text));
        }
    }
}
