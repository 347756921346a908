using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EventsApi.Benchmarks;

/// <summary>Groupings over HTTP from the columns in memory, against DuckDB and SQLite on the same events. Nothing remembers an answer.</summary>
internal static partial class AggregateBenchmarks
{
    private const int Rounds = 15;

    // Until the runtime has compiled its paths for good; dashboards ask all day.
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(10);

    // Beyond so many events SQLite takes a minute a question.
    private const int MostForShell = 3_000_000;

    public static async Task RunAsync(Lab lab)
    {
        await lab.NeedDatabaseAsync();
        using var server = await ReadyAsync(lab);
        var groupings = Grouping.All();
        var mine = Mine(server, groupings);
        var ducks = await DuckDb.IsThereAsync()
            ? await DuckDb.AskAsync(lab, [.. groupings.Where(one => one.DuckDb is not null).Select(one => (one.What, one.DuckDb!))], Rounds)
            : new Dictionary<string, double>();
        foreach (var grouping in groupings)
        {
            var shell = lab.Events <= MostForShell && await Lab.HasShellAsync() ? await Shell.TimeAsync(lab.Database, grouping.Sqlite, 1) : (double?)null;
            var duck = ducks.TryGetValue(grouping.What, out var found) ? found : (double?)null;
            lab.OnDuckDb.Add([grouping.What, Milliseconds(mine[grouping.What]), Milliseconds(duck), Milliseconds(shell), Results.Ratio(duck / mine[grouping.What]), Results.Ratio(shell / mine[grouping.What])]);
        }
        if (ducks.Count > 0)
        {
            var ratios = groupings.Where(one => ducks.ContainsKey(one.What)).Select(one => ducks[one.What] / mine[one.What]).Order().ToList();
            lab.OnDuckDb.Add([$"median of {ratios.Count}", "", "", "", Results.Ratio(ratios[ratios.Count / 2]), ""]);
        }
    }

    /// <summary>A server whose columns are in memory; adds how long that took.</summary>
    private static async Task<EventServer> ReadyAsync(Lab lab)
    {
        var start = Stopwatch.GetTimestamp();
        var server = await EventServer.StartAsync(lab, lab.Database, "Logging__LogLevel__EventsApi.Hosting.ColumnKeeper=Debug");
        await server.UntilColumnsAsync();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var bytes = BytesLine().Match(await File.ReadAllTextAsync(server.Log)).Groups[1].Value;
        lab.Results.Add("columns in memory, from the start of the server", $"{seconds:0.0} s, {bytes} bytes an event and {server.Megabytes:N0} MB in all");
        return server;
    }

    private static Dictionary<string, double> Mine(EventServer server, IReadOnlyList<Grouping> groupings)
    {
        using var http = new HttpConnection(server.Port);
        var samples = groupings.ToDictionary(grouping => grouping.What, _ => new Samples());
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Warmup;)
        {
            foreach (var grouping in groupings)
            {
                http.Send(grouping.Request);
            }
        }
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var grouping in groupings)
            {
                samples[grouping.What].Add(http.Send(grouping.Request).Whole.TotalMilliseconds);
            }
        }
        return samples.ToDictionary(pair => pair.Key, pair => pair.Value.Median);
    }

    private static string Milliseconds(double? time) => time is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{time:0.0} ms");

    [GeneratedRegex(@"(\d+) bytes an event")]
    private static partial Regex BytesLine();
}
