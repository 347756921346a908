using System.Text.Json;
using System.Text.RegularExpressions;
using EventsApi.Data.Office;
using EventsApi.Tests.Imports;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Two real releases of one data set, the second over the first and back again.</summary>
public class ReleasePairTests(EventServer server) : IClassFixture<EventServer>
{
    private const string All = "/v1/events?f=csv&sort=event_id_cnty";

    [Fact]
    public async Task Ukraine_of_2019_over_2018_and_back()
    {
        var (first, second) = (Release("hdx-ukraine-release-2018-993-hxl.csv.gz"), Release("hdx-ukraine-release-2019-1167-hxl.csv.gz"));
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var key = await other.KeyAsync(Scopes.Import + "," + Scopes.Delete);
        var follower = new Follower(other);

        Assert.Equal(((993L, 993L, 0L, 0L, 0L), 0L), await SendAsync(other, key, first, ""));
        var of2018 = await CsvAsync(other, All);
        await follower.FollowAsync();

        var report = await SendAsync(other, key, second, "");
        Assert.Equal((1167, 174, 0), (report.Counts.Read, report.Counts.Inserted, report.Counts.Rejected));
        var of2019 = await CsvAsync(other, All);
        var changes = await follower.FollowAsync();
        var updated = changes.Where(change => Operation(change) == "updated").ToList();
        Assert.Equal((174, report.Counts.Updated), (changes.Count(change => Operation(change) == "created"), updated.Count));
        Assert.Single(updated, change => change.GetProperty("changes").EnumerateArray().Any(column => column.GetProperty("column").GetString() != "attributes"));
        Assert.True(updated.Count > 1); // the newer file has columns that the older lacks

        Assert.Equal((174, 0), ((await SendAsync(other, key, first, "mode=replace")).Deleted, await other.CountAsync("updated_since=2100-01-01")));
        changes = await follower.FollowAsync();
        var deleted = changes.Where(change => Operation(change) == "deleted").ToList();
        Assert.Equal((174, "absent from import 3"), (deleted.Count, deleted.Select(change => change.GetProperty("reason").GetString()).Distinct().Single()));
        Assert.Equal(Timeless(of2018), Timeless(await CsvAsync(other, All)));

        var times = follower.Times;
        Assert.Equal(of2018, await CsvAsync(other, $"{All}&as_of={times[0]}"));
        Assert.Equal(of2019, await CsvAsync(other, $"{All}&as_of={times[1]}"));
        await follower.FollowAsync();
    }

    private static byte[] Release(string name) => File.ReadAllBytes(Importing.File("..", "shared", "data", "ucdp", name));

    private static string? Operation(JsonElement change) => change.GetProperty("operation").GetString();

    // When an event was last written differs, although it says the same again: ten digits between two commas.
    private static string Timeless(string csv) => Regex.Replace(csv, @",\d{10},", ",,");

    private static async Task<string> CsvAsync(OtherServer other, string path)
    {
        using var response = await other.GetAsync(path);
        return await response.TextAsync();
    }

    private static async Task<((long Read, long Inserted, long Updated, long Unchanged, long Rejected) Counts, long Deleted)> SendAsync(OtherServer other, string key, byte[] file, string query)
    {
        using var response = await other.PostImportAsync(key, file, query);
        Assert.True((int)response.StatusCode == 200, await response.TextAsync());
        var report = await response.JsonAsync();
        return (report.Counts(), report.Number("deleted"));
    }

    /// <summary>Holds what /v1/changes told so far, and compares it with what the server has.</summary>
    private sealed class Follower(OtherServer server)
    {
        private readonly SortedDictionary<string, string> _rows = new(StringComparer.Ordinal);
        private string? _since;

        /// <summary>When each write was committed, in their order.</summary>
        public List<string> Times { get; } = [];

        public async Task<List<JsonElement>> FollowAsync()
        {
            var told = new List<JsonElement>();
            for (var more = true; more;)
            {
                using var response = await server.GetAsync("/v1/changes?limit=400" + (_since is null ? "" : "&since=" + _since));
                var page = await response.JsonAsync();
                var changes = page.GetProperty("data").EnumerateArray().ToList();
                told.AddRange(changes);
                _since = page.GetProperty("next").GetString();
                more = changes.Count > 0;
            }
            foreach (var change in told)
            {
                Apply(change);
            }
            Assert.Equal(await HeldAsync(), _rows.Values);
            return told;
        }

        private void Apply(JsonElement change)
        {
            var (id, time) = (change.GetProperty("event_id_cnty").GetString()!, change.GetProperty("time").GetString()!);
            if (!Times.Contains(time))
            {
                Times.Add(time);
            }
            if (Operation(change) == "deleted")
            {
                Assert.True(_rows.Remove(id));
            }
            else
            {
                _rows[id] = change.GetProperty("event").GetRawText();
            }
        }

        private async Task<IEnumerable<string>> HeldAsync()
        {
            using var response = await server.GetAsync("/v1/events?sort=event_id_cnty&limit=5000");
            return [.. (await response.JsonAsync()).GetProperty("data").EnumerateArray().Select(row => row.GetRawText())];
        }
    }
}
