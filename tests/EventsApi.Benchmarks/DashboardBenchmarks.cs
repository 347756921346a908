using System.Diagnostics;

namespace EventsApi.Benchmarks;

/// <summary>Dashboards that ask as fast as they are answered while an import runs. All share the machine's cores.</summary>
internal static class DashboardBenchmarks
{
    private const int Clients = 32;
    private const int Imported = 100_000;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(5);
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
            await server.UntilColumnsAsync();
            await AskAsync(server.Port, Task.Delay(Warmup));
            var quiet = await AskAsync(server.Port, Task.Delay(Time));
            var importing = lab.ImportAsync(database, file, into: true);
            // What a commit brings with it belongs to it.
            var busy = await AskAsync(server.Port, Task.WhenAll(Task.Delay(Time), importing.ContinueWith(_ => Task.Delay(Warmup), TaskScheduler.Default).Unwrap()));
            var import = await importing;
            lab.Results.Add($"{Clients} dashboards, ten groupings, while {Imported:N0} events are imported", Text(busy), Text(quiet) + " without the import");
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
    private static async Task<(Samples Samples, TimeSpan Time)> AskAsync(int port, Task until)
    {
        var groupings = Grouping.All();
        var start = Stopwatch.GetTimestamp();
        var samples = await HttpConnection.TogetherAsync(Clients, client =>
        {
            using var http = new HttpConnection(port);
            var times = new List<double>();
            for (var next = client; !until.IsCompleted; next++)
            {
                times.Add(http.Send(groupings[next % groupings.Count].Request).Whole.TotalMilliseconds);
            }
            return times;
        });
        var all = new Samples();
        foreach (var sample in samples.SelectMany(times => times))
        {
            all.Add(sample);
        }
        return (all, Stopwatch.GetElapsedTime(start));
    }

    private static string Text((Samples Samples, TimeSpan Time) asked) =>
        $"{asked.Samples.Count / asked.Time.TotalSeconds:N0} answers/s, median {asked.Samples.Median:0} ms, p99 {asked.Samples.P99:0} ms, no error";
}
