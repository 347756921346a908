using System.Diagnostics;

namespace EventsApi.Benchmarks;

/// <summary>From the shell script to the first answered request over the big store, when nothing has to be built.</summary>
internal static class StartBenchmarks
{
    private const int Rounds = 3;

    public static async Task RunAsync(Lab lab)
    {
        await lab.NeedDatabaseAsync();
        await OnceAsync(lab, "/health/ready"); // builds what changed
        foreach (var (what, path) in ((string, string)[])[("ready", "/health/ready"), ("the first page", "/v1/events?count=none")])
        {
            var seconds = new Samples();
            for (var round = 0; round < Rounds; round++)
            {
                seconds.Add(await OnceAsync(lab, path));
            }
            lab.Results.Add($"from ./src/run to {what}, nothing to build", $"{seconds.Median:0.0} s");
        }
    }

    private static async Task<double> OnceAsync(Lab lab, string path)
    {
        var port = EventServer.FreePort();
        var start = Stopwatch.GetTimestamp();
        var process = Child.Start("/dev/null", lab.FilePath("start.log"), Path.Combine(lab.Root, "src", "run"),
            "serve", "--database", lab.Database, "--urls", $"http://127.0.0.1:{port}");
        try
        {
            await EventServer.UntilAnsweredAsync(process, port, path);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            EventServer.End(process);
        }
    }
}
