using System.Net;
using EventsApi.Data.Model;
using EventsApi.Data.Storage;
using EventsApi.Tests.Commands;
using EventsApi.Tests.Http;
using Npgsql;
using Xunit;

namespace EventsApi.Tests.Storage;

/// <summary>What only PostgreSQL can do: be away, be full, be set up by somebody else.</summary>
public sealed class PostgresTests : IAsyncLifetime
{
    private PostgresCluster.TestDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        PostgresCluster.Require();
        _database = await PostgresCluster.CreateDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_table_has_the_catalogue_s_columns_in_its_order_and_migrating_again_does_nothing()
    {
        await using var database = Database.Open(_database.Setting);
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => database.MigrateAsync(CancellationToken.None)));
        Assert.Single(runs, applied => applied.Count > 0);
        var columns = await QueryAsync("SELECT column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns WHERE table_name = 'events' ORDER BY ordinal_position");
        Assert.Equal(["id bigint NO", .. EventColumns.All.Select(column => $"{column.Name} {Type(column)} {(column.Nullable ? "YES" : "NO")}"), "geometry USER-DEFINED YES",
            .. EventColumns.Folded.Select(column => $"{column.FoldedName} text YES"), "revision bigint NO", "since bigint NO"], columns);
    }

    [Fact]
    public async Task A_lost_database_is_503_with_retry_after_and_comes_back_without_a_restart()
    {
        await using var app = await EventServer.StartAsync(_database.Setting);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/events")).StatusCode);
        await _database.AllowConnectionsAsync(false);
        using (var lost = await http.GetAsync("/v1/events"))
        {
            var body = await lost.Content.ReadAsStringAsync();
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (lost.StatusCode, lost.Content.Headers.ContentType!.MediaType));
            Assert.NotNull(lost.Headers.RetryAfter);
            Assert.DoesNotContain("Host", body, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        await _database.AllowConnectionsAsync(true);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/events")).StatusCode);
    }

    [Fact]
    public async Task Connections_cut_between_two_requests_cost_at_most_one_503()
    {
        await using var app = await EventServer.StartAsync(_database.Setting);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/events")).StatusCode);
        await _database.CutConnectionsAsync();
        HttpStatusCode[] either = [HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable];
        Assert.Contains((await http.GetAsync("/v1/events")).StatusCode, either);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/events")).StatusCode);
    }

    [Fact]
    public async Task A_full_pool_is_503_and_a_given_back_connection_serves_again()
    {
        await using var server = await OtherServer.StartOverAsync(_database.Setting + ";Maximum Pool Size=2;Timeout=1");
        await using (await server.Database.ReadAsync(CancellationToken.None))
        await using (await server.Database.ReadAsync(CancellationToken.None))
        {
            await UnavailableAsync(server, "not available");
        }
        using var answer = await server.GetAsync("/v1/events");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_statement_timeout_of_the_database_is_503_and_says_what_helps()
    {
        await MigrateAsync();
        await using var server = await OtherServer.StartOverAsync(_database.Setting + ";Options=-c statement_timeout=300");
        await using (await LockAsync())
        {
            await UnavailableAsync(server, "took longer than this server allows");
        }
        using var answer = await server.GetAsync("/v1/events");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("Options=-c statement_timeout=100", "statement_timeout")] // while the rows are sent over
    [InlineData("Options=-c lock_timeout=300", "lock timeout")]
    public async Task An_import_that_the_database_stops_ends_with_1_and_stores_nothing(string option, string sentence)
    {
        await MigrateAsync();
        using var place = new Workplace();
        ManyEvents.Write(place["many.csv"], 30_000);
        await using (await LockAsync())
        {
            var ended = await place.RunAsync("import", place["many.csv"], "--database", $"{_database.Setting};{option}");
            Assert.Equal((1, ""), (ended.Code, ended.Out));
            Assert.Contains(sentence, ended.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        }
        Assert.Equal(["0"], await QueryAsync("SELECT count(*)::text FROM events"));
        Assert.Equal(["0"], await QueryAsync("SELECT version::text FROM data_version"));
    }

    [Fact]
    public async Task A_first_import_leaves_the_indexes_as_they_were()
    {
        const string Indexes = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname";
        await using var database = Database.Open(_database.Setting);
        await database.MigrateAsync(CancellationToken.None);
        await QueryAsync("CREATE INDEX mine ON events (year) WHERE fatalities > 5; SELECT 'an operator''s own'");
        var before = await QueryAsync(Indexes);
        await using var staging = await database.StageAsync(CancellationToken.None);
        Enumerable.Range(0, 500).ToList().ForEach(i => staging.Add(Store.Event($"A{i}")));
        await staging.MergeAsync(1, null, CancellationToken.None);
        await staging.CommitAsync(new Attribution(null, null, null), Store.Import, CancellationToken.None);
        Assert.Equal(before, await QueryAsync(Indexes));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=events;Password=hunter2;Database=nowhere;Timeout=2")]
    [InlineData("Host=127.0.0.1;Pasword=hunter2;Database=nowhere")]
    [InlineData("postgres://events:hunter2@127.0.0.1/nowhere")]
    public async Task Messages_hold_no_password(string setting)
    {
        var exception = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () =>
        {
            await using var database = Database.Open(setting);
            await database.MigrateAsync(CancellationToken.None);
        });
        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_question_stops()
    {
        await using var database = Database.Open(_database.Setting);
        await database.MigrateAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await using var session = await database.ReadAsync(stop.Token);
        await using var command = new NpgsqlCommand("SELECT pg_sleep(20)", (NpgsqlConnection)session.Connection);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(stop.Token));
    }

    private async Task MigrateAsync()
    {
        await using var database = Database.Open(_database.Setting);
        await database.MigrateAsync(CancellationToken.None);
    }

    private static async Task UnavailableAsync(OtherServer server, string sentence)
    {
        using var answer = await server.GetAsync("/v1/events");
        var problem = await answer.JsonAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    // Nobody reads or writes events until it is disposed of.
    private async Task<NpgsqlConnection> LockAsync()
    {
        var connection = new NpgsqlConnection(_database.Setting + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE events", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task<List<string>> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.Setting + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync())
        {
            found.Add(rows.GetString(0));
        }
        return found;
    }

    private static string Type(Column column) => column.Type switch
    {
        ColumnType.Integer => "bigint",
        ColumnType.Real => "double precision",
        ColumnType.Date => "date",
        _ => "text",
    };
}
