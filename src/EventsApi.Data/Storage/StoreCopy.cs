using System.Security.Cryptography;
using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Storage;

/// <summary>What a store holds: the number of its events and a SHA-256 over all of them in the order of their ids, then over the boundaries.</summary>
public sealed record StoreSum(long Events, string Checksum);

/// <summary>
/// Copies the boundaries, every event with its timestamp, and the data sets from one store into another. Each batch is committed by
/// itself, and what is there already stays, so a copy that was interrupted goes on when it is started again.
/// </summary>
public static class StoreCopy
{
    private const int Batch = 50_000;

    private static readonly IReadOnlyList<SortKey> ById = EventQuery.TotalOrder([]);

    /// <param name="progress">Events looked at so far.</param>
    /// <returns>The sums of both stores; equal when the target now holds what the source held, and nothing else.</returns>
    public static async Task<(StoreSum From, StoreSum To)> RunAsync(Database from, Database to, IProgress<long>? progress, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        await using var source = await from.ReadAsync(token);
        await CopyBoundariesAsync(source, to, token);
        long done = 0;
        foreach (var dataset in await source.DatasetsAsync())
        {
            var where = new Predicate.Compare(EventColumns.Dataset, Comparison.Equal, dataset.Name);
            var query = new EventQuery { Where = where, Sort = ById, Limit = Batch };
            while (await CopyAsync(source, query, to, dataset, token) is { Last: { } last } batch)
            {
                query = query with { After = Cursor.After(ById, last) };
                progress?.Report(done += batch.Count);
            }
        }
        await using var target = await to.ReadAsync(token);
        return (await SumAsync(source), await SumAsync(target));
    }

    // Which events lie in them the target finds out by itself.
    private static async Task CopyBoundariesAsync(ReadSession source, Database to, CancellationToken token)
    {
        foreach (var level in (await source.ShapesAsync()).GroupBy(boundary => boundary.Level))
        {
            await to.ReplaceLevelAsync(level.Key, [.. level], token);
        }
    }

    private static async Task<(int Count, Event? Last)> CopyAsync(ReadSession source, EventQuery query, Database to, DatasetSummary dataset, CancellationToken token)
    {
        await using var staging = await to.StageAsync(token);
        var (count, last) = (0, (Event?)null);
        await foreach (var row in source.EventsAsync(query))
        {
            staging.Add(row);
            last = row;
            count++;
        }
        if (last is not null)
        {
            await staging.MergeAsync(timestamp: null, null, token);
            await staging.CommitAsync(new Attribution(dataset.Licence, dataset.Citation, dataset.Url), token);
        }
        return (count, last);
    }

    private static async Task<StoreSum> SumAsync(ReadSession session)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long events = 0;
        await foreach (var row in session.EventsAsync(new EventQuery { Sort = ById }))
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(row));
            events++;
        }
        foreach (var boundary in await session.ShapesAsync())
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(new { boundary.Id, boundary.Level, boundary.Name, Area = boundary.Area.AsBinary() }));
        }
        return new StoreSum(events, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
