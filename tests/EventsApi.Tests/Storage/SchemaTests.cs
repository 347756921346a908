using System.Diagnostics;
using System.Text.RegularExpressions;
using EventsApi.Data.Model;
using EventsApi.Data.Storage;
using EventsApi.Tests.Imports;
using Xunit;

namespace EventsApi.Tests.Storage;

public sealed class SchemaTests : IAsyncLifetime
{
    private Store _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await Store.CreateAsync();
        await _store.WriteAsync(Store.Event("A1"), Store.Event("A2", 179.5, -40), Store.Event("A3", null, null));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private sealed record TableColumn
    {
        public string Name { get; init; } = "";
        public string Type { get; init; } = "";
        public long Notnull { get; init; }
    }

    [Fact]
    public async Task The_table_has_the_catalogue_s_columns_in_its_order()
    {
        var columns = await _store.SqlAsync<TableColumn>("PRAGMA table_info(events)");
        Assert.Equal(["id", .. EventColumns.All.Select(column => column.Name), "geometry", .. EventColumns.Folded.Select(column => column.FoldedName), "revision", "since"],
            columns.Select(column => column.Name));
        foreach (var column in EventColumns.All)
        {
            var stored = columns.Single(stored => stored.Name == column.Name);
            Assert.Equal((column.Name, Type(column), !column.Nullable), (stored.Name, stored.Type, stored.Notnull == 1));
        }
        Assert.All(columns.Where(column => column.Name.EndsWith("_folded", StringComparison.Ordinal)), column => Assert.Equal(("TEXT", 0), (column.Type, column.Notnull)));
    }

    [Fact]
    public async Task A_second_migration_finds_nothing_to_do() =>
        Assert.Empty(await _store.Database.MigrateAsync(CancellationToken.None));

    [Fact]
    public async Task The_geometry_is_registered_and_its_index_is_whole()
    {
        Assert.Equal(["events|geometry|1|2|4326|1"], await _store.SqlAsync<string>(
            "SELECT f_table_name || '|' || f_geometry_column || '|' || geometry_type || '|' || coord_dimension || '|' || srid || '|' || spatial_index_enabled FROM geometry_columns WHERE f_table_name = 'events'"));
        Assert.True(await _store.HasWholeSpatialIndexAsync());
        Assert.Equal([2], await _store.SqlAsync<long>("SELECT count(*) FROM events WHERE X(geometry) = longitude AND Y(geometry) = latitude AND SRID(geometry) = 4326"));
        Assert.Equal([1], await _store.SqlAsync<long>("SELECT count(*) FROM events WHERE geometry IS NULL AND longitude IS NULL"));
    }

    [Fact]
    public async Task Boundaries_are_a_layer_of_multipolygons_whose_index_is_whole()
    {
        await _store.BoundAsync(await BoundaryFiles.RegionsAsync());
        Assert.Equal(["boundaries|geometry|6|2|4326|1"], await _store.SqlAsync<string>(
            "SELECT f_table_name || '|' || f_geometry_column || '|' || geometry_type || '|' || coord_dimension || '|' || srid || '|' || spatial_index_enabled FROM geometry_columns WHERE f_table_name = 'boundaries'"));
        Assert.True(await _store.HasWholeSpatialIndexAsync("boundaries"));
        Assert.Contains("Geometry: Multi Polygon", Run("ogrinfo", "-ro", "-so", _store.Path, "boundaries"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_index_or_trigger_of_ours_needs_the_program()
    {
        var ours = await _store.SqlAsync<string>("SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN ('events', 'datasets', 'data_version', 'event_associates', 'boundaries', 'event_boundaries', 'versions', 'events_history', 'releases')");
        Assert.NotEmpty(ours);
        var called = ours.SelectMany(sql => Regex.Matches(sql, @"\b([A-Za-z_]\w*)\s*\(").Select(match => match.Groups[1].Value)).Distinct();
        string[] known = ["events", "VALUES", "WHERE", "RAISE", "Lower", "strftime", "GeometryConstraints", "RTreeAlign", "idx_events_geometry", "boundaries", "event_boundaries", "idx_boundaries_geometry", "versions", "events_history"];
        Assert.Empty(called.Except(known, StringComparer.OrdinalIgnoreCase));
        Assert.DoesNotContain(ours, sql => sql.Contains("COLLATE", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_sqlite3_shell_reads_the_file()
    {
        Assert.Equal("ok\n3\n", Run("sqlite3", _store.Path, "PRAGMA integrity_check; SELECT count(*) FROM events;"));
        Assert.Equal("A2\n", Run("sqlite3", _store.Path,
            "SELECT event_id_cnty FROM events JOIN idx_events_geometry ON pkid = id WHERE xmin > 100 AND country_folded = 'mali' ORDER BY event_date;"));
    }

    [Fact]
    public async Task The_sqlite3_shell_with_SpatiaLite_writes_the_file()
    {
        Run("sqlite3", "-bail", _store.Path, "SELECT load_extension('mod_spatialite');",
            "UPDATE events SET latitude = 1, longitude = 2, geometry = MakePoint(2, 1, 4326) WHERE event_id_cnty = 'A3'; DELETE FROM events WHERE event_id_cnty = 'A1';");
        Assert.True(await _store.HasWholeSpatialIndexAsync());
        Assert.Equal(2, (await _store.EventsAsync()).Count);
    }

    [Fact]
    public void Ogrinfo_finds_a_layer_of_points()
    {
        var said = Run("ogrinfo", "-ro", "-so", _store.Path, "events");
        Assert.Contains("Geometry: Point", said, StringComparison.Ordinal);
        Assert.Contains("Feature Count: 3", said, StringComparison.Ordinal);
        Assert.Contains("WGS 84", said, StringComparison.Ordinal);
        Assert.Contains("event_id_cnty: String", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrations_at_the_same_time_wait_for_each_other()
    {
        var path = _store.Path + ".new";
        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            await using var database = Database.Open(path);
            return await database.MigrateAsync(CancellationToken.None);
        })));
        Assert.Single(applied, names => names.Count > 0);
    }

    private static string Type(Column column) => column.Type switch
    {
        ColumnType.Integer => "INTEGER",
        ColumnType.Real => "REAL",
        _ => "TEXT",
    };

    private static string Run(string program, params string[] arguments)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
        Assert.SkipUnless(found, $"There is no {program} here.");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return output;
    }

    [Fact]
    public async Task The_bulk_path_leaves_the_schema_as_it_was()
    {
        await using var store = await Store.CreateAsync();
        const string schema = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name";
        var before = await store.SqlAsync<string>(schema);
        await store.WriteAsync([.. Enumerable.Range(0, 50).Select(i => Store.Event($"A{i}"))]);
        Assert.Equal(before, await store.SqlAsync<string>(schema));
    }
}
