using EventsApi.Data.Storage;
using Npgsql;
using Xunit;

namespace EventsApi.Tests.Storage;

/// <summary>The PostgreSQL that tests/run starts and names in EVENTS_API_TEST_POSTGRES, a connection string without a database.</summary>
internal static class PostgresCluster
{
    private static readonly string? Setting = Environment.GetEnvironmentVariable("EVENTS_API_TEST_POSTGRES");

    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    public static bool IsThere => !string.IsNullOrEmpty(Setting);

    /// <summary>Skips the test where there is no PostgreSQL; in CI there must be one.</summary>
    public static void Require()
    {
        Assert.False(!IsThere && Environment.GetEnvironmentVariable("CI") == "true", "CI needs PostgreSQL: EVENTS_API_TEST_POSTGRES is not set.");
        Assert.SkipUnless(IsThere, "There is no PostgreSQL: EVENTS_API_TEST_POSTGRES is not set; tests/run starts one.");
    }

    public static async Task<TestDatabase> CreateDatabaseAsync()
    {
        var name = NewName();
        await ExecuteAsync($"CREATE DATABASE {name}");
        return new TestDatabase(name);
    }

    /// <summary>A database with every migration applied: a copy of one that is made once.</summary>
    public static async Task<TestDatabase> CreateMigratedAsync()
    {
        var template = await Template.Value;
        var name = NewName();
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new TestDatabase(name);
    }

    private static string NewName() => "test_" + Guid.NewGuid().ToString("N");

    private static async Task<string> MakeTemplateAsync()
    {
        var template = await CreateDatabaseAsync();
        await using var database = Database.Open(template.Setting);
        await database.MigrateAsync(CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => template.DisposeAsync().AsTask().Wait();
        return template.Name;
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Setting + ";Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A database that is dropped at the end.</summary>
    public sealed class TestDatabase(string name) : IAsyncDisposable
    {
        public string Name => name;

        public string Setting => $"{PostgresCluster.Setting};Database={name}";

        /// <summary>Lets nobody in and shows everybody out, or lets them in again.</summary>
        public async Task AllowConnectionsAsync(bool allow)
        {
            await ExecuteAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS {allow}");
            if (!allow)
            {
                await CutConnectionsAsync();
            }
        }

        public Task CutConnectionsAsync() => ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");

        public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");
    }
}
