using System.Globalization;
using CsvHelper;
using EventsApi.Tests.Http;
using EventsApi.Tests.Storage;

namespace EventsApi.Tests.Compatibility;

/// <summary>A server that holds made-up events which came in both of ACLED's schemas.</summary>
public class AcledServer : EventServer
{
    /// <summary>The columns in their order.</summary>
    public static IReadOnlyList<string> Columns { get; } = Read("acled-current.csv")[0].Keys.ToList();

    /// <summary>The events as the current schema has them, the newest first; the timestamp is the server's.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Events { get; } =
        [.. Read("acled-current.csv").Concat(Read("acled-older.csv").Select(Modern)).OrderByDescending(row => row["event_date"], StringComparer.Ordinal).ThenByDescending(row => row["event_id_cnty"], StringComparer.Ordinal)];

    protected override async Task FillAsync()
    {
        await ImportAsync(PathOf("acled-current.csv"), "current");
        await ImportAsync(PathOf("acled-older.csv"), "older");
    }

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    public static List<Dictionary<string, string>> Read(string name)
    {
        using var csv = CsvReader.Create(File.OpenRead(PathOf(name)), CsvReaderOptions.Default, leaveOpen: false);
        csv.ReadHeader();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(csv.Headers.Select((column, i) => (column, i)).ToDictionary(pair => pair.column, pair => csv.GetString(pair.i) ?? ""));
        }
        return rows;
    }

    // What an event of the older schema is in the current one.
    private static Dictionary<string, string> Modern(Dictionary<string, string> old)
    {
        var row = new Dictionary<string, string>(old)
        {
            ["event_date"] = DateOnly.ParseExact(old["event_date"], "dd MMMM yyyy", CultureInfo.InvariantCulture).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["inter1"] = Inter(old["inter1"]),
            ["inter2"] = Inter(old["inter2"]),
            ["interaction"] = old["interaction"] switch { "12" => "State forces-Rebel group", "27" => "Rebel group-Civilians", "60" => "Protesters only", _ => "Political militia-Identity militia" },
            ["disorder_type"] = old["event_type"] switch { "Protests" => "Demonstrations", "Strategic developments" => "Strategic developments", _ => "Political violence" },
            ["civilian_targeting"] = old["event_type"] == "Violence against civilians" ? "Civilian targeting" : "",
            ["tags"] = "",
        };
        return Columns.ToDictionary(column => column, column => row[column]);
    }

    private static string Inter(string code) => code switch { "0" => "", "1" => "State forces", "2" => "Rebel group", "3" => "Political militia", "4" => "Identity militia", "6" => "Protesters", _ => "Civilians" };
}

/// <summary>The same on PostgreSQL; not started where there is none.</summary>
public sealed class PostgresAcledServer : AcledServer
{
    public override string Engine => "postgres";

    /// <summary>The server, or the test is skipped where there is no PostgreSQL.</summary>
    public static PostgresAcledServer Required(PostgresAcledServer server)
    {
        PostgresCluster.Require();
        return server;
    }

    public override ValueTask InitializeAsync() => PostgresCluster.IsThere ? base.InitializeAsync() : ValueTask.CompletedTask;
}
