using EventsApi.Tests.Storage;

namespace EventsApi.Tests.Http;

/// <summary>The real server over a database of its own on PostgreSQL; not started where there is none.</summary>
public sealed class PostgresServer : EventServer
{
    public override string Engine => "postgres";

    /// <summary>The server, or the test is skipped where there is no PostgreSQL.</summary>
    public static PostgresServer Required(PostgresServer server)
    {
        PostgresCluster.Require();
        return server;
    }

    public override ValueTask InitializeAsync() => PostgresCluster.IsThere ? base.InitializeAsync() : ValueTask.CompletedTask;
}
