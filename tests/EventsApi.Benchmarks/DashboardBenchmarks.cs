using System.Diagnostics;

namespace EventsApi.Benchmarks;

/// <summary>Dashboards that ask as fast as they are answered while an import runs. All share the machine's cores.</summary>
internal static class DashboardBenchmarks
{
    private const int Clients = 32;
    private const int Imported = 100_000;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(Lab lab)
    {
        await lab.NeedDatabaseAsync();
        var (database, file) = (lab.FilePath("dashboards.db"), lab.FilePath("more.csv"));
        SyntheticEvents.WriteCsv(file, Imported, seed: 2, prefix: "X");
        var alone = await ImportAsync(lab, database, file);
        Lab.Copy(lab.Database, database);
        try
        {
            using var server = await EventServer.StartAsync(lab, database);
            await AskAsync(server.Port, TimeSpan.FromSeconds(5));
            var quiet = await AskAsync(server.Port, Time);
            var asking = AskAsync(server.Port, Time);
            var import = await lab.ImportAsync(database, file, into: true);
            var busy = await asking;
            lab.Results.Add($"{Clients} dashboards, ten groupings, for {Time.TotalSeconds} s while {Imported:N0} events are imported", Text(busy), Text(quiet) + " without the import");
            lab.Results.Add($"that import of {Imported:N0} events", $"{import.Seconds:0.0} s", $"{alone:0.0} s without the dashboards", import.Seconds / alone);
        }
        finally
        {
            Lab.Remove(database);
        }
    }

    private static async Task<double> ImportAsync(Lab lab, string database, string file)
    {
        Lab.Copy(lab.Database, database);
        return (await lab.ImportAsync(database, file, into: true)).Seconds;
    }

    // HttpConnection throws at the first answer that is not 200.
    private static async Task<Samples> AskAsync(int port, TimeSpan time)
    {
        var groupings = Grouping.All();
        var start = Stopwatch.GetTimestamp();
        var samples = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            using var http = new HttpConnection(port);
            var times = new List<double>();
            for (var next = client; Stopwatch.GetElapsedTime(start) < time; next++)
            {
                times.Add((await http.SendAsync(groupings[next % groupings.Count].Request)).Whole.TotalMilliseconds);
            }
            return times;
        })));
        var all = new Samples();
        foreach (var sample in samples.SelectMany(times => times))
        {
            all.Add(sample);
        }
        return all;
    }

    private static string Text(Samples samples) =>
        $"{samples.Count / Time.TotalSeconds:N0} answers/s, median {samples.Median:0} ms, p99 {samples.P99:0} ms, no error";
}
