using EventsApi.Data.Storage;
using EventsApi.Tests.Http;
using EventsApi.Tests.Storage;

namespace EventsApi.Tests.Compatibility;

/// <summary>A server that holds made-up events in UCDP's columns, and those in ACLED's.</summary>
public class UcdpServer : EventServer
{
    public const string Version = "24.1";

    /// <summary>The events in UCDP's columns, the oldest first.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Events { get; } =
        [.. AcledServer.Read("ged.csv").OrderBy(row => row["date_start"], StringComparer.Ordinal).ThenBy(row => "UCDP" + row["id"], StringComparer.Ordinal)];

    protected override async Task FillAsync()
    {
        await ImportAsync(AcledServer.PathOf("ged.csv"), "ged");
        await Database.PublishAsync(Version, WriteOrigin.Unknown, CancellationToken.None);
        await ImportAsync(AcledServer.PathOf("acled-current.csv"), "current");
    }
}

/// <summary>The same on PostgreSQL; not started where there is none.</summary>
public sealed class PostgresUcdpServer : UcdpServer
{
    public override string Engine => "postgres";

    /// <summary>The server, or the test is skipped where there is no PostgreSQL.</summary>
    public static PostgresUcdpServer Required(PostgresUcdpServer server)
    {
        PostgresCluster.Require();
        return server;
    }

    public override ValueTask InitializeAsync() => PostgresCluster.IsThere ? base.InitializeAsync() : ValueTask.CompletedTask;
}
