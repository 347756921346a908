using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace EventsApi.Benchmarks;

/// <summary>The reference for requests: Kestrel and nothing else, in a process of its own, returning bytes that it was given.</summary>
public sealed class ByteServer : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private int _answers;

    private ByteServer(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>What the process has spent so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<ByteServer> StartAsync(Lab lab)
    {
        var folder = Directory.CreateTempSubdirectory("benchmark-bytes-").FullName;
        var port = EventServer.FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "ready"), "ready");
        var process = Child.Start("/dev/null", lab.FilePath("bytes.log"), "dotnet", typeof(ByteServer).Assembly.Location, "serve-bytes", folder, $"{port}");
        await EventServer.UntilAnsweredAsync(process, port, "/ready");
        return new ByteServer(process, folder, port);
    }

    /// <summary>Takes bytes and answers the path that returns them.</summary>
    public async Task<string> AddAsync(byte[] bytes)
    {
        var name = $"{_answers++}";
        await File.WriteAllBytesAsync(Path.Combine(_folder, name), bytes);
        return "/" + name;
    }

    public void Dispose()
    {
        EventServer.End(_process);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What the process runs.</summary>
    public static async Task<int> ServeAsync(string folder, string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        var answers = new ConcurrentDictionary<string, byte[]>();
        app.Run(async http =>
        {
            var bytes = answers.GetOrAdd(http.Request.Path.Value!, path => File.ReadAllBytes(folder + path));
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = bytes.Length;
            await http.Response.BodyWriter.WriteAsync(bytes);
        });
        await app.RunAsync();
        return 0;
    }
}
