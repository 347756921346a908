using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using EventsApi.Tests.Storage;

namespace EventsApi.Tests.Commands;

/// <summary>How a run of the program ended.</summary>
internal sealed record Ended(int Code, string Out, string Error)
{
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A folder of its own in which the real program runs as a child process.</summary>
internal sealed class Workplace : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private PostgresCluster.TestDatabase? _onPostgres;

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "EventsApi.dll");

    public static string Fixture { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "events.csv");

    public string Folder { get; } = Directory.CreateTempSubdirectory("events-cli-").FullName;

    public string Database => this["events.db"];

    /// <summary>Settings in the environment of the program.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>A command that runs the program, with its arguments; the program's own come after them.</summary>
    public IReadOnlyList<string> Within { get; set; } = [];

    public Workplace() => Environment["EventsApi__Database"] = Database;

    /// <summary>The same with a database that does not exist yet, or is empty, on the engine.</summary>
    public static async Task<Workplace> CreateAsync(string engine)
    {
        if (engine == "sqlite")
        {
            return new Workplace();
        }
        PostgresCluster.Require();
        var database = await PostgresCluster.CreateDatabaseAsync();
        return new Workplace { _onPostgres = database, Environment = { ["EventsApi__Database"] = database.Setting } };
    }

    /// <summary>Path of a file in the folder.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    /// <summary>A CSV file in ACLED's columns with the fixture's header and the rows given by their changes to the first.</summary>
    public string WriteRows(string name, params (string Column, string Value)[][] rows)
    {
        var lines = File.ReadAllLines(Fixture);
        var header = lines[0].Split(',').ToList();
        var csv = new StringBuilder(lines[0]).Append('\n');
        foreach (var row in rows)
        {
            var cells = lines[1].Split(',');
            foreach (var (column, value) in row)
            {
                cells[header.IndexOf(column)] = value;
            }
            csv.AppendJoin(',', cells).Append('\n');
        }
        return Write(name, csv.ToString());
    }

    /// <summary>Runs the program to its end, with the database of the folder unless the environment names one.</summary>
    public Task<Ended> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    public async Task<Ended> RunAsync(Stream? input, string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            await input.CopyToAsync(process.StandardInput.BaseStream);
        }
        process.StandardInput.Close();
        return await EndAsync(process, output, error);
    }

    /// <summary>Starts the program and lets it run; standard input stays open.</summary>
    public Process Start(params string[] arguments)
    {
        string[] words = [.. Within, "dotnet", Program, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("EventsApi__", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }
        start.Environment["DOTNET_TieredPGO"] = "0"; // starts a little faster
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    public static async Task<Ended> EndAsync(Process process, Task<string> output, Task<string> error)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"The program did not end. It said: {await output}{await error}");
        }
        return new Ended(process.ExitCode, await output, await error);
    }

    public static void Signal(Process process, PosixSignal signal) =>
        _ = Kill(process.Id, signal == PosixSignal.SIGINT ? 2 : 15);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (_onPostgres is not null)
        {
            await _onPostgres.DisposeAsync();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
