using System.Net;
using EventsApi.Tests.Commands;
using Npgsql;
using Xunit;

namespace EventsApi.Tests.Storage;

/// <summary>One of the two processes ends while the other goes on.</summary>
public sealed class PostgresProcessTests : IAsyncLifetime
{
    private const string Secret = "hunter2";
    private const int Rows = 30_000;
    private const int Kills = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private OwnPostgres _postgres = null!;
    private Workplace _place = null!;

    private string Setting => $"{_postgres.Setting};Database=events;Password={Secret}";

    public async ValueTask InitializeAsync()
    {
        _postgres = await OwnPostgres.StartAsync();
        _place = new Workplace { Environment = { ["EventsApi__Database"] = Setting } };
        await AskAsync("CREATE DATABASE events", "postgres");
        ManyEvents.Write(_place["many.csv"], Rows);
    }

    public async ValueTask DisposeAsync()
    {
        _place?.Dispose();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_database_that_restarts_costs_503s_and_no_restart_of_ours()
    {
        await using var server = await RunningServer.StartAsync(_place, "--urls", "http://127.0.0.1:0");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/v1/events"));
        await _postgres.StopAsync();
        for (var request = 0; request < 3; request++)
        {
            using var answer = await server.Http.GetAsync(new Uri("/v1/events?limit=1", UriKind.Relative));
            var body = await answer.Content.ReadAsStringAsync();
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.DoesNotContain(Secret, body, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", body, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(server, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/health/live"));
        await _postgres.StartAgainAsync();
        using var patience = new CancellationTokenSource(Patience);
        while (await StatusAsync(server, "/v1/events") != HttpStatusCode.OK)
        {
            await Task.Delay(100, patience.Token);
        }
        var ended = await server.StopAsync();
        Assert.Contains("The database is not available", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_that_loses_its_database_breaks_off()
    {
        await ImportAsync();
        await using var server = await RunningServer.StartAsync(_place, "--urls", "http://127.0.0.1:0");
        using var answer = await server.Http.GetAsync(new Uri("/v1/events?f=ndjson", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var body = await answer.Content.ReadAsStreamAsync();
        Assert.NotEqual(0, await body.ReadAsync(new byte[100]));
        await _postgres.StopAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null));
        var ended = await server.StopAsync();
        Assert.Contains("An answer broke off", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_killed_at_any_moment_leaves_nothing_or_everything()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await ImportAsync();
        var (longest, whole) = (clock.Elapsed, await StoredAsync());
        var left = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await AskAsync("TRUNCATE events, event_associates, datasets; DELETE FROM versions WHERE version > 0; UPDATE data_version SET version = 0");
            using var process = _place.Start("import", _place["many.csv"]);
            await Task.Delay(longest * (kill + 0.9) / Kills);
            process.Kill();
            await process.WaitForExitAsync();
            left.Add(await StoredAsync());
            Assert.Equal(Agreement.Whole, await AskAsync(Agreement.Sql));
        }
        Assert.All(left, stored => Assert.Contains(stored, new[] { "0 0 0 version 0", whole }));
        Assert.Contains("0 0 0 version 0", left);
        await ImportAsync();
        Assert.StartsWith($"{Rows} ", await StoredAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_loses_its_database_ends_when_that_is_back()
    {
        await ImportAsync();
        var key = (await _place.RunAsync("keys", "add", "partner", "--scope", "import")).Out.Trim();
        await using var server = await RunningServer.StartAsync(_place, "--urls", "http://127.0.0.1:0");
        await using (var file = File.OpenRead(_place["many.csv"]))
        {
            using var body = new StreamContent(file);
            server.Http.DefaultRequestHeaders.Add("X-Api-Key", key);
            using var answer = await server.Http.PostAsync(new Uri("/v1/imports?reason=again", UriKind.Relative), body);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }
        await _postgres.StopAsync();
        await Task.Delay(2500); // so that whoever works has noticed
        await _postgres.StartAgainAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var asked = await server.Http.GetAsync(new Uri("/v1/imports/2", UriKind.Relative), patience.Token);
            var text = await asked.Content.ReadAsStringAsync(patience.Token);
            if (text.Contains("\"succeeded\"", StringComparison.Ordinal) || text.Contains("\"failed\"", StringComparison.Ordinal))
            {
                break;
            }
            await Task.Delay(200, patience.Token);
        }
        Assert.StartsWith($"{Rows} ", await StoredAsync(), StringComparison.Ordinal);
        Assert.Equal(Agreement.Whole, await AskAsync(Agreement.Sql));
    }

    private async Task ImportAsync()
    {
        var ended = await _place.RunAsync("import", _place["many.csv"]);
        Assert.True(ended.Code == 0, ended.Error);
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningServer server, string path)
    {
        using var answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private Task<string> StoredAsync() => AskAsync(
        "SELECT (SELECT count(*) FROM events) || ' ' || (SELECT count(*) FROM event_associates) || ' ' || (SELECT count(*) FROM datasets) || ' version ' || (SELECT version FROM data_version)");

    private async Task<string> AskAsync(string sql, string database = "events")
    {
        await using var connection = new NpgsqlConnection($"{_postgres.Setting};Database={database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync() ?? "";
    }
}
