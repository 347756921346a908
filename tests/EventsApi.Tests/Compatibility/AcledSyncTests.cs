using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Storage;
using EventsApi.Tests.Http;
using EventsApi.Tests.Storage;
using Xunit;

namespace EventsApi.Tests.Compatibility;

/// <summary>The recipe by which clients keep a copy: what is not older than the newest they hold, and the deletions since.</summary>
public class AcledSyncTests(AcledServer server) : IClassFixture<AcledServer>
{
    private const int Writes = 40;

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    public async Task Whoever_follows_the_recipe_holds_exactly_what_the_server_holds(int seed, bool deletionsFirst)
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var random = new Random(seed);
        var held = new Dictionary<string, string>();
        var (removed, returned) = (0, 0);
        for (var write = 0; write < Writes; write++)
        {
            await WriteAsync(other, random);
            if (random.Next(3) == 0)
            {
                await SyncAsync(other, held, random, deletionsFirst);
                var whole = (await RowsAsync(other, "/api/acled/read?limit=0")).ToDictionary(row => row.GetProperty("event_id_cnty").GetString()!, row => row.GetRawText());
                Assert.Equal(whole.OrderBy(pair => pair.Key), held.OrderBy(pair => pair.Key));
                removed = Math.Max(removed, (await RowsAsync(other, "/api/deleted/read?limit=0")).Count);
            }
        }
        returned = (await other.Store.SqlAsync<int>("SELECT count(*) FROM events_history h WHERE deleted = 1 AND EXISTS (SELECT 1 FROM events e WHERE e.event_id_cnty = h.event_id_cnty)"))[0];
        Assert.True(removed > 3 && returned > 0, $"{removed} deleted at once, {returned} came back");
    }

    [Fact]
    public async Task What_began_before_and_was_committed_after_is_not_missed()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        await other.Store.WriteAsync(Now, [Store.Event("A1")]);
        var newest = (await RowsAsync(other, "/api/acled/read"))[0].GetProperty("timestamp").GetInt64();
        await other.Store.WriteAsync(Now - 3600, [Store.Event("A2")]);
        Assert.Equal(2, (await RowsAsync(other, $"/api/acled/read?timestamp={newest}")).Count);
    }

    [Fact]
    public async Task Deletions_are_told_in_both_generations_and_by_every_filter()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        await other.Store.WriteAsync(Now, [Store.Event("A1"), Store.Event("A2"), Store.Event("B3"), Store.Event("B4")]);
        await RemoveAsync(other, "A1", "B3", "B4");
        await other.Store.WriteAsync(Now, [Store.Event("B4")]);
        var rows = await RowsAsync(other, "/api/deleted/read");
        Assert.Equal(["B3", "A1"], rows.Select(row => row.GetProperty("event_id_cnty").GetString()));
        Assert.All(rows, row => Assert.Equal(["event_id_cnty", "deleted_timestamp"], row.EnumerateObject().Select(cell => cell.Name)));
        var time = rows[0].GetProperty("deleted_timestamp").GetInt64();
        Assert.InRange(time, Now - 60, Now);
        foreach (var (query, count) in new[]
        {
            ($"deleted_timestamp={time}", 2), ($"deleted_timestamp={time + 1}", 0), ($"deleted_timestamp={time}&deleted_timestamp_where=<", 0), ("deleted_timestamp=2020-01-01", 2),
            ($"deleted_timestamp={time - 5}|{time}&deleted_timestamp_where=BETWEEN", 2), ("event_id_cnty=b", 1), ("event_id_cnty=A1|B3&event_id_cnty_where==", 2), ("limit=1&page=2", 1), ("limit=1&page=3", 0), ("fields=deleted_timestamp", 2),
        })
        {
            Assert.Equal((query, count), (query, (await RowsAsync(other, "/api/deleted/read?" + query)).Count));
            Assert.Equal((query, count), (query, (await RowsAsync(other, "/deleted/read/?" + query)).Count));
        }
        using var csv = await other.GetAsync("/deleted/read.csv");
        Assert.Equal($"event_id_cnty,deleted_timestamp\r\nB3,{time}\r\nA1,{time}\r\n", await csv.TextAsync());
        using var legacy = await other.GetAsync("/deleted/read");
        Assert.Equal(JsonValueKind.String, (await legacy.JsonAsync()).GetProperty("data")[0].GetProperty("deleted_timestamp").ValueKind);
    }

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    // What the client of the recipe does, page by page.
    private static async Task SyncAsync(OtherServer other, Dictionary<string, string> held, Random random, bool deletionsFirst)
    {
        var newest = held.Values.Select(row => JsonSerializer.Deserialize<JsonElement>(row).GetProperty("timestamp").GetInt64()).DefaultIfEmpty(0).Max();
        var (changed, limit) = (new List<JsonElement>(), random.Next(1, 8));
        for (var page = 1; ; page++)
        {
            var rows = await RowsAsync(other, $"/api/acled/read?timestamp={newest}&limit={limit}&page={page}");
            changed.AddRange(rows);
            if (rows.Count == 0)
            {
                break;
            }
        }
        var gone = (await RowsAsync(other, $"/api/deleted/read?deleted_timestamp={newest}&limit=0")).ConvertAll(row => row.GetProperty("event_id_cnty").GetString()!);
        if (deletionsFirst)
        {
            gone.ForEach(id => held.Remove(id));
        }
        changed.ForEach(row => held[row.GetProperty("event_id_cnty").GetString()!] = row.GetRawText());
        if (!deletionsFirst)
        {
            gone.ForEach(id => held.Remove(id));
        }
    }

    // Imports that began at any time before, deletions of some and of a whole data set, and imports taken back.
    private static async Task WriteAsync(OtherServer other, Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                await other.Store.Database.RemoveDatasetAsync("set" + random.Next(3), WriteOrigin.Unknown, CancellationToken.None);
                break;
            case 1 or 2:
                await RemoveAsync(other, Ids(random));
                break;
            case 3:
                await RevertAsync(other);
                break;
            default:
                await other.Store.WriteAsync(Now - random.Next(3), Ids(random).Select(id => Changed(id, random)));
                break;
        }
        if (random.Next(10) == 0)
        {
            await Task.Delay(1100);
        }
    }

    private static async Task RevertAsync(OtherServer other)
    {
        try
        {
            if ((await other.Store.ReadAsync(session => session.ImportsAsync(1))) is [var last])
            {
                await other.Store.Database.RevertAsync(last.ImportNumber!.Value, WriteOrigin.Unknown, Now, CancellationToken.None);
            }
        }
        catch (ChangedSinceException)
        {
            // Somebody removed what it would bring back.
        }
    }

    private static async Task RemoveAsync(OtherServer other, params string[] ids)
    {
        await using var staging = await other.Store.Database.StageAsync(CancellationToken.None);
        foreach (var id in ids)
        {
            staging.Remove(id);
        }
        await staging.MergeAsync(Now, null, CancellationToken.None);
        await staging.CommitAsync(new Attribution(null, null, null), Store.Import, CancellationToken.None);
    }

    private static string[] Ids(Random random) => [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => "E" + random.Next(25).ToString(CultureInfo.InvariantCulture)).Distinct()];

    private static Event Changed(string id, Random random)
    {
        var row = Store.Event(id, dataset: "set" + random.Next(3));
        row.Fatalities = random.Next(3);
        return row;
    }

    private static async Task<List<JsonElement>> RowsAsync(OtherServer other, string path)
    {
        using var response = await other.GetAsync(path);
        var answer = await response.JsonAsync();
        Assert.True(answer.GetProperty("success").GetBoolean(), answer.ToString());
        return [.. answer.GetProperty("data").EnumerateArray()];
    }
}
