using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventsApi.Representations;

/// <summary>The time one question may take: until the client leaves, or the setting's seconds are over; measured.</summary>
internal sealed class QueryTime : IDisposable
{
    private static readonly Meter Meter = new("EventsApi");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("events_api.query.duration", "s", "Time from opening the snapshot to the last row.");

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _source;

    private QueryTime(CancellationTokenSource source) => _source = source;

    public CancellationToken Token => _source.Token;

    /// <summary>The time spent so far.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public static QueryTime Start(HttpContext http, Options options, bool limited)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        if (limited)
        {
            source.CancelAfter(TimeSpan.FromSeconds(options.QuerySeconds));
        }
        return new QueryTime(source);
    }

    public void Dispose()
    {
        Duration.Record(Elapsed.TotalSeconds);
        _source.Dispose();
    }
}
