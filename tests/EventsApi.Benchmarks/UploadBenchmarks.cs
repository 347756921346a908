using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace EventsApi.Benchmarks;

/// <summary>
/// One file by POST /v1/imports and by the command, in turns: into an empty store, once more when nothing changes, and once
/// more as another data set, so that every row changes and the history gets what was there.
/// </summary>
internal static class UploadBenchmarks
{
    private const int Rounds = 3;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(Lab lab)
    {
        // A short run is for whoever changes this.
        var (file, rows) = lab.Narrow is { } narrow && lab.Events >= ImportBenchmarks.NarrowRows
            ? (narrow, ImportBenchmarks.NarrowRows)
            : (lab.SyntheticCsv(), lab.Events);
        Step[] steps = [new("an empty store", ""), new("once more, nothing changes", ""), new("once more, every row changes", "changed")];
        for (var round = 0; round < Rounds; round++)
        {
            await CommandAsync(lab, file, steps);
            await HttpAsync(lab, file, rows, steps);
        }
        foreach (var step in steps)
        {
            lab.Results.Add($"import of {rows:N0} rows by POST /v1/imports: {step.What}", $"{step.Http.Median:0.00} s", $"{step.Command.Median:0.00} s by the command", step.Http.Median / step.Command.Median);
        }
        Add(lab, "an import that changes nothing, against the first", steps[1], steps[0]);
        Add(lab, "an import that changes every row, against the first", steps[2], steps[0]);
        lab.Results.Add("the store with a past row of each event, against without", $"{steps[2].Bytes / 1e6:0.0} MB", $"{steps[1].Bytes / 1e6:0.0} MB", (double)steps[2].Bytes / steps[1].Bytes);
    }

    private static void Add(Lab lab, string what, Step step, Step first)
    {
        lab.Results.Add(what + ", by the command", $"{step.Command.Median:0.00} s", $"{first.Command.Median:0.00} s", step.Command.Median / first.Command.Median);
        lab.Results.Add(what + ", over HTTP", $"{step.Http.Median:0.00} s", $"{first.Http.Median:0.00} s", step.Http.Median / first.Http.Median);
    }

    private static async Task CommandAsync(Lab lab, string file, Step[] steps)
    {
        var database = lab.FilePath("command.db");
        RemoveStore(database);
        foreach (var step in steps)
        {
            string[] dataset = step.Dataset.Length > 0 ? ["--dataset", step.Dataset] : [];
            step.Command.Add((await Child.RunAsync("/dev/null", "dotnet", [lab.Program, "import", "--database", database, file, .. dataset])).Seconds);
            step.Bytes = Size(database);
        }
        RemoveStore(database);
    }

    private static async Task HttpAsync(Lab lab, string file, int rows, Step[] steps)
    {
        var (database, printed) = (lab.FilePath("upload.db"), lab.FilePath("key"));
        RemoveStore(database);
        await Child.RunAsync(printed, "dotnet", lab.Program, "keys", "add", "benchmark", "--scope", "import", "--database", database);
        using (var server = await EventServer.StartAsync(lab, database, "EventsApi__Sample=false"))
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
            http.DefaultRequestHeaders.Add("X-Api-Key", (await File.ReadAllTextAsync(printed)).Trim());
            foreach (var step in steps)
            {
                var start = Stopwatch.GetTimestamp();
                var import = await SendAsync(http, file, step.Dataset);
                step.Http.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                Lab.Say($"  POST {Path.GetFileName(file)}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, {server.Megabytes:0} MB");
                if (import.GetProperty("state").GetString() != "succeeded" || import.GetProperty("read").GetInt64() != rows)
                {
                    throw new InvalidOperationException($"The import ended otherwise: {import}");
                }
            }
        }
        File.Delete(printed);
        RemoveStore(database);
    }

    // Until it has ended, whether it is waited for or asked after.
    private static async Task<JsonElement> SendAsync(HttpClient http, string file, string dataset)
    {
        await using var stream = File.OpenRead(file);
        using var body = new StreamContent(stream);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var response = await http.PostAsync(new Uri(dataset.Length > 0 ? $"/v1/imports?dataset={dataset}" : "/v1/imports", UriKind.Relative), body);
        var import = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        while (import.TryGetProperty("state", out var state) && state.GetString() is "queued" or "running")
        {
            await Task.Delay(Poll);
            import = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri($"/v1/imports/{import.GetProperty("id").GetInt64()}", UriKind.Relative)));
        }
        return import.TryGetProperty("state", out _) ? import : throw new InvalidOperationException($"POST /v1/imports was answered with {(int)response.StatusCode}: {import}");
    }

    private static long Size(string database) => new FileInfo(database).Length + (File.Exists(database + "-wal") ? new FileInfo(database + "-wal").Length : 0);

    private static void RemoveStore(string database)
    {
        Lab.Remove(database);
        Lab.Remove(Path.ChangeExtension(database, null) + "-office.db");
        var folder = Path.ChangeExtension(database, null) + "-imports";
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Step(string what, string dataset)
    {
        public string What { get; } = what;

        public string Dataset { get; } = dataset;

        public Samples Command { get; } = new();

        public Samples Http { get; } = new();

        public long Bytes { get; set; }
    }
}
