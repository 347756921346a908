using System.Text;
using EventsApi.Data.Office;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Files that are the whole of a part of a data set: of a country, a period, or whatever else a filter says.</summary>
public class ReplacePartTests(EventServer server) : IClassFixture<EventServer>
{
    private const string NoSample = "--EventsApi:Sample=false";
    private const string Part = "mode=replace&dataset=one&country=mali";

    [Fact]
    public async Task What_the_file_lacks_of_the_country_is_deleted_and_nothing_else_is_touched()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await StartAsync(other);
        var report = await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("MLI", 8)) + Rows(5, "MLI11"), Part);
        Assert.Equal(((9L, 1L, 0L, 8L, 0L), 2L, "country=mali"), (report.Counts(), report.Number("deleted"), report.GetProperty("filter").GetString()));
        Assert.Equal((9, 50, 10), (await other.CountAsync("dataset=one&country=Mali"), await other.CountAsync("country=Niger"), await other.CountAsync("dataset=two")));
        using var response = await other.GetAsync("/v1/events/MLI10/revisions");
        var revision = (await response.JsonAsync()).GetProperty("data")[0];
        Assert.Equal(("deleted", $"absent from import {report.Number("id")}"), (revision.GetProperty("operation").GetString(), revision.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_row_outside_of_the_filter_is_a_reject_and_its_event_stays_as_it_is()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await StartAsync(other);
        // NIG1 is Niger's, and MLI10 would move there.
        var report = await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("MLI", 9)) + InNiger(Rows(7, "NIG1", "MLI10")), Part);
        Assert.Equal(((11L, 0L, 0L, 9L, 2L), 0L), (report.Counts(), report.Number("deleted")));
        var reject = report.GetProperty("reject_sample")[0];
        Assert.Equal((10, "outside-filter"), (reject.Number("row"), reject.GetProperty("rule").GetString()));
        Assert.Contains("NIG1 lies outside of country=mali", reject.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal((60, 0), (await other.CountAsync("dataset=one&fatalities=1"), await other.CountAsync("fatalities=7")));
        Assert.Equal(1, await other.CountAsync("event_id_cnty=MLI10&country=Mali"));
    }

    [Fact]
    public async Task An_event_that_the_file_brings_into_the_part_is_moved()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await StartAsync(other);
        var report = await other.ImportAsync(key, Sending.Csv(1, [.. Sending.Ids("MLI", 10), "NIG1"]), Part);
        Assert.Equal(((11L, 0L, 1L, 10L, 0L), 0L), (report.Counts(), report.Number("deleted")));
        Assert.Equal((11, 49), (await other.CountAsync("dataset=one&country=Mali"), await other.CountAsync("country=Niger")));
    }

    [Fact]
    public async Task The_fifth_is_that_of_the_part()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await StartAsync(other);
        using var refused = await other.PostImportAsync(key, Sending.Csv(1, Sending.Ids("MLI", 7)), Part);
        var problem = await refused.ProblemAsync();
        Assert.Equal(409, problem.Status);
        Assert.Contains("3 of the 10 events of the data set one in country=mali", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(70, await other.CountAsync());
        Assert.Equal(3, (await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("MLI", 7)), Part + "&confirm_delete=true")).Number("deleted"));
    }

    [Theory]
    [InlineData("year=2022&iso=466")]
    [InlineData("datetime=2022-01-01/2022-12-31&country=MLI")]
    [InlineData("event_date__gte=2022-01-01&event_date__lt=2023-01-01&country__not=Niger")]
    [InlineData("region=Western+Africa&country__startswith=mal&country__startswith=bur")]
    [InlineData("bbox=-5,16,5,17&event_id_cnty__contains=MLI&admin1__isnull=true")]
    [InlineData("actor=TEST+front&inter1=Rebel+group&fatalities__lte=3&country=Mali&country=Burkina+Faso")]
    public async Task Any_filter_that_a_row_answers_says_which_part(string filter)
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await StartAsync(other);
        await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("OLD", 10)).Replace("2022-03-04", "2021-03-04", StringComparison.Ordinal).Replace("Mali", "Niger", StringComparison.Ordinal), "dataset=one");
        var report = await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("MLI", 9)), "mode=replace&dataset=one&" + filter);
        Assert.Equal(((9L, 0L, 0L, 9L, 0L), 1L), (report.Counts(), report.Number("deleted")));
        Assert.Equal((9, 60, 10), (await other.CountAsync("event_id_cnty__startswith=MLI"), await other.CountAsync("country=Niger"), await other.CountAsync("dataset=two")));
    }

    [Theory]
    [InlineData("country=Mali", "country")]
    [InlineData("mode=insert&year=2022", "year")]
    [InlineData("mode=replace&year=last", "year")]
    [InlineData("mode=replace&event_type=Battle", "event_type")]
    [InlineData("mode=replace&country=", "country")]
    [InlineData("mode=replace&dataset__not=one", "dataset__not")]
    [InlineData("mode=replace&updated_since=2022-01-01", "updated_since")]
    [InlineData("mode=replace&boundary=ML-7", "boundary")]
    [InlineData("mode=replace&contry=Mali", "contry")]
    public async Task A_wrong_filter_is_named(string query, string parameter)
    {
        await using var other = await server.StartOtherAsync();
        using var response = await other.PostImportAsync(await other.KeyAsync(Scopes.Admin), Sending.Csv(1, "TST1"), query);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(parameter, (await response.JsonAsync()).GetProperty("errors")[0].GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task A_form_has_filters_as_fields()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await StartAsync(other);
        using var form = new MultipartFormDataContent { { Sending.Body(Encoding.UTF8.GetBytes(Sending.Csv(1, Sending.Ids("MLI", 9)))), "file", "mali.csv" } };
        foreach (var (name, value) in new[] { ("mode", "replace"), ("dataset", "one"), ("country", "Mali"), ("country", "Burkina Faso") })
        {
            form.Add(new StringContent(value), name);
        }
        using var response = await other.SendAsync(HttpMethod.Post, "/v1/imports", form, ("X-Api-Key", key));
        var report = await response.JsonAsync();
        Assert.Equal((1, "country=Mali&country=Burkina Faso"), (report.Number("deleted"), report.GetProperty("filter").GetString()));
    }

    [Fact]
    public async Task A_job_knows_its_filter_when_the_server_starts_again()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await StartAsync(other);
        long id;
        await using (await other.BlockAsync())
        {
            using var accepted = await other.PostImportAsync(key, Sending.Csv(1, Sending.Ids("MLI", 8)) + InNiger(Rows(7, "NIG1")), Part, ("Prefer", "respond-async"));
            id = (await accepted.JsonAsync()).Number("id");
            await other.StopAsync();
        }
        await using var next = await OtherServer.StartOverAsync(other.Setting, NoSample);
        var import = await next.EndAsync(key, id);
        Assert.Equal(("succeeded", 2, 1, "country=mali"), (import.GetProperty("state").GetString(), import.Number("deleted"), import.Number("rejected"), import.GetProperty("filter").GetString()));
        Assert.Equal((8, 50), (await next.CountAsync("dataset=one&country=Mali"), await next.CountAsync("country=Niger")));
    }

    [Fact]
    public async Task The_same_key_with_another_filter_is_another_request()
    {
        await using var other = await server.StartOtherAsync(NoSample);
        var key = await StartAsync(other);
        var file = Sending.Csv(1, Sending.Ids("MLI", 9));
        using var first = await other.PostImportAsync(key, file, Part, ("Idempotency-Key", "one"));
        using var again = await other.PostImportAsync(key, file, Part, ("Idempotency-Key", "one"));
        using var another = await other.PostImportAsync(key, file, Part + "&year=2022", ("Idempotency-Key", "one"));
        Assert.Equal((200, 200, 422), ((int)first.StatusCode, (int)again.StatusCode, (int)another.StatusCode));
        Assert.Equal((await first.JsonAsync()).Number("id"), (await again.JsonAsync()).Number("id"));
    }

    // Ten events in Mali and fifty in Niger of the data set one, ten in Mali of two.
    private static async Task<string> StartAsync(OtherServer other)
    {
        var key = await other.KeyAsync(Scopes.Import + "," + Scopes.Delete);
        await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("MLI", 10)) + InNiger(Rows(1, Sending.Ids("NIG", 50))), "dataset=one");
        await other.ImportAsync(key, Sending.Csv(1, Sending.Ids("TWO", 10)), "dataset=two");
        return key;
    }

    private static string Rows(int fatalities, params string[] ids) => Sending.Csv(fatalities, ids).Split('\n', 2)[1];

    private static string InNiger(string rows) => rows.Replace("Mali", "Niger", StringComparison.Ordinal).Replace("16.27,-0.04", "13.5,2.1", StringComparison.Ordinal);
}
