using Dapper;
using EventsApi.Data.Columns;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using Xunit;

namespace EventsApi.Tests.Storage;

/// <summary>A real database in a folder of its own, or on the PostgreSQL of the tests.</summary>
internal sealed class Store : IAsyncDisposable
{
    // Migrated once and copied.
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private readonly string _folder = Directory.CreateTempSubdirectory("events-store-").FullName;

    private readonly PostgresCluster.TestDatabase? _onPostgres;

    private Store(PostgresCluster.TestDatabase? onPostgres, string? template)
    {
        _onPostgres = onPostgres;
        if (template is not null)
        {
            File.Copy(template, Path);
        }
        Database = Database.Open(Setting);
    }

    /// <summary>Unix seconds after every version's time, so that what changes gets just this timestamp.</summary>
    public const long Later = 4_000_000_000;

    /// <summary>What a test's write is recorded as.</summary>
    public static readonly DataVersion Import = new() { Operation = DataVersion.Import, Dataset = "test" };

    /// <summary>The stores that what concerns both is tested on.</summary>
    public static readonly TheoryData<string> Engines = ["sqlite", "postgres"];

    public string Path => System.IO.Path.Combine(_folder, "events.db");

    /// <summary>What names this store on the command line.</summary>
    public string Setting => _onPostgres?.Setting ?? Path;

    public Database Database { get; }

    public static async Task<Store> CreateAsync(string engine = "sqlite")
    {
        if (engine == "postgres")
        {
            PostgresCluster.Require();
            return new Store(await PostgresCluster.CreateMigratedAsync(), null);
        }
        return new Store(null, await Template.Value);
    }

    /// <summary>A store of these events, which lie in these boundaries.</summary>
    public static async Task<Store> FilledAsync(string engine, IEnumerable<Event> rows, IEnumerable<Boundary> boundaries, long timestamp = 1)
    {
        var store = await CreateAsync(engine);
        await store.WriteAsync(timestamp, rows);
        await store.BoundAsync(boundaries);
        return store;
    }

    /// <summary>The columns of its events.</summary>
    public async Task<ColumnMemory> ColumnsAsync()
    {
        var columns = new ColumnMemory(Database);
        await columns.BuildAsync(CancellationToken.None);
        return columns;
    }

    /// <summary>Takes everything out again, as if nothing had ever been written.</summary>
    public Task EmptyAsync() => Database.WriteAsync(async (connection, transaction) =>
    {
        await connection.ExecuteAsync("DELETE FROM event_associates; DELETE FROM events_history; DELETE FROM versions WHERE version > 0; DELETE FROM event_boundaries; DELETE FROM boundaries; DELETE FROM events; DELETE FROM datasets; UPDATE data_version SET version = 0", transaction: transaction);
        return null;
    }, CancellationToken.None);

    /// <summary>Makes the database one that cannot be read.</summary>
    public Task BreakAsync() => _onPostgres?.AllowConnectionsAsync(false) ?? File.WriteAllTextAsync(Path, new string('x', 10_000));

    /// <summary>An event with what every event has, at a place unless told otherwise.</summary>
    public static Event Event(string id, double? longitude = 0, double? latitude = 15, string dataset = "test") => new()
    {
        EventIdCnty = id,
        EventDate = new DateOnly(2020, 1, 1),
        Year = 2020,
        EventType = "Battles",
        Country = "Mali",
        Longitude = longitude,
        Latitude = latitude,
        Dataset = dataset,
    };

    public Task<MergeCounts> WriteAsync(params Event[] rows) => WriteAsync(1, rows);

    public async Task<MergeCounts> WriteAsync(long timestamp, IEnumerable<Event> rows, Attribution? attribution = null)
    {
        await using var staging = await Database.StageAsync(CancellationToken.None);
        foreach (var row in rows)
        {
            staging.Add(row);
        }
        var counts = await staging.MergeAsync(timestamp, null, CancellationToken.None);
        await staging.CommitAsync(attribution ?? new Attribution(null, null, null), Import, CancellationToken.None);
        return counts;
    }

    /// <summary>Puts boundaries in the place of those of their levels.</summary>
    public async Task BoundAsync(IEnumerable<Boundary> boundaries)
    {
        foreach (var level in boundaries.GroupBy(boundary => boundary.Level))
        {
            await Database.ReplaceLevelAsync(level.Key, [.. level], CancellationToken.None);
        }
    }

    /// <summary>Which event lies in which boundary.</summary>
    public async Task<List<(string Boundary, string Event)>> LinksAsync() =>
        [.. (await SqlAsync<(string, string)>("SELECT l.boundary, e.event_id_cnty FROM event_boundaries l LEFT JOIN events e ON e.id = l.event WHERE l.event < 1099511627776")).Order()];

    public Task<List<Event>> EventsAsync(Predicate? where = null) => ReadAsync(async session =>
    {
        var query = new EventQuery { Where = where ?? Predicate.Everything, Sort = EventQuery.TotalOrder([]) };
        return await session.EventsAsync(query).ToListAsync();
    });

    public Task<long> VersionAsync() => ReadAsync(session => Task.FromResult(session.Version));

    /// <summary>Asks in SQL what no query of the program asks.</summary>
    public Task<List<T>> SqlAsync<T>(string sql) =>
        ReadAsync(async session => (await session.Connection.QueryAsync<T>(sql, transaction: session.Transaction)).ToList());

    /// <summary>SpatiaLite's own check, which writes while it looks.</summary>
    public async Task<bool> HasWholeSpatialIndexAsync(string table = "events")
    {
        var answer = 0L;
        await Database.WriteAsync(async (connection, transaction) =>
        {
            answer = await connection.ExecuteScalarAsync<long>("SELECT CheckSpatialIndex(@table, 'geometry')", new { table }, transaction: transaction);
            return null;
        }, CancellationToken.None);
        return answer == 1;
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("events-store-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        var path = System.IO.Path.Combine(folder.FullName, "events.db");
        await using var database = Database.Open(path);
        await database.MigrateAsync(CancellationToken.None);
        return path;
    }

    public async Task<T> ReadAsync<T>(Func<ReadSession, Task<T>> read)
    {
        await using var session = await Database.ReadAsync(CancellationToken.None);
        return await read(session);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_onPostgres is not null)
        {
            await _onPostgres.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }
}
