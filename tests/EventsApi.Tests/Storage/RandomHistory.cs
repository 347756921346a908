using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Storage;
using EventsApi.Tests.Sql;

namespace EventsApi.Tests.Storage;

/// <summary>Writes of every kind at random to a store, and to a plain dictionary beside it; the same seed gives the same.</summary>
internal sealed class RandomHistory(Store store, int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, Event> _held = new(StringComparer.Ordinal);
    private long _clock = Store.Later;

    /// <summary>What the dictionary held after each version, in the order of ids.</summary>
    public SortedDictionary<long, IReadOnlyList<Event>> Versions { get; } = [];

    public IReadOnlyList<Event> Held => [.. _held.Values.OrderBy(row => row.EventIdCnty, StringComparer.Ordinal)];

    /// <summary>All rows at once, so many random writes, and the half of them anew in one write that is larger than what is there.</summary>
    public async Task RunAsync(int writes)
    {
        await ImportAsync(RandomPredicates.Rows, 0);
        for (var write = 0; write < writes; write++)
        {
            await (_random.Next(6) switch
            {
                0 => RemoveDatasetAsync(),
                1 => store.BoundAsync(RandomPredicates.Boundaries.Select(boundary => boundary with { Name = $"{boundary.Name} {write}" })),
                _ => ImportAsync([.. Some(_random.Next(1, 40)).Select(id => Changed(id))], _random.Next(4)),
            });
            await RecordAsync();
        }
        await ImportAsync([.. RandomPredicates.Rows.Select(row => Changed(row.EventIdCnty))], 0);
        await RemoveDatasetAsync();
        await ImportAsync(RandomPredicates.Rows, 0);
        await RecordAsync();
    }

    private async Task ImportAsync(IReadOnlyList<Event> rows, int removals)
    {
        _clock++;
        var gone = Some(removals).Except(rows.Select(row => row.EventIdCnty)).ToList();
        await using var staging = await store.Database.StageAsync(CancellationToken.None);
        foreach (var row in rows)
        {
            staging.Add(row);
            if (!_held.TryGetValue(row.EventIdCnty, out var before) || Text(before, 0) != Text(row, 0))
            {
                _held[row.EventIdCnty] = JsonSerializer.Deserialize<Event>(Text(row, _clock))!;
            }
        }
        gone.ForEach(staging.Remove);
        gone.ForEach(id => _held.Remove(id));
        await staging.MergeAsync(_clock, null, CancellationToken.None);
        await staging.CommitAsync(new Attribution(null, null, null), Store.Import, CancellationToken.None);
        await RecordAsync();
    }

    private async Task RemoveDatasetAsync()
    {
        if (_held.Count == 0)
        {
            return;
        }
        var dataset = _held.Values.ElementAt(_random.Next(_held.Count)).Dataset!;
        await store.Database.RemoveDatasetAsync(dataset, WriteOrigin.Unknown, CancellationToken.None);
        foreach (var row in _held.Values.Where(row => row.Dataset == dataset).ToList())
        {
            _held.Remove(row.EventIdCnty);
        }
        await RecordAsync();
    }

    private async Task RecordAsync() => Versions[await store.VersionAsync()] = Held;

    private List<string> Some(int count) => [.. Enumerable.Range(0, count).Select(_ => RandomPredicates.Rows[_random.Next(RandomPredicates.Rows.Count)].EventIdCnty).Distinct()];

    // What another row says under this id, in one of few data sets.
    private Event Changed(string id)
    {
        var row = JsonSerializer.Deserialize<Event>(JsonSerializer.Serialize(RandomPredicates.Rows[_random.Next(RandomPredicates.Rows.Count)]))!;
        (row.EventIdCnty, row.Dataset) = (id, "set" + _random.Next(3));
        return row;
    }

    /// <summary>All that a row says, with a timestamp of its own or a given one.</summary>
    public static string Text(Event row, long? timestamp = null)
    {
        var kept = row.Timestamp;
        row.Timestamp = timestamp ?? kept;
        try
        {
            return JsonSerializer.Serialize(row);
        }
        finally
        {
            row.Timestamp = kept;
        }
    }
}
