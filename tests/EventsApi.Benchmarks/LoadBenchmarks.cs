using System.Diagnostics;

namespace EventsApi.Benchmarks;

/// <summary>Many connections that ask for the first page as fast as they are answered; the load shares the machine's cores.</summary>
internal static class LoadBenchmarks
{
    private const int Connections = 16;
    private const int Rounds = 2;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(Lab lab)
    {
        var request = HttpConnection.Request("/v1/events?count=none");
        var (ours, bytes) = (await lab.ServerAsync(), await lab.BytesAsync());
        using var body = new MemoryStream();
        using (var connection = new HttpConnection(ours.Port))
        {
            connection.Send(request, body);
        }
        var same = HttpConnection.Request(await bytes.AddAsync(body.ToArray()));
        await RateAsync(ours.Port, request, Warmup);
        await RateAsync(bytes.Port, same, Warmup);
        var (mine, theirs) = (new Samples(), new Samples());
        for (var round = 0; round < Rounds; round++)
        {
            mine.Add(await RateAsync(ours.Port, request, Time));
            theirs.Add(await RateAsync(bytes.Port, same, Time));
        }
        lab.Results.Add($"first page, {Connections} connections", $"{mine.Median:N0} requests/s", $"{theirs.Median:N0} requests/s", mine.Median / theirs.Median);
    }

    private static async Task<double> RateAsync(int port, byte[] request, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await HttpConnection.TogetherAsync(Connections, _ =>
        {
            using var connection = new HttpConnection(port);
            var count = 0;
            for (; Stopwatch.GetElapsedTime(start) < time; count++)
            {
                connection.Send(request);
            }
            return count;
        });
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
