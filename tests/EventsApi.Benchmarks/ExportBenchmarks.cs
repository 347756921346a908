using EventsApi.Data.Model;

namespace EventsApi.Benchmarks;

/// <summary>All events in the default order, against the sqlite3 shell with the same columns in the same order.</summary>
internal static class ExportBenchmarks
{
    private const string Nowhere = "/dev/null";
    private static readonly string Columns = string.Join(", ", EventColumns.All.Select(column => column.Name));

    public static async Task RunAsync(Lab lab)
    {
        var server = await lab.ServerAsync();
        var shell = await Lab.HasShellAsync();
        double? unordered = shell ? await ShellAsync(lab, "-csv", ordered: false) : null;
        foreach (var (format, mode) in ((string, string)[])[("csv", "-csv"), ("ndjson", "-json")])
        {
            using var connection = new HttpConnection(server.Port);
            var answer = connection.Send(HttpConnection.Request($"/v1/events?f={format}"));
            double? reference = shell ? await ShellAsync(lab, mode, ordered: true) : null;
            var command = (await Child.RunAsync(Nowhere, "dotnet", lab.Program, "export", "--database", lab.Database, "--format", format)).Seconds;
            Add(lab, $"{format} of everything over HTTP ({answer.Bytes / 1e6:N0} MB)", answer.Whole.TotalSeconds, reference, $"sqlite3 {mode}");
            Add(lab, $"{format} of everything by the command export", command, reference, $"sqlite3 {mode}");
            if (format == "csv")
            {
                Add(lab, "the same against the shell in the table's own order", command, unordered, "sqlite3 -csv, no ORDER BY");
            }
            lab.Results.Add($"{format} over HTTP, first byte", $"{answer.FirstByte.TotalMilliseconds:0.0} ms");
        }
    }

    private static void Add(Lab lab, string what, double seconds, double? reference, string how) => lab.Results.Add(what,
        $"{seconds:0.0} s", reference is null ? "no sqlite3 shell" : $"{reference:0.0} s ({how})", seconds / reference);

    private static async Task<double> ShellAsync(Lab lab, string mode, bool ordered)
    {
        var order = ordered ? " ORDER BY event_date DESC, event_id_cnty DESC" : "";
        return (await Child.RunAsync(Nowhere, "sqlite3", "-readonly", mode, "-header", lab.Database, $"SELECT {Columns} FROM events{order}")).Seconds;
    }
}
