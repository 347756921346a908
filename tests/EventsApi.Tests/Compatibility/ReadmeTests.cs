using System.Text.RegularExpressions;
using Xunit;

namespace EventsApi.Tests.Compatibility;

/// <summary>Every address in the README's section for clients answers with rows.</summary>
public partial class ReadmeTests(AcledServer server) : IClassFixture<AcledServer>
{
    private const string Base = "http://localhost:8080";

    private static readonly string Section = Text().Split("## From R, Python, Excel, QGIS, a notebook")[1].Split("\n## ")[0];

    public static TheoryData<string, string> Tables => [.. Snippet().Matches(Section).Select(match => (match.Groups["tool"].Value, match.Groups["path"].Value))];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_table_by_address_has_all_columns_and_rows(string tool, string path)
    {
        using var response = await server.SendAsync(HttpMethod.Get, path);
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.True(response.IsSuccessStatusCode, tool);
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(string.Join(',', AcledServer.Columns), lines[0]);
        Assert.Equal(AcledServer.Events.Count(row => row["country"] == "Mali" && (!path.Contains("2022", StringComparison.Ordinal) || row["year"] == "2022")), lines.Length - 2);
    }

    [Fact]
    public void Each_tool_has_one() => Assert.Equal(["R", "notebook", "Excel"], Tables.Select(row => row.Data.Item1));

    // https://pypi.org/project/acled: what it puts before the path of each of its clients, and what it asks them.
    [Theory]
    [InlineData("/acled/read?country=Mali&export_type=json&limit=50&key=x&email=a%40b.org")]
    [InlineData("/deleted/read?_format=json&limit=50&key=x&email=a%40b.org")]
    [InlineData("/actor/read?actor_name=liberation&_format=json&limit=50&key=x&email=a%40b.org")]
    [InlineData("/actortype/read?actor_type_id=2&event_count=1&export_type=json&limit=50&key=x&email=a%40b.org")]
    [InlineData("/country/read?iso=466&_format=json&limit=50&key=x&email=a%40b.org")]
    [InlineData("/region/read?region=1&_format=json&limit=50&page=1&key=x&email=a%40b.org")]
    public async Task The_package_finds_what_it_asks_for_below_its_host(string path)
    {
        var host = Host().Match(Section).Groups["url"].Value;
        Assert.StartsWith(Base, host, StringComparison.Ordinal);
        var answer = await server.GetAsync(host[Base.Length..] + path);
        Assert.True(answer.GetProperty("success").GetBoolean());
        Assert.Equal(path.StartsWith("/deleted", StringComparison.Ordinal), answer.GetProperty("data").GetArrayLength() == 0);
    }

    [Fact]
    public async Task The_landing_page_answers_whoever_pings_it_first() => Assert.NotEqual(default, await server.GetAsync("/"));

    private static string Text() => File.ReadAllText(Repository.Path("README.md"));

    [GeneratedRegex("(?<tool>[A-Za-z]+): .*\"http://localhost:8080(?<path>/[^\"]+)\"")]
    private static partial Regex Snippet();

    [GeneratedRegex("ACLED_API_HOST=(?<url>\\S+)")]
    private static partial Regex Host();
}
