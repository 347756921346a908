using System.Collections.Concurrent;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;

namespace EventsApi.Access;

/// <summary>When keys were last used: noted in memory, recorded every few seconds and at the server's end, so that no request waits for it.</summary>
internal sealed partial class KeyUses(OfficeStore office, ILogger<KeyUses> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, long> _uses = new();

    public void Add(ApiKey key) => _uses[key.Id] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await RecordAsync(CancellationToken.None); // short, also when the time to end is over
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RecordAsync(stoppingToken);
        }
    }

    private async Task RecordAsync(CancellationToken token)
    {
        var uses = _uses.ToArray();
        if (uses.Length == 0)
        {
            return;
        }
        try
        {
            await office.RecordUsesAsync(uses, token);
            foreach (var use in uses)
            {
                _uses.TryRemove(use); // unless it was used again meanwhile
            }
        }
        catch (DatabaseUnavailableException exception)
        {
            LogFailed(log, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The last use of keys could not be recorded: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
