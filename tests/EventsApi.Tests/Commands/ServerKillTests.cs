using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventsApi.Tests.Http;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EventsApi.Tests.Commands;

/// <summary>A server killed while it imports what was sent to it.</summary>
public sealed class ServerKillTests : IDisposable
{
    private const int Rows = 30_000;

    private readonly Workplace _place = new() { Environment = { ["EventsApi__Sample"] = "false" } };

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Killed_at_any_moment_it_finishes_when_it_starts_again_and_nothing_is_half_written()
    {
        var random = new Random(7);
        var key = (await _place.RunAsync("keys", "add", "partner", "--scope", "import")).Out.Trim();
        for (var round = 1; round <= 5; round++)
        {
            long id;
            await using (var server = await RunningServer.StartAsync(_place, "--urls", "http://127.0.0.1:0"))
            {
                id = await SendAsync(server, key, Sending.Csv(round, Sending.Ids("TST", Rows)));
                await Task.Delay(random.Next(3000), TestContext.Current.CancellationToken);
            } // SIGKILL
            await using var next = await RunningServer.StartAsync(_place, "--urls", "http://127.0.0.1:0");
            var import = await EndAsync(next, key, id);
            Assert.Equal(("succeeded", Rows), (import.GetProperty("state").GetString(), import.Number(round == 1 ? "inserted" : "updated")));
            Assert.Equal((Rows, Rows), (await next.CountAsync(), await next.CountAsync($"fatalities={round}")));
            Assert.Equal(round, (await next.GetAsync($"/v1/events/TST{random.Next(Rows) + 1}/revisions")).GetProperty("count").GetInt32());
        }
        Assert.Equal(("ok", "ok"), (Check("events.db"), Check("events-office.db")));
    }

    private string Check(string file)
    {
        using var connection = new SqliteConnection($"Data Source={_place[file]};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check(1)";
        return (string)command.ExecuteScalar()!;
    }

    private static async Task<long> SendAsync(RunningServer server, string key, string file)
    {
        using var request = Request(HttpMethod.Post, "/v1/imports", key);
        request.Content = Sending.Body(Encoding.UTF8.GetBytes(file));
        request.Headers.Add("Prefer", "respond-async");
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(202, (int)response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).Number("id");
    }

    private static async Task<JsonElement> EndAsync(RunningServer server, string key, long id)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            using var request = Request(HttpMethod.Get, "/v1/imports/" + id.ToString(CultureInfo.InvariantCulture), key);
            using var response = await server.Http.SendAsync(request);
            var import = await response.Content.ReadFromJsonAsync<JsonElement>();
            if (import.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                return import;
            }
            await Task.Delay(100);
        }
        throw new TimeoutException($"Import {id} did not end.");
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string key) => new(method, new Uri(path, UriKind.Relative)) { Headers = { { "X-Api-Key", key } } };
}
