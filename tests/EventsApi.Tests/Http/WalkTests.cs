using System.Globalization;
using System.Text;
using EventsApi.Data.Imports;
using EventsApi.Data.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Paging while rows arrive.</summary>
public class WalkTests(EventServer server) : IClassFixture<EventServer>
{
    private sealed record Walk(string Sort, int Limit, int[] Copied);

    private int _copies;

    [Fact]
    public void A_walk_returns_every_event_of_its_beginning_once_while_others_arrive()
    {
        var columns = EventColumns.All.Where(column => column.Sortable).Select(column => column.Name).ToArray();
        var walks = from keys in Gen.Choose(1, 3).SelectMany(count => Gen.Elements(columns).ArrayOf(count))
                    from signs in Gen.Elements("", "-").ArrayOf(keys.Length)
                    from limit in Gen.Choose(9, 60)
                    from copied in Gen.Choose(0, 70).ArrayOf(3)
                    select new Walk(string.Join(',', keys.Zip(signs, (key, sign) => sign + key).DistinctBy(key => key.TrimStart('-'))), limit, copied);
        Prop.ForAll(walks.ToArbitrary(), walk => AssertCompleteAsync(walk).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(12));
    }

    [Fact]
    public async Task A_walk_goes_on_behind_long_names()
    {
        await using var other = await server.StartOtherAsync();
        var file = new StringBuilder("event_id_cnty,event_date,event_type,sub_event_type,country,actor1,actor2,location\r\n");
        for (var i = 1; i <= 3; i++)
        {
            var name = new string('غ', 490) + i;
            file.Append(CultureInfo.InvariantCulture, $"LONG{i},2022-01-01,Battles,Armed clash,Mali,{name},{name},{name}\r\n");
        }
        Assert.Equal(3, (await other.ImportAsync(Encoding.UTF8.GetBytes(file.ToString()), "long.csv")).Inserted);
        var walked = new List<string>();
        for (var next = "/v1/events?sort=actor1,actor2,location&limit=1"; next is not null;)
        {
            using var response = await other.GetAsync(next);
            var page = await response.JsonAsync();
            walked.AddRange(EventServer.Ids(page));
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal("LONG1 LONG2 LONG3", string.Join(' ', walked));
    }

    private async Task AssertCompleteAsync(Walk walk)
    {
        var before = await server.IdsAsync("limit=5000");
        var walked = new List<string>();
        var next = $"/v1/events?sort={walk.Sort}&limit={walk.Limit}";
        while (next is not null)
        {
            var page = await server.GetAsync(next);
            walked.AddRange(EventServer.Ids(page));
            next = page.GetProperty("next").GetString();
            await CopyAsync(walk.Copied);
        }
        Assert.Equal(walked.Count, walked.Distinct().Count());
        Assert.Empty(before.Except(walked));
    }

    // Copies stand right beside their originals in every order but the id's.
    private async Task CopyAsync(int[] numbers)
    {
        var original = string.Join(',', numbers.Select(number => $"TST{number + 1}"));
        using var export = await server.SendAsync(HttpMethod.Get, $"/v1/events?f=ndjson&event_id_cnty={original.Replace(",", "&event_id_cnty=", StringComparison.Ordinal)}");
        var rows = (await export.Content.ReadAsStringAsync()).Replace("\"TST", $"\"NEW{++_copies}0", StringComparison.Ordinal);
        await using var file = new MemoryStream(Encoding.UTF8.GetBytes(rows));
        var report = await new Importer(server.Database).RunAsync(new ImportRequest("copies.ndjson") { Dataset = "copies" }, file);
        Assert.Equal(0, report.Rejected);
    }
}
