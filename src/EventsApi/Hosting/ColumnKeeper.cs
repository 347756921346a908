using EventsApi.Data.Columns;

namespace EventsApi.Hosting;

/// <summary>Keeps the columns in memory as new as the data, from the server's start to its end.</summary>
internal sealed partial class ColumnKeeper(ColumnMemory columns, ILogger<ColumnKeeper> log) : BackgroundService
{
    // Reading SQLite runs on the calling thread, which the server's start must not wait for.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(() => columns.KeepAsync(built => LogBuilt(log, built.Count, built.Version, built.BytesPerEvent), exception => LogFailed(log, exception.Message), stoppingToken), stoppingToken);

    [LoggerMessage(LogLevel.Debug, "The columns of {Events} events of data version {Version} are in memory, {Bytes} bytes an event")]
    private static partial void LogBuilt(ILogger log, int events, long version, long bytes);

    [LoggerMessage(LogLevel.Warning, "Aggregates come from the database: the columns could not be read: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
