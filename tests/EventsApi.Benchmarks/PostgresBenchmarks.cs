using System.Diagnostics;
using EventsApi.Data.Model;

namespace EventsApi.Benchmarks;

/// <summary>The same events in both stores, asked over HTTP, and the PostgreSQL tables asked through psql by hand: pages as the JSON that we answer with.</summary>
internal static class PostgresBenchmarks
{
    private const int Rounds = 200;
    private const string Nowhere = "/dev/null";

    // Until the runtime has compiled the servers' paths for good.
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(8);
    private static readonly string Columns = string.Join(", ", EventColumns.All.Select(column => column.Name));

    public static async Task RunAsync(Lab lab)
    {
        if (lab.Postgres is null)
        {
            lab.Results.Skip("PostgreSQL", "there is neither --postgres nor EVENTS_API_TEST_POSTGRES");
            return;
        }
        var postgres = new Psql(lab.Postgres);
        await ImportAsync(lab, postgres);
        await FillAsync(lab, postgres);
        var onSqlite = await lab.ServerAsync();
        using var onPostgres = await EventServer.StartAsync(lab, postgres.Setting(Psql.Database));
        await PagesAsync(lab, postgres, onSqlite, onPostgres);
        await ExportAsync(lab, postgres, onSqlite, onPostgres);
    }

    private static async Task ImportAsync(Lab lab, Psql postgres)
    {
        if (ImportBenchmarks.NarrowCsv(lab, "import of UCDP's narrow file into PostgreSQL") is { } narrow)
        {
            await postgres.CreateAsync(Psql.Scratch);
            await CompareImportsAsync(lab, postgres, $"import of UCDP's {ImportBenchmarks.NarrowRows:N0} narrow rows into an empty store", narrow, ImportBenchmarks.NarrowRows, Psql.Scratch);
            await postgres.DropAsync(Psql.Scratch);
            File.Delete(narrow);
        }
    }

    // Kept for the next run.
    private static async Task FillAsync(Lab lab, Psql postgres)
    {
        if (await postgres.AskAsync(Psql.Database, "SELECT count(*) FROM events") == $"{lab.Events}")
        {
            return;
        }
        await postgres.CreateAsync(Psql.Database);
        await CompareImportsAsync(lab, postgres, $"import of {lab.Events:N0} ACLED-like rows into an empty store", lab.SyntheticCsv(), lab.Events, Psql.Database);
        // As autovacuum leaves it after a while.
        await postgres.AskAsync(Psql.Database, "VACUUM ANALYZE");
    }

    private static async Task CompareImportsAsync(Lab lab, Psql postgres, string what, string csv, int rows, string database)
    {
        var sqlite = lab.FilePath("scratch.db");
        var mine = await lab.ImportAsync(sqlite, csv);
        Lab.Remove(sqlite);
        var theirs = await lab.ImportAsync(postgres.Setting(database), csv, into: true);
        var names = File.ReadLines(csv).First().Split(',').Select((_, i) => $"c{i} text");
        await postgres.AskAsync(database, $"CREATE TABLE plain ({string.Join(", ", names)})");
        var direct = await postgres.RunAsync(database, $"\\copy plain FROM '{csv}' CSV HEADER");
        await postgres.AskAsync(database, "DROP TABLE plain");
        lab.OnPostgres.Add([what, Rate(mine), Rate(theirs), Rate(direct) + " (\\copy, no index)", Results.Ratio(direct.Seconds / theirs.Seconds)]);

        string Rate(Spent spent) => $"{rows / spent.Seconds:N0} rows/s";
    }

    private static async Task PagesAsync(Lab lab, Psql postgres, EventServer onSqlite, EventServer onPostgres)
    {
        using var sqlite = new HttpConnection(onSqlite.Port);
        using var http = new HttpConnection(onPostgres.Port);
        var questions = await Question.AllAsync(lab);
        var requests = questions.Select(question => HttpConnection.Request($"/v1/events?{question.Query}count=none")).ToArray();
        // Until then they read everything.
        await onSqlite.UntilColumnsAsync();
        await onPostgres.UntilColumnsAsync();
        await WarmAsync(sqlite, requests);
        await WarmAsync(http, requests);
        foreach (var (question, request) in questions.Zip(requests))
        {
            // The server reads one more than it shows, to know whether there is a next page.
            var rows = $"SELECT {Columns} FROM events WHERE {question.Where} ORDER BY event_date DESC, event_id_cnty DESC LIMIT 101";
            var direct = await postgres.TimesAsync(Psql.Database, rows, Rounds);
            var json = await postgres.TimesAsync(Psql.Database, $"SELECT json_build_object('count', count(*), 'data', json_agg(page)) FROM ({rows}) page", Rounds);
            // Each in a row, as psql asks: taking turns would measure how soon a processor's caches are another's.
            var mine = await TimesAsync(sqlite, request);
            var theirs = await TimesAsync(http, request);
            lab.OnPostgres.Add([question.What, Text(mine), Text(theirs), $"{Text(json)}; {direct.Median:0.00} as rows", Results.Ratio(theirs.Median / json.Median)]);
        }
    }

    private static async Task WarmAsync(HttpConnection connection, byte[][] requests)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(start) < Warmup; i++)
        {
            await connection.SendAsync(requests[i % requests.Length]);
        }
    }

    private static async Task<Samples> TimesAsync(HttpConnection connection, byte[] request)
    {
        var samples = new Samples();
        for (var round = 0; round < Rounds; round++)
        {
            samples.Add((await connection.SendAsync(request)).Whole.TotalMilliseconds);
        }
        return samples;
    }

    private static string Text(Samples samples) => $"{samples.Median:0.00} ms (p95 {samples.P95:0.00})";

    private static async Task ExportAsync(Lab lab, Psql postgres, EventServer onSqlite, EventServer onPostgres)
    {
        var direct = await postgres.RunAsync(Psql.Database, $"\\copy (SELECT {Columns} FROM events ORDER BY event_date DESC, event_id_cnty DESC) TO '{Nowhere}' CSV HEADER");
        var (mine, theirs) = (await SecondsAsync(onSqlite), await SecondsAsync(onPostgres));
        lab.OnPostgres.Add(["csv of everything over HTTP", $"{mine:0.0} s", $"{theirs:0.0} s", $"{direct.Seconds:0.0} s (\\copy)", Results.Ratio(theirs / direct.Seconds)]);
    }

    private static async Task<double> SecondsAsync(EventServer server)
    {
        using var connection = new HttpConnection(server.Port);
        return (await connection.SendAsync(HttpConnection.Request("/v1/events?f=csv"))).Whole.TotalSeconds;
    }
}
