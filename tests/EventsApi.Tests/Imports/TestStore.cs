using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Tests.Imports;

/// <summary>A real, empty database for one test: a copy of a file that is migrated once.</summary>
internal sealed class TestStore
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("events-api-imports-").FullName;
    private static readonly Lazy<string> Template = new(Migrated);
    private static int _count;

    private readonly Database _database;

    static TestStore() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    public TestStore()
    {
        var path = Path.Combine(Folder, $"{Interlocked.Increment(ref _count)}.db");
        File.Copy(Template.Value, path);
        _database = Database.Open(path);
    }

    /// <summary>The stored events by id.</summary>
    public Dictionary<string, Event> Events => Read(async session =>
    {
        var query = new EventQuery { Sort = EventQuery.TotalOrder([]) };
        return (await session.EventsAsync(query).ToListAsync()).ToDictionary(row => row.EventIdCnty);
    });

    public IReadOnlyList<DatasetSummary> Datasets => Read(session => session.DatasetsAsync());

    public Task<Staging> StageAsync(CancellationToken token) => _database.StageAsync(token);

    private T Read<T>(Func<ReadSession, Task<T>> read) => Task.Run(async () =>
    {
        await using var session = await _database.ReadAsync(CancellationToken.None);
        return await read(session);
    }).GetAwaiter().GetResult();

    private static string Migrated()
    {
        var path = Path.Combine(Folder, "empty.db");
        var database = Database.Open(path);
        database.MigrateAsync(CancellationToken.None).GetAwaiter().GetResult();
        return path;
    }
}
