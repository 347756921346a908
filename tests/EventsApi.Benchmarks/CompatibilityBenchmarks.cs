namespace EventsApi.Benchmarks;

/// <summary>UCDP's narrow file whole, as ACLED's clients ask for it, in turn with the native export of the same server.</summary>
internal static class CompatibilityBenchmarks
{
    private const int Rounds = 5;

    public static async Task RunAsync(Lab lab)
    {
        if (ImportBenchmarks.NarrowCsv(lab, "everything as ACLED's clients ask for it") is not { } narrow)
        {
            return;
        }
        var database = lab.FilePath("compatibility.db");
        await lab.ImportAsync(database, narrow);
        File.Delete(narrow);
        using (var server = await EventServer.StartAsync(lab, database))
        {
            await server.UntilColumnsAsync();
            using var connection = new HttpConnection(server.Port);
            Compare(lab, connection, "JSON", "/api/acled/read?limit=0", "ndjson");
            Compare(lab, connection, "CSV", "/api/acled/read?limit=0&_format=csv", "csv");
        }
        Lab.Remove(database);
    }

    private static void Compare(Lab lab, HttpConnection connection, string what, string path, string native)
    {
        var (ours, first, reference) = (new Samples(), new Samples(), new Samples());
        long bytes = 0, same = 0;
        for (var round = 0; round <= Rounds; round++)
        {
            var answer = connection.Send(HttpConnection.Request(path));
            var export = connection.Send(HttpConnection.Request($"/v1/events?f={native}"));
            (bytes, same) = (answer.Bytes, export.Bytes);
            if (round > 0) // the first warms up
            {
                ours.Add(answer.Whole.TotalSeconds);
                first.Add(answer.FirstByte.TotalMilliseconds);
                reference.Add(export.Whole.TotalSeconds);
            }
        }
        lab.Results.Add($"limit=0 of {ImportBenchmarks.NarrowRows:N0} events as {what} ({bytes / 1e6:N0} MB)", $"{ours.Median:0.00} s", $"{reference.Median:0.00} s (/v1/events?f={native}, {same / 1e6:N0} MB)", ours.Median / reference.Median);
        lab.Results.Add($"limit=0 as {what}, first byte", $"{first.Median:0.0} ms");
    }
}
