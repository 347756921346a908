using System.Diagnostics;
using EventsApi.Benchmarks;
using EventsApi.Data.Storage;

var n = int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture);
await using var db = Database.Open(args[0]);
await db.MigrateAsync(default);
var clock = Stopwatch.StartNew();
await using var staging = await db.StageAsync(default);
var rows = SyntheticEvents.Generate(n, int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture)).ToList();
Console.WriteLine($"generated {clock.Elapsed}");
foreach (var row in rows)
{
    staging.Add(row);
}
Console.WriteLine($"staged {clock.Elapsed}");
var counts = await staging.MergeAsync(1, null, default);
Console.WriteLine($"merged {clock.Elapsed} {counts}");
await staging.CommitAsync(new Attribution(null, null, null), default);
Console.WriteLine($"committed {clock.Elapsed} rss {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6} MB");
