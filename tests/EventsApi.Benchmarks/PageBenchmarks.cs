using System.Diagnostics;

namespace EventsApi.Benchmarks;

/// <summary>Pages of 100 one after the other on one connection, in turn with an endpoint that returns the same bytes.</summary>
internal static class PageBenchmarks
{
    private const int Warmup = 30;

    // Until the runtime has compiled both servers' paths for good; a server that has run for a while is what matters.
    private static readonly TimeSpan ServerWarmup = TimeSpan.FromSeconds(8);
    private const int MostSamples = 300;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Lab lab)
    {
        var server = await lab.ServerAsync();
        using var ours = new HttpConnection(server.Port);
        var bytes = await lab.BytesAsync();
        using var reference = new HttpConnection(bytes.Port);
        await WarmAsync(lab, ours, bytes, reference);
        foreach (var (what, query, _) in await Question.AllAsync(lab))
        {
            await CompareAsync(lab, $"{what}, count=none", $"/v1/events?{query}count=none", server, ours, bytes, reference);
            await CompareAsync(lab, $"{what}, count remembered", $"/v1/events?{query.TrimEnd('&')}", server, ours, bytes, reference);
        }
    }

    private static async Task WarmAsync(Lab lab, HttpConnection ours, ByteServer bytes, HttpConnection reference)
    {
        using var body = new MemoryStream();
        var requests = (await Question.AllAsync(lab)).Select(known => HttpConnection.Request($"/v1/events?{known.Query}count=none")).ToArray();
        ours.Send(requests[0], body);
        var same = HttpConnection.Request(await bytes.AddAsync(body.ToArray()));
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(start) < ServerWarmup; i++)
        {
            ours.Send(requests[i % requests.Length]);
            reference.Send(same);
        }
    }

    private static async Task CompareAsync(
        Lab lab, string what, string path, EventServer server, HttpConnection ours, ByteServer bytes, HttpConnection reference)
    {
        var request = HttpConnection.Request(path);
        using var body = new MemoryStream();
        var first = ours.Send(request, body);
        Lab.Say($"  {path}: the first answer took {first.Whole.TotalMilliseconds:0.0} ms, {first.Bytes:N0} bytes");
        var same = HttpConnection.Request(await bytes.AddAsync(body.ToArray()));
        var (mine, theirs) = (new Samples(), new Samples());
        for (var i = 0; i < Warmup; i++)
        {
            ours.Send(request);
            reference.Send(same);
        }
        var (start, serverTime, bytesTime) = (Stopwatch.GetTimestamp(), server.ProcessorTime, bytes.ProcessorTime);
        while (mine.Count < MostSamples && (mine.Count == 0 || Stopwatch.GetElapsedTime(start) < Longest))
        {
            mine.Add(ours.Send(request).Whole.TotalMilliseconds);
            theirs.Add(reference.Send(same).Whole.TotalMilliseconds);
        }
        lab.Results.Add(what, Text(mine, server.ProcessorTime - serverTime), Text(theirs, bytes.ProcessorTime - bytesTime), mine.Median / theirs.Median);
    }

    // The processor time is the whole process's, in steps of 10 ms over all the requests.
    private static string Text(Samples samples, TimeSpan spent) =>
        $"{samples.Median:0.00} ms (p95 {samples.P95:0.00}, processor {spent.TotalMilliseconds / samples.Count:0.00})";
}
