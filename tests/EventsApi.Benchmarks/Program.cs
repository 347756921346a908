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
var postgres = new Option<string?>("--postgres")
{
    Description = "A PostgreSQL with PostGIS whose user may create databases, as Host=…;Username=…; else EVENTS_API_TEST_POSTGRES. Makes and keeps a database events_benchmark.",
    HelpName = "SETTING",
};
var command = new RootCommand("Measures the real program, each figure beside its reference from the same run.") { names, events, folder, postgres };
command.SetAction(async (parsed, token) =>
{
    var failed = false;
    var clock = Stopwatch.StartNew();
    await using var lab = new Lab(
        parsed.GetValue(events), parsed.GetValue(folder), parsed.GetValue(postgres) ?? Environment.GetEnvironmentVariable("EVENTS_API_TEST_POSTGRES"));
    foreach (var benchmark in Benchmark.All.Where(known => parsed.GetValue(names) is { Length: 0 } or null || parsed.GetValue(names)!.Contains(known.Name)))
    {
        token.ThrowIfCancellationRequested();
        Lab.Say($"{benchmark.Name}: {benchmark.Description}");
        try
        {
            await benchmark.Run(lab);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or System.Net.Sockets.SocketException)
        {
            // What was measured before is worth printing all the same.
            lab.Results.Add(benchmark.Name, $"failed: {exception.Message.ReplaceLineEndings(" ")}");
            failed = true;
        }
    }
    foreach (var table in new[] { lab.Results, lab.OnPostgres, lab.OnDuckDb }.Where(table => !table.IsEmpty))
    {
        Console.WriteLine(table.ToMarkdown());
        Console.WriteLine();
    }
    Console.WriteLine("Ratio is ours to the reference: of rates more is better, of times less.");
    Console.WriteLine($"{await Machine.DescribeAsync()}. {lab.Events:N0} events; the run took {clock.Elapsed:m\\:ss} minutes.");
    return failed ? 1 : 0;
});
return await command.Parse(args).InvokeAsync();
