using Dapper;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>
/// Copies one store into another that is empty or an older copy of it: boundaries, then version after version what was
/// written and removed, with its number and time, so that the target has the same history; then data sets and releases.
/// Each version is committed by itself, so a copy that was interrupted goes on when it is started again.
/// </summary>
public static class StoreCopy
{
    /// <param name="progress">Rows written so far, those that are no more included.</param>
    /// <returns>The sums of both stores; equal when the target now holds what the source holds. A target with another history is left as it is.</returns>
    public static async Task<(StoreSum From, StoreSum To)> RunAsync(Database from, Database to, IProgress<long>? progress, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        await using var source = await from.ReadAsync(token);
        if (await MissingAsync(source, to, token) is { } missing)
        {
            await CopyBoundariesAsync(source, to, token);
            long done = 0;
            foreach (var version in missing)
            {
                done += await ReplayAsync(source, version, to, token);
                progress?.Report(done);
            }
            await CopyNamesAsync(source, to, token);
        }
        await using var target = await to.ReadAsync(token);
        return (await StoreSum.OfAsync(source), await StoreSum.OfAsync(target));
    }

    // The source's versions that the target lacks; null when it has others.
    private static async Task<List<DataVersion>?> MissingAsync(ReadSession source, Database to, CancellationToken token)
    {
        await using var target = await to.ReadAsync(token);
        var (given, held) = (await source.VersionsAsync(0, long.MaxValue), await target.VersionsAsync(0, long.MaxValue));
        var isNew = target.Version == 0 && held.Count == 1 && await target.CountAsync(Queries.Predicate.Everything) == 0;
        return isNew ? given : held.SequenceEqual(given.Take(held.Count)) ? given[held.Count..] : null;
    }

    // Which events lie in them the target finds out by itself. What the source recorded of them comes with its versions.
    private static async Task CopyBoundariesAsync(ReadSession source, Database to, CancellationToken token)
    {
        var levels = (await source.ShapesAsync()).GroupBy(boundary => boundary.Level).ToList();
        await using var target = await to.ReadAsync(token);
        var gone = (await target.KeysAsync()).Select(boundary => boundary.Level).Except(levels.Select(level => level.Key)).ToList();
        await to.WriteAsync(async (connection, transaction) =>
        {
            foreach (var level in gone)
            {
                await BoundaryStore.RemoveAsync(connection, transaction, level);
            }
            foreach (var level in levels)
            {
                await BoundaryStore.ReplaceAsync(connection, transaction, to.Dialect, level.Key, [.. level], token);
            }
            return null;
        }, token);
    }

    private static async Task<long> ReplayAsync(ReadSession source, DataVersion version, Database to, CancellationToken token)
    {
        await using var staging = await to.StageAsync(token);
        staging.Replayed = version;
        staging.MayHoldReaders = true;
        long rows = 0;
        foreach (var statement in HistorySql.WrittenBy(version.Version))
        {
            await foreach (var row in source.RowsOfAsync(statement, EventColumns.All))
            {
                staging.Add(row);
                rows++;
            }
        }
        foreach (var id in await source.ListAsync<string>(HistorySql.RemovedBy(version.Version)))
        {
            staging.Remove(id);
            rows++;
        }
        await staging.MergeAsync(timestamp: null, null, token);
        await staging.CommitAsync(new Attribution(null, null, null), version, token);
        return rows;
    }

    private static async Task CopyNamesAsync(ReadSession source, Database to, CancellationToken token)
    {
        var (datasets, releases) = (await source.ListAsync<DatasetSummary>(DatasetSql.Names), await source.ReleasesAsync());
        await to.WriteAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync(DatasetSql.RemoveAll, transaction: transaction);
            await connection.ExecuteAsync(DatasetSql.Add, datasets, transaction);
            await connection.ExecuteAsync(VersionSql.RemoveReleases, transaction: transaction);
            await connection.ExecuteAsync(VersionSql.Publish, releases, transaction);
            return null;
        }, token);
    }
}
