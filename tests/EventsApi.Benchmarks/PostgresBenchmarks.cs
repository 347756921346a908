using System.Diagnostics;
using EventsApi.Data.Model;

namespace EventsApi.Benchmarks;

/// <summary>The same events in both stores, asked over HTTP, and the PostgreSQL tables asked through psql by hand: pages as the JSON that we answer with.</summary>
internal static class PostgresBenchmarks
{
    private const int Rounds = 60;
    private const int Goes = 5;
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
        Warm(sqlite, requests);
        Warm(http, requests);
        foreach (var (question, request) in questions.Zip(requests))
        {
            // The server reads one more than it shows, to know whether there is a next page.
            var rows = $"SELECT {Columns} FROM events WHERE {question.Where} ORDER BY event_date DESC, event_id_cnty DESC LIMIT 101";
            var (direct, json, mine, theirs, ratios) = (new Samples(), new Samples(), new Samples(), new Samples(), new Samples());
            // Many in a row, as psql asks: taking turns at each would measure how soon a processor's caches are another's. In several
            // goes, each with a ratio of its own, since this machine's hour is not always the same.
            for (var go = 0; go < Goes; go++)
            {
                var (jsonNow, theirsNow) = (new Samples(), new Samples());
                await postgres.TimeAsync(Psql.Database, rows, Rounds, direct);
                await postgres.TimeAsync(Psql.Database, $"SELECT json_build_object('count', count(*), 'data', json_agg(page)) FROM ({rows}) page", Rounds, jsonNow);
                AddTimes(sqlite, request, mine);
                AddTimes(http, request, theirsNow);
                ratios.Add(theirsNow.Median / jsonNow.Median);
                json.Add(jsonNow);
                theirs.Add(theirsNow);
            }
            lab.OnPostgres.Add([question.What, Text(mine), Text(theirs), $"{Text(json)}; {direct.Median:0.00} as rows", Results.Ratio(ratios.Median)]);
        }
    }

    private static void Warm(HttpConnection connection, byte[][] requests)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(start) < Warmup; i++)
        {
            connection.Send(requests[i % requests.Length]);
        }
    }

    private static void AddTimes(HttpConnection connection, byte[] request, Samples times)
    {
        for (var round = 0; round < Rounds; round++)
        {
            times.Add(connection.Send(request).Whole.TotalMilliseconds);
        }
    }

    private static string Text(Samples samples) => $"{samples.Median:0.00} ms (p95 {samples.P95:0.00})";

    private static async Task ExportAsync(Lab lab, Psql postgres, EventServer onSqlite, EventServer onPostgres)
    {
        var direct = await postgres.RunAsync(Psql.Database, $"\\copy (SELECT {Columns} FROM events ORDER BY event_date DESC, event_id_cnty DESC) TO '{Nowhere}' CSV HEADER");
        var (mine, theirs) = (Seconds(onSqlite), Seconds(onPostgres));
        lab.OnPostgres.Add(["csv of everything over HTTP", $"{mine:0.0} s", $"{theirs:0.0} s", $"{direct.Seconds:0.0} s (\\copy)", Results.Ratio(theirs / direct.Seconds)]);
    }

    private static double Seconds(EventServer server)
    {
        using var connection = new HttpConnection(server.Port);
        return connection.Send(HttpConnection.Request("/v1/events?f=csv")).Whole.TotalSeconds;
    }
}
