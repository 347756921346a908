using EventsApi.Data.Model;
using EventsApi.Data.Storage;

namespace EventsApi.Tests.Imports;

/// <summary>Events of several imports in memory, so that importing can be tested without a database.</summary>
internal sealed class MemoryStore
{
    public Dictionary<string, Event> Events { get; } = new(StringComparer.Ordinal);

    public Dataset? Dataset { get; private set; }

    public Task<Staging> StageAsync(CancellationToken token) => Task.FromResult<Staging>(new MemoryStaging(this));

    private sealed class MemoryStaging(MemoryStore store) : Staging
    {
        private readonly Dictionary<string, Event> _staged = new(StringComparer.Ordinal);

        public override Event? Add(Event row) => _staged.TryAdd(row.EventIdCnty, row) ? null : _staged[row.EventIdCnty];

        public override void Replace(Event row) => _staged[row.EventIdCnty] = row;

        public override Task<MergeCounts> MergeAsync(long timestamp, IProgress<long>? progress, CancellationToken token)
        {
            long inserted = 0, updated = 0;
            foreach (var row in _staged.Values)
            {
                var known = store.Events.GetValueOrDefault(row.EventIdCnty);
                var same = known is not null && Same(known, row);
                inserted += known is null ? 1 : 0;
                updated += known is not null && !same ? 1 : 0;
                row.Timestamp = same ? known!.Timestamp : timestamp;
            }
            return Task.FromResult(new MergeCounts(inserted, updated, _staged.Count - inserted - updated));
        }

        public override Task CommitAsync(Dataset dataset, CancellationToken token)
        {
            foreach (var (id, row) in _staged)
            {
                store.Events[id] = row;
            }
            store.Dataset = dataset;
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static bool Same(Event first, Event second) =>
            EventColumns.All.All(column => column == EventColumns.Timestamp || Equals(column.Get(first), column.Get(second)));
    }
}
