using System.Globalization;
using System.Threading.RateLimiting;
using EventsApi.Data.Office;

namespace EventsApi.Access;

/// <summary>
/// Requests a minute: of a key as many as it says, else of an address as many as the setting says, which by default are
/// any number. The headers are those of draft-ietf-httpapi-ratelimit-headers.
/// </summary>
internal sealed class RateLimits(Options options) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<Caller> _limiter = PartitionedRateLimiter.Create<Caller, Caller>(caller => caller.Limit == 0
        ? RateLimitPartition.GetNoLimiter(caller)
        : RateLimitPartition.GetFixedWindowLimiter(caller, _ => new FixedWindowRateLimiterOptions { PermitLimit = caller.Limit, Window = Window, QueueLimit = 0 }));

    /// <summary>Counts a request and says in its headers how many are left; false when there are none.</summary>
    public bool Take(HttpContext http, ApiKey? key)
    {
        var caller = key is { Rate: { } rate } ? new Caller($"key {key.Id}", (int)rate)
            : key is null ? new Caller($"address {http.Connection.RemoteIpAddress}", options.AddressRate) : new Caller("", 0);
        if (caller.Limit == 0)
        {
            return true;
        }
        using var lease = _limiter.AttemptAcquire(caller);
        var policy = key is null ? "address" : "key";
        var left = _limiter.GetStatistics(caller)?.CurrentAvailablePermits ?? 0;
        http.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";q={caller.Limit};w={Window.TotalSeconds:0}");
        http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";r={left}");
        if (!lease.IsAcquired)
        {
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
            http.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private readonly record struct Caller(string Name, int Limit);
}
