using EventsApi.Access;
using EventsApi.Contract;
using EventsApi.Data.Columns;
using EventsApi.Data.Storage;
using EventsApi.Representations;

namespace EventsApi.Endpoints;

/// <summary>For whoever runs the server: whether it lives, and whether it answers queries.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").OpenToAll(isCounted: false); // probes share an address with clients behind a proxy
        health.MapGet("/live", () => new HealthAnswer("live")).WithOperation(Operations.GetLiveness);
        health.MapGet("/ready", Ready).WithOperation(Operations.GetReadiness);
    }

    private static async Task<HealthAnswer> Ready(HttpContext http, Database database, ColumnMemory columns)
    {
        http.Response.Headers.CacheControl = "no-store";
        await using var session = await database.ReadAsync(http.RequestAborted);
        return new HealthAnswer("ready", session.Version, columns.Current?.Version == session.Version ? "ready" : "building");
    }
}
