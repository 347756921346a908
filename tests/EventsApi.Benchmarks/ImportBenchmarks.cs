using System.IO.Compression;

namespace EventsApi.Benchmarks;

/// <summary>Imports by the command, against <c>sqlite3 .import</c> of the same file into a plain table of texts.</summary>
internal static class ImportBenchmarks
{
    public const int NarrowRows = 176_579;
    private const int Rounds = 3;

    /// <summary>Into an empty store, index building included. Leaves the store of synthetic events for the others.</summary>
    public static async Task EmptyAsync(Lab lab)
    {
        if (NarrowCsv(lab, "import of UCDP's narrow file into an empty store") is { } narrow)
        {
            await CompareAsync(lab, $"import of UCDP's {NarrowRows:N0} narrow rows into an empty store", narrow, NarrowRows, Rounds, lab.FilePath("narrow.db"));
            Lab.Remove(lab.FilePath("narrow.db"));
            File.Delete(narrow);
        }
        await CompareAsync(lab, $"import of {lab.Events:N0} ACLED-like rows into an empty store", lab.SyntheticCsv(), lab.Events, 1, lab.Database);
    }

    /// <summary>Into a copy of the store of synthetic events, and then once more, when nothing changes.</summary>
    public static async Task FullAsync(Lab lab)
    {
        var what = $"import of UCDP's {NarrowRows:N0} narrow rows into {lab.Events:N0} events";
        if (NarrowCsv(lab, what) is not { } narrow)
        {
            return;
        }
        await lab.NeedDatabaseAsync();
        var copy = lab.FilePath("copy.db");
        Lab.Remove(copy);
        File.Copy(lab.Database, copy);
        var reference = await ShellAsync(lab, narrow, NarrowRows);
        Add(lab, what, NarrowRows, await lab.ImportAsync(copy, narrow, into: true), reference);
        Add(lab, "the same file once more, nothing to change", NarrowRows, await lab.ImportAsync(copy, narrow, into: true), reference);
        Lab.Remove(copy);
        File.Delete(narrow);
    }

    private static async Task CompareAsync(Lab lab, string what, string csv, int rows, int rounds, string database)
    {
        var (ours, memory, reference) = (new Samples(), new Samples(), new Samples());
        for (var round = 0; round < rounds; round++)
        {
            if (await ShellAsync(lab, csv, rows) is { } rate)
            {
                reference.Add(rate);
            }
            var spent = await lab.ImportAsync(database, csv);
            ours.Add(spent.Seconds);
            memory.Add(spent.Megabytes ?? 0);
        }
        Add(lab, what, rows, new Spent(ours.Median, memory.P95), reference.Count > 0 ? reference.Median : null);
    }

    private static void Add(Lab lab, string what, int rows, Spent spent, double? reference)
    {
        var rate = rows / spent.Seconds;
        lab.Results.Add(what, $"{rate:N0} rows/s, {spent.Megabytes:0} MB", reference is null ? "no sqlite3 shell" : $"{reference:N0} rows/s", rate / reference);
    }

    // Rows a second, or null without the shell.
    private static async Task<double?> ShellAsync(Lab lab, string csv, int rows)
    {
        if (!await Lab.HasShellAsync())
        {
            return null;
        }
        var database = lab.FilePath("shell.db");
        Lab.Remove(database);
        var spent = await Child.RunAsync("/dev/null", "sqlite3", database, $".import --csv \"{csv}\" events");
        Lab.Remove(database);
        return rows / spent.Seconds;
    }

    // Unpacked, as the shell reads no gzip.
    public static string? NarrowCsv(Lab lab, string what)
    {
        if (lab.Narrow is null)
        {
            lab.Results.Skip(what, "there is no ../shared/data");
            return null;
        }
        var path = lab.FilePath("narrow.csv");
        using var packed = new GZipStream(File.OpenRead(lab.Narrow), CompressionMode.Decompress);
        using var file = File.Create(path);
        packed.CopyTo(file);
        return path;
    }
}
