using System.Diagnostics;
using EventsApi.Data.Model;

namespace EventsApi.Benchmarks;

/// <summary>Pages of 100 one after the other on one connection, in turn with an endpoint that returns the same bytes.</summary>
internal static class PageBenchmarks
{
    private const int Warmup = 30;
    private const int MostSamples = 300;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Lab lab)
    {
        var server = await lab.ServerAsync();
        using var ours = new HttpConnection(server.Port);
        using var reference = new HttpConnection((await lab.BytesAsync()).Port);
        foreach (var (what, query) in await QueriesAsync(lab))
        {
            await CompareAsync(lab, $"{what}, count=none", $"/v1/events?{query}count=none", ours, reference);
            await CompareAsync(lab, $"{what}, count remembered", $"/v1/events?{query.TrimEnd('&')}", ours, reference);
        }
    }

    private static async Task<(string What, string Query)[]> QueriesAsync(Lab lab)
    {
        var depth = lab.Events / 5 * 4;
        var (large, small) = (SyntheticEvents.Countries[2], SyntheticEvents.Countries[50]);
        var (lat, lon) = ((large.MinLat + large.MaxLat) / 2, (large.MinLon + large.MaxLon) / 2);
        return
        [
            ("first page", ""),
            ($"page at depth {depth:N0}", $"cursor={await lab.CursorAsync(depth)}&"),
            ("country", $"country={Escape(large)}&"),
            ("country, small", $"country={Escape(small)}&"),
            ("country and type", $"country={Escape(large)}&event_type=Battles&"),
            ("two countries", $"country={Escape(large)}&country={Escape(small)}&"),
            ("actor1", $"actor1={Uri.EscapeDataString($"Group 3 of {large.Name}")}&"),
            ("bbox of one degree", $"bbox={lon},{lat},{lon + 1},{lat + 1}&"),
            ("near, 100 km", $"near={lon},{lat}&radius_km=100&"),
            ("fatalities__gte=100", "fatalities__gte=100&"),
        ];
    }

    private static async Task CompareAsync(Lab lab, string what, string path, HttpConnection ours, HttpConnection reference)
    {
        var request = HttpConnection.Request(path);
        using var body = new MemoryStream();
        var first = await ours.SendAsync(request, body);
        Lab.Say($"  {path}: the first answer took {first.Whole.TotalMilliseconds:0.0} ms, {first.Bytes:N0} bytes");
        var same = HttpConnection.Request(await (await lab.BytesAsync()).AddAsync(body.ToArray()));
        var (mine, theirs) = (new Samples(), new Samples());
        var start = Stopwatch.GetTimestamp();
        for (var i = -Warmup; i < MostSamples && Stopwatch.GetElapsedTime(start) < Longest; i++)
        {
            var one = (await ours.SendAsync(request)).Whole.TotalMilliseconds;
            var other = (await reference.SendAsync(same)).Whole.TotalMilliseconds;
            if (i >= 0 || mine.Count == 0)
            {
                mine.Add(one);
                theirs.Add(other);
            }
        }
        lab.Results.Add(what, Text(mine), Text(theirs), mine.Median / theirs.Median);
    }

    private static string Text(Samples samples) => $"{samples.Median:0.00} ms (p95 {samples.P95:0.00})";

    private static string Escape(Country country) => Uri.EscapeDataString(country.Name);
}
