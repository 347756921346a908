using System.Diagnostics;
using System.Text.Json;

namespace EventsApi.Benchmarks;

/// <summary>DuckDB over the same synthetic events, as a library of a Node program of its own.</summary>
internal static class DuckDb
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static async Task<bool> IsThereAsync() => (await Child.OutputAsync("npm", "--version")).Length > 0;

    /// <summary>Median milliseconds of each question over so many rounds, by its name.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> AskAsync(Lab lab, IReadOnlyList<(string What, string Sql)> questions, int rounds)
    {
        var folder = await InstallAsync(lab);
        var info = new ProcessStartInfo("node", [Path.Combine(folder, "ask.mjs"), lab.SyntheticCsv(), lab.FilePath("events.duckdb"), $"{rounds}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(info)!;
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(questions.Select(question => new { what = question.What, sql = question.Sql })));
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var answers = await JsonSerializer.DeserializeAsync<List<Answered>>(process.StandardOutput.BaseStream, JsonSerializerOptions.Web, patience.Token);
            return answers!.ToDictionary(answer => answer.What, answer => answer.Milliseconds.Order().ElementAt(rounds / 2));
        }
        catch (Exception exception) when (exception is JsonException or OperationCanceledException)
        {
            throw new InvalidOperationException("DuckDB did not answer.", exception);
        }
        finally
        {
            if (!process.HasExited)
            {
                EventServer.End(process);
            }
        }
    }

    // Beside the store, so that the working copy stays as it is.
    private static async Task<string> InstallAsync(Lab lab)
    {
        var folder = lab.FilePath("duckdb");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Path.Combine(lab.Root, "tests", "EventsApi.Benchmarks", "duckdb")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }
        await Child.RunAsync("/dev/null", "npm", "--prefix", folder, "install", "--no-package-lock");
        return folder;
    }

    private sealed record Answered(string What, int Rows, double[] Milliseconds);
}
