using EventsApi.Tests.Storage;

namespace EventsApi.Tests.Http;

/// <summary>The real server over a database of its own on PostgreSQL.</summary>
public sealed class PostgresServer : EventServer
{
    private PostgresCluster.TestDatabase? _database;

    /// <summary>The server, or the test is skipped where there is no PostgreSQL.</summary>
    public static PostgresServer Required(PostgresServer server)
    {
        PostgresCluster.Require();
        return server;
    }

    protected override async Task<string?> CreateDatabaseAsync()
    {
        _database = PostgresCluster.IsThere ? await PostgresCluster.CreateDatabaseAsync() : null;
        return _database?.Setting;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
