using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapper;
using EventsApi.Data.Storage;
using EventsApi.Tests.Http;
using EventsApi.Tests.Storage;
using Xunit;

namespace EventsApi.Tests.Commands;

/// <summary>A server killed while it imports what was sent to it.</summary>
public sealed class ServerKillTests
{
    private const int Rows = 4_000;

    private static readonly string[] Ids = Sending.Ids("TST", Rows);

    // With the kills of the command line there are fifty.
    [Theory]
    [InlineData("sqlite", 12)]
    [InlineData("postgres", 4)]
    public async Task Killed_at_any_moment_it_finishes_when_it_starts_again_and_nothing_is_half_written(string engine, int kills)
    {
        await using var place = await Workplace.CreateAsync(engine);
        place.Environment["EventsApi__Sample"] = "false";
        place.Environment["EventsApi__Imports"] = place["imports"];
        var key = (await place.RunAsync("keys", "add", "partner", "--scope", "import,delete")).Out.Trim();
        var random = new Random();
        var server = await StartAsync(place);
        try
        {
            var clock = Stopwatch.StartNew();
            await EndAsync(server, key, await SendAsync(server, key, Sending.Csv(0, Ids), "dataset=one"));
            var (longest, undisturbed) = (clock.Elapsed, await ExportAsync(server));
            for (var round = 1; round <= kills; round++)
            {
                // By turns half of the events are deleted and come again; all the others change.
                var ids = round % 2 == 1 ? Ids[..(Rows / 2)] : Ids;
                var (file, query) = (Sending.Csv(round, ids), "dataset=one&mode=replace&confirm_delete=true");
                var id = await SendAsync(server, key, file, query);
                await Task.Delay(longest * random.NextDouble(), TestContext.Current.CancellationToken);
                await server.DisposeAsync(); // SIGKILL
                Assert.Equal(Agreement.Whole, await AskAsync(place, Agreement.Sql));
                server = await StartAsync(place);
                var import = await EndAsync(server, key, id);
                Assert.Equal(("succeeded", Rows / 2), (import.GetProperty("state").GetString(), import.Number(round % 2 == 1 ? "deleted" : "inserted")));
                var expected = undisturbed.Take(1 + Rows).Where((line, i) => i == 0 || ids.Contains(line.Split(',')[0])).Select((line, i) => i == 0 ? line : line[..^1] + Text(round));
                Assert.Equal(expected, await ExportAsync(server));
                Assert.Equal((ids.Length, 0), await AgainAsync(server, key, file, query));
            }
            Assert.Equal(Agreement.Whole, await AskAsync(place, Agreement.Sql));
            await server.StopAsync();
        }
        finally
        {
            await server.DisposeAsync();
        }
        if (engine == "sqlite")
        {
            Assert.Equal(("ok", "ok"), ((string)PlainSqlite.Ask(place.Database, "PRAGMA integrity_check")!, (string)PlainSqlite.Ask(place["events-office.db"], "PRAGMA integrity_check")!));
        }
        Assert.Empty(Directory.GetFiles(place["imports"], "*.body"));
    }

    private static Task<RunningServer> StartAsync(Workplace place) => RunningServer.StartAsync(place, "--urls", "http://127.0.0.1:0");

    private static async Task<string> AskAsync(Workplace place, string sql)
    {
        await using var database = Database.Open(place.Environment["EventsApi__Database"]);
        await using var session = await database.ReadAsync(CancellationToken.None);
        return (await session.Connection.ExecuteScalarAsync<string>(sql, transaction: session.Transaction))!;
    }

    // Fatalities are the last column, and of one digit in the first round.
    private static async Task<string[]> ExportAsync(RunningServer server) =>
        (await server.Http.GetStringAsync(new Uri("/v1/events?f=csv&sort=event_id_cnty&fields=event_id_cnty,event_date,event_type,sub_event_type,actor1,country,latitude,longitude,fatalities", UriKind.Relative))).TrimEnd().Split("\r\n");

    private static async Task<(long Unchanged, long Changed)> AgainAsync(RunningServer server, string key, string file, string query)
    {
        var import = await EndAsync(server, key, await SendAsync(server, key, file, query));
        return (import.Number("unchanged"), import.Number("inserted") + import.Number("updated") + import.Number("deleted"));
    }

    private static async Task<long> SendAsync(RunningServer server, string key, string file, string query)
    {
        using var request = Request(HttpMethod.Post, "/v1/imports?" + query, key);
        request.Content = Sending.Body(Encoding.UTF8.GetBytes(file));
        request.Headers.Add("Prefer", "respond-async");
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(202, (int)response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).Number("id");
    }

    private static async Task<JsonElement> EndAsync(RunningServer server, string key, long id)
    {
        for (var attempt = 0; attempt < 3000; attempt++)
        {
            using var request = Request(HttpMethod.Get, "/v1/imports/" + Text(id), key);
            using var response = await server.Http.SendAsync(request);
            var import = await response.Content.ReadFromJsonAsync<JsonElement>();
            if (import.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                return import;
            }
            await Task.Delay(20);
        }
        throw new TimeoutException($"Import {id} did not end.");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static HttpRequestMessage Request(HttpMethod method, string path, string key) => new(method, new Uri(path, UriKind.Relative)) { Headers = { { "X-Api-Key", key } } };
}
