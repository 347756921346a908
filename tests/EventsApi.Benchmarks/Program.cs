using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using EventsApi.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["serve-bytes", var bytes, var port])
{
    return await ByteServer.ServeAsync(bytes, port);
}

var names = new Argument<string[]>("NAME")
{
    Description = "What to measure; everything when absent. " + string.Join("; ", Benchmark.All.Select(known => $"{known.Name}: {known.Description}")) + ".",
    Arity = ArgumentArity.ZeroOrMore,
};
names.AcceptOnlyFromAmong([.. Benchmark.All.Select(known => known.Name)]);
var events = new Option<int>("--events") { Description = "Synthetic events in the store.", DefaultValueFactory = _ => 2_500_000 };
var folder = new Option<string?>("--folder") { Description = "Where the store is made, or was by an earlier run; else artifacts/benchmarks.", HelpName = "DIR" };
var command = new RootCommand("Measures the real program, each figure beside its reference from the same run.") { names, events, folder };
command.SetAction(async (parsed, token) =>
{
    var clock = Stopwatch.StartNew();
    await using var lab = new Lab(parsed.GetValue(events), parsed.GetValue(folder));
    foreach (var benchmark in Benchmark.All.Where(known => parsed.GetValue(names) is { Length: 0 } or null || parsed.GetValue(names)!.Contains(known.Name)))
    {
        token.ThrowIfCancellationRequested();
        Lab.Say($"{benchmark.Name}: {benchmark.Description}");
        await benchmark.Run(lab);
    }
    Console.WriteLine(lab.Results.ToMarkdown());
    Console.WriteLine();
    Console.WriteLine($"{await Machine.DescribeAsync()}. {lab.Events:N0} events; the run took {clock.Elapsed:m\\:ss} minutes.");
    return 0;
});
return await command.Parse(args).InvokeAsync();
