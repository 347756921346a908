using System.Text;
using EventsApi.Data.Imports;
using EventsApi.Data.Model;
using EventsApi.Data.Storage;
using EventsApi.Tests.Storage;
using Xunit;

namespace EventsApi.Tests.Imports;

/// <summary>A real store for the tests of a class, empty before each import of theirs.</summary>
public class TestStore : IAsyncLifetime
{
    private Store? _store;

    protected virtual string Engine => "sqlite";

    public Database Database => _store!.Database;

    /// <summary>The stored events by id.</summary>
    public Dictionary<string, Event> Events => Wait(_store!.EventsAsync()).ToDictionary(row => row.EventIdCnty);

    public IReadOnlyList<DatasetSummary> Datasets => Wait(_store!.ReadAsync(session => session.DatasetsAsync()));

    public virtual async ValueTask InitializeAsync() => _store = await Store.CreateAsync(Engine);

    /// <summary>The store with nothing in it.</summary>
    public async Task<TestStore> EmptyAsync()
    {
        await _store!.EmptyAsync();
        return this;
    }

    /// <summary>An importer whose today is 2025-06-01, into what the store holds.</summary>
    public Importer Importer() => new(Database, new FixedClock());

    /// <summary>Imports a file into the empty store.</summary>
    public async Task<(ImportReport Report, TestStore Store)> RunAsync(byte[] file, ImportRequest? request = null, List<Reject>? rejects = null)
    {
        await EmptyAsync();
        var report = await Importer().RunAsync(request ?? new ImportRequest("test.csv"), new MemoryStream(file), rejects is null ? null : rejects.Add);
        return (report, this);
    }

    public Task<(ImportReport Report, TestStore Store)> RunAsync(string file, ImportRequest? request = null, List<Reject>? rejects = null) =>
        RunAsync(Encoding.UTF8.GetBytes(file), request, rejects);

    /// <summary>The only event of a file, which must have no rejects.</summary>
    public async Task<Event> OneAsync(string file)
    {
        var (report, store) = await RunAsync(file);
        Assert.Empty(report.FirstRejects);
        return Assert.Single(store.Events.Values);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    private static T Wait<T>(Task<T> read) => Task.Run(() => read).GetAwaiter().GetResult();

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Importing.Now;
    }
}
