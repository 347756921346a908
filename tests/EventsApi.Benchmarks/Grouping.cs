using System.Globalization;
using System.Text.Json;

namespace EventsApi.Benchmarks;

/// <summary>An aggregate that is measured.</summary>
/// <param name="Request">The bytes of the request.</param>
/// <param name="Sqlite">The same for SQLite, as one would write it by hand.</param>
/// <param name="DuckDb">The same for DuckDB; null where it lacks the functions.</param>
internal sealed record Grouping(string What, byte[] Request, string Sqlite, string? DuckDb)
{
    private const string Figures = "count(*), sum(fatalities)";

    // SQLite's days are text.
    private const string Month = "substr(event_date, 1, 7)";

    /// <summary>The ten that dashboards ask for.</summary>
    public static IReadOnlyList<Grouping> All()
    {
        var (large, middle, small) = (SyntheticEvents.Countries[0].Name, SyntheticEvents.Countries[2].Name, SyntheticEvents.Countries[50].Name);
        var three = string.Join(", ", new[] { large, middle, small }.Select(Quoted));
        var star = GeoBenchmarks.Star();
        return
        [
            Of("country × year", "group_by=country,year", Sql(["country", "year"], "events"), Sql(["country", "year"], "events")),
            Of("event_type × month", "group_by=event_type,month", Sql(["event_type", Month], "events"), Sql(["event_type", Start("month")], "events")),
            Of("admin1 × event_type × month of one country", $"group_by=admin1,event_type,month&country={Uri.EscapeDataString(large)}",
                Sql(["admin1", "event_type", Month], $"events WHERE country = {Quoted(large)}"),
                Sql(["admin1", "event_type", Start("month")], $"events WHERE country = {Quoted(large)}")),
            Of("actors, either side, top 20", "group_by=actor&sort=-events&limit=20", Actors(), Actors()),
            Of("week series of three countries", $"group_by=country,week&limit=10000&{string.Join('&', new[] { large, middle, small }.Select(name => $"country={Uri.EscapeDataString(name)}"))}",
                Sql(["country", "date(event_date, '-6 days', 'weekday 1')"], $"events WHERE country IN ({three})", 10_000),
                Sql(["country", Start("week")], $"events WHERE country IN ({three})", 10_000)),
            Of("event_type in a box of 30 degrees", "group_by=event_type&bbox=-10,0,20,30",
                Sql(["event_type"], "events WHERE longitude BETWEEN -10 AND 20 AND latitude BETWEEN 0 AND 30"),
                Sql(["event_type"], "events WHERE longitude BETWEEN -10 AND 20 AND latitude BETWEEN 0 AND 30")),
            new("polygon of 500 vertices by month", HttpConnection.Request("/v1/aggregates/search", JsonSerializer.Serialize(new { group_by = "month", geometry = GeoBenchmarks.Wkt(star) })),
                Sql([Month], $"events WHERE id IN ({GeoBenchmarks.Candidates(star)}) AND ST_Intersects(geometry, GeomFromText('{GeoBenchmarks.Wkt(star)}', 4326)) = 1"), null),
            Of("PRIO-GRID, the world", "group_by=priogrid&limit=100000", Sql([Cell("CAST({0} AS INTEGER)")], "events", 100_000), Sql([Cell("floor({0})")], "events", 100_000)),
            Of("sub_event_type × inter1", "group_by=sub_event_type,inter1", Sql(["sub_event_type", "inter1"], "events"), Sql(["sub_event_type", "inter1"], "events")),
            Of("different actors by country", "group_by=country&metrics=actors", DifferentActors(), DifferentActors()),
        ];
    }

    private static Grouping Of(string what, string query, string sqlite, string duckDb) => new(what, HttpConnection.Request("/v1/aggregates?" + query), sqlite, duckDb);

    private static string Sql(IReadOnlyList<string> keys, string from, int limit = 1000)
    {
        var places = string.Join(", ", Enumerable.Range(1, keys.Count));
        return $"SELECT {string.Join(", ", keys)}, {Figures} FROM {from} GROUP BY {places} ORDER BY {places} LIMIT {limit}";
    }

    private static string Start(string unit) => $"date_trunc('{unit}', event_date)";

    private static string Cell(string floor) => string.Create(CultureInfo.InvariantCulture,
        $"{string.Format(CultureInfo.InvariantCulture, floor, "(latitude + 90) * 2")} * 720 + {string.Format(CultureInfo.InvariantCulture, floor, "(longitude + 180) * 2")} + 1");

    private static string Actors() => $"""
        SELECT actor, {Figures} FROM (SELECT actor1 AS actor, fatalities FROM events
        UNION ALL SELECT actor2, fatalities FROM events WHERE actor2 <> actor1) AS sides GROUP BY actor ORDER BY 2 DESC, 1 LIMIT 20
        """.ReplaceLineEndings(" ");

    private static string DifferentActors() => """
        SELECT country, count(DISTINCT actor) FROM (SELECT country, actor1 AS actor FROM events
        UNION ALL SELECT country, actor2 FROM events) AS sides GROUP BY country ORDER BY country
        """.ReplaceLineEndings(" ");

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
