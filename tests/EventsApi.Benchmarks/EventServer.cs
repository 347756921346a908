using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace EventsApi.Benchmarks;

/// <summary>The real server as a process of its own, its log in a file.</summary>
public sealed class EventServer : IDisposable
{
    // ./src/run may have to build first.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;

    private EventServer(Process process, int port, string log) => (_process, Port, Log) = (process, port, log);

    public int Port { get; }

    /// <summary>The file of its log.</summary>
    public string Log { get; }

    /// <summary>Memory that it holds.</summary>
    public double Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>What the process has spent so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="settings">NAME=VALUE as of the environment.</param>
    public static async Task<EventServer> StartAsync(Lab lab, string database, params string[] settings)
    {
        var port = FreePort();
        var log = lab.FilePath($"server-{port}.log");
        var process = Child.Start("/dev/null", log, "env", [.. settings, "dotnet", lab.Program, "serve", "--database", database, "--urls", $"http://127.0.0.1:{port}"]);
        await UntilAnsweredAsync(process, port, "/health/ready");
        return new EventServer(process, port, log);
    }

    /// <summary>Waits until the columns are in memory.</summary>
    public async Task UntilColumnsAsync()
    {
        using var http = new HttpConnection(Port);
        for (var columns = ""; columns != "ready"; await Task.Delay(50))
        {
            using var body = new MemoryStream();
            http.Send(HttpConnection.Request("/health/ready"), body);
            body.Position = 0;
            using var health = await JsonDocument.ParseAsync(body);
            columns = health.RootElement.GetProperty("columns").GetString();
        }
    }

    public void Dispose() => End(_process);

    public static void End(Process process)
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks until the server answers.</summary>
    public static async Task UntilAnsweredAsync(Process process, int port, string path)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var connection = new HttpConnection(port);
                connection.Send(HttpConnection.Request(path));
                return;
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(start) > Patience)
                {
                    throw new InvalidOperationException("The server did not start.", exception);
                }
                await Task.Delay(10);
            }
        }
    }
}
