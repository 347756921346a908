using System.Diagnostics.Metrics;

namespace EventsApi.Data.Imports;

/// <summary>What imports did, for whoever watches the process (System.Diagnostics.Metrics).</summary>
internal static class ImportMetrics
{
    private static readonly Meter Meter = new("EventsApi.Imports");
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("events_api.import.rows", "{row}", "Rows of imports by what became of them.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("events_api.import.duration", "s", "Time from the first byte to the commit.");

    public static void Record(ImportReport report, TimeSpan time)
    {
        Add("inserted", report.Inserted);
        Add("updated", report.Updated);
        Add("unchanged", report.Unchanged);
        Add("rejected", report.Rejected);
        Duration.Record(time.TotalSeconds, new KeyValuePair<string, object?>("profile", report.Profile));
    }

    private static void Add(string outcome, long rows) => Rows.Add(rows, new KeyValuePair<string, object?>("outcome", outcome));
}
