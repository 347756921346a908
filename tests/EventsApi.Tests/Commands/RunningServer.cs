using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace EventsApi.Tests.Commands;

/// <summary>The real server as a child process, started and answering.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly List<string> _said = [];

    private RunningServer(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The file of that path as the server sees it.</summary>
    public string Seen(string path) => $"/proc/{_process.Id}/root{path}";

    /// <summary>The most memory that the process ever held, on Linux.</summary>
    public long PeakKilobytes => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        System.Globalization.CultureInfo.InvariantCulture);

    public HttpClient Http { get; } = new();

    /// <summary>What the server wrote to stdout.</summary>
    public IReadOnlyList<string> Said => _said;

    /// <summary>Starts the server and waits until it says where it listens.</summary>
    public static async Task<RunningServer> StartAsync(Workplace place, params string[] arguments)
    {
        var server = new RunningServer(place.Start(arguments));
        while (server._said.Count < 4)
        {
            if (await server._process.StandardOutput.ReadLineAsync() is not { } line)
            {
                throw new InvalidOperationException("The server did not start: " + await server._error);
            }
            server._said.Add(line.Trim());
        }
        server.Http.BaseAddress = new Uri(new Uri(server._said[1]), "/");
        return server;
    }

    public async Task<JsonElement> GetAsync(string path) =>
        JsonSerializer.Deserialize<JsonElement>(await Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    public async Task<int> CountAsync(string query = "") =>
        (await GetAsync("/v1/events?limit=1&" + query)).GetProperty("total_count").GetInt32();

    /// <summary>Asks the server to end.</summary>
    public async Task<Ended> StopAsync(PosixSignal signal = PosixSignal.SIGTERM)
    {
        var output = _process.StandardOutput.ReadToEndAsync();
        Workplace.Signal(_process, signal);
        return await Workplace.EndAsync(_process, output, _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        Http.Dispose();
    }
}
