namespace EventsApi.Benchmarks;

/// <summary>Something measured against its reference in the same run.</summary>
/// <param name="Name">As the command line takes it.</param>
/// <param name="Run">Measures in the lab and adds rows to its table.</param>
public sealed record Benchmark(string Name, string Description, Func<Lab, Task> Run)
{
    /// <summary>All benchmarks in the order they run; the first makes what the others read.</summary>
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("import", "the synthetic events and the narrow UCDP file into an empty store, against sqlite3 .import", ImportBenchmarks.EmptyAsync),
        new("import-into", "the narrow UCDP file into the store of synthetic events", ImportBenchmarks.FullAsync),
        new("imports", "the narrow UCDP file by POST /v1/imports, against the command: first, unchanged, changed; what the history costs", UploadBenchmarks.RunAsync),
        new("pages", "one page at a time over HTTP, against an endpoint that returns the same bytes", PageBenchmarks.RunAsync),
        new("geo", "boxes, distances and polygons over HTTP, against SpatiaLite by hand; a walk by next links, against MapServer", GeoBenchmarks.RunAsync),
        new("aggregates", "ten groupings over HTTP, against DuckDB and the sqlite3 shell; memory and time to get ready", AggregateBenchmarks.RunAsync),
        new("dashboards", "ten groupings by 32 clients while an import runs, against the same without the import and the import alone", DashboardBenchmarks.RunAsync),
        new("load", "requests per second of the first page, against the same endpoint", LoadBenchmarks.RunAsync),
        new("export", "all events over HTTP and by command, against the sqlite3 shell", ExportBenchmarks.RunAsync),
        new("compatibility", "everything as ACLED's clients ask for it, JSON and CSV, against the native export", CompatibilityBenchmarks.RunAsync),
        new("postgres", "pages, import and export on PostgreSQL and on SQLite, against psql on the same tables", PostgresBenchmarks.RunAsync),
        new("start", "from ./src/run to the first answer, when nothing changed", StartBenchmarks.RunAsync),
    ];
}
