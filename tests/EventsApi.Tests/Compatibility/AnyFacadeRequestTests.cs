using System.Net;
using System.Text.Json;
using EventsApi.Tests.Http;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Compatibility;

/// <summary>Whatever is asked of a façade, it answers in its form, and says what is wrong in its form.</summary>
public class AnyFacadeRequestTests(AcledServer server) : IClassFixture<AcledServer>
{
    private static readonly string[] Values =
    [
        "", "0", "1", "-1", "2", "7", "12", "1e9", "9223372036854775807", "9223372036854775808", "NaN", "true", "full", "monadic", "Mali", "mali|Niger", "Mali:OR:country=Niger", "Mali:OR:", ":OR:", "|", "a|b|c", "10:12", "004|760",
        "Battles", "State forces", "2020-01-01", "2020-01-01|2020-12-31", "2018-11-31", "2018-2-3", "20200101", "٢٠٢٠٠١٠١", "2020-02-30T00:00:00Z", "=", ">", "<", ">=", "<=", "LIKE", "like", "BETWEEN", "%3E", "%", "_", "\\", "\\%", "'", "\"", "\0", "\ud83d\udd4a", "غاو",
        "event_id_cnty|notes", "event_id_cnty,actor3", "json", "csv", "xml", "10 -5,17 4", "10,20", "MLI", "political_violence", "99999999999",
    ];

    private static readonly Gen<string> AnyText = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    [Theory]
    [InlineData("acled", "/api/acled/read", 1500)]
    [InlineData("acled", "/acled/read", 500)]
    [InlineData("acled", "/api/deleted/read", 300)]
    [InlineData("acled", "/api/country/read", 300)]
    [InlineData("acled", "/api/actortype/read", 300)]
    [InlineData("ucdp", "/api/gedevents/latest", 800)]
    [InlineData("hapi", "/api/v2/coordination-context/conflict-events", 800)]
    public void Any_query_string_gives_an_answer_or_says_what_is_wrong(string document, string path, int requests)
    {
        var documented = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Repository.Path("openapi", $"{document}.json"))).GetProperty("paths")
            .GetProperty(path == "/api/gedevents/latest" ? "/api/gedevents/{version}" : path).GetProperty("get").GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!).ToArray();
        var name = Gen.Frequency((19, Gen.Elements(documented)), (1, AnyText));
        var pairs = from count in Gen.Choose(1, 4)
                    from names in name.ArrayOf(count)
                    from operators in Gen.Elements(Values).ArrayOf(count)
                    from values in Gen.Frequency((9, Gen.Elements(Values)), (1, AnyText)).ArrayOf(count)
                    from paired in Gen.Elements(true, false)
                    select string.Join('&', names.Zip(values, (one, value) => $"{Uri.EscapeDataString(one)}={Uri.EscapeDataString(value)}")
                        .Concat(names.Zip(operators).Where(pair => paired && documented.Contains(pair.First + "_where")).Select(pair => $"{pair.First}_where={Uri.EscapeDataString(pair.Second)}")));
        Prop.ForAll(pairs.ToArbitrary(), query => AssertAnsweredAsync($"{path}?{query}").GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(requests));
    }

    [Fact]
    public async Task More_alternatives_than_anybody_means_are_refused()
    {
        var (status, answer) = await RawHttp.SendAsync(server.Http.BaseAddress!, "/api/acled/read?actor1=" + string.Join('|', Enumerable.Range(0, 3000)));
        Assert.Equal(400, status);
        Assert.Contains("More than 1000 alternatives", answer, StringComparison.Ordinal);
        var (fits, _) = await RawHttp.SendAsync(server.Http.BaseAddress!, "/api/acled/read?actor1=" + string.Join('|', Enumerable.Range(0, 1000)) + "&notes=" + string.Join('|', Enumerable.Range(0, 999)));
        Assert.Equal(200, fits);
        var (list, said) = await RawHttp.SendAsync(server.Http.BaseAddress!, "/api/country/read?country=" + string.Join('|', Enumerable.Range(0, 3000)));
        Assert.Equal(400, list);
        Assert.Contains("More than 1000 values", said, StringComparison.Ordinal);
    }

    private async Task AssertAnsweredAsync(string path)
    {
        using var response = await server.SendAsync(HttpMethod.Get, path);
        var text = await response.TextAsync();
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{path} answered {(int)response.StatusCode}: {text}");
        if (response.Content.Headers.ContentType!.MediaType == "application/json")
        {
            var answer = JsonSerializer.Deserialize<JsonElement>(text);
            Assert.True(!path.Contains("/read", StringComparison.Ordinal) || answer.GetProperty("success").GetBoolean() == (response.StatusCode == HttpStatusCode.OK && !answer.TryGetProperty("error", out _)), text);
        }
    }
}
