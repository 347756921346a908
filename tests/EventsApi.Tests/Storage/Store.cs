using Dapper;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Tests.Storage;

/// <summary>A real database in a folder of its own.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("events-store-").FullName;

    private Store() => Database = Database.Open(Path);

    public string Path => System.IO.Path.Combine(_folder, "events.db");

    public Database Database { get; }

    public static async Task<Store> CreateAsync()
    {
        var store = new Store();
        await store.Database.MigrateAsync(CancellationToken.None);
        return store;
    }

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
        await staging.CommitAsync(attribution ?? new Attribution(null, null, null), CancellationToken.None);
        return counts;
    }

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
    public async Task<bool> HasWholeSpatialIndexAsync()
    {
        var answer = 0L;
        await Database.WriteAsync(async (connection, transaction) =>
        {
            answer = await connection.ExecuteScalarAsync<long>("SELECT CheckSpatialIndex('events', 'geometry')", transaction: transaction);
            return false;
        }, CancellationToken.None);
        return answer == 1;
    }

    public async Task<T> ReadAsync<T>(Func<ReadSession, Task<T>> read)
    {
        await using var session = await Database.ReadAsync(CancellationToken.None);
        return await read(session);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
