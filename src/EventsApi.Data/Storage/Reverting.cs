using EventsApi.Data.Model;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>There is no import of that number, or it changed nothing.</summary>
public sealed class UnknownImportException(long import) : Exception($"There is no import {import} that changed any event.");

/// <summary>What an import changed is not as it left it, so that it cannot be reverted.</summary>
/// <param name="import">Its number.</param>
/// <param name="count">How many events.</param>
/// <param name="first">The ids of the first of them.</param>
public sealed class ChangedSinceException(long import, long count, IReadOnlyList<string> first)
    : Exception($"{count} of the events that import {import} changed have changed since: {string.Join(", ", first)}{(count > first.Count ? " …" : "")}.");

/// <summary>Takes back what an import did; itself recorded as an import, so that it can be taken back as well.</summary>
public static class Reverting
{
    /// <summary>Ids that an exception lists.</summary>
    public const int MostListed = 1000;

    // Somebody else may write between reading and writing; then it is read again.
    private const int Attempts = 10;

    /// <summary>Restores what an import changed, brings back what it removed and removes what it created.</summary>
    /// <param name="timestamp">Unix seconds for what changes.</param>
    /// <returns>What was recorded; null when the import changed no event.</returns>
    /// <exception cref="UnknownImportException">There is no such import.</exception>
    /// <exception cref="ChangedSinceException">Some of it has changed since; nothing was written.</exception>
    public static async Task<DataVersion?> RevertAsync(this Database database, long import, WriteOrigin origin, long timestamp, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(origin);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(database, import, origin, timestamp, token);
            }
            catch (OvertakenException) when (attempt < Attempts)
            {
            }
        }
    }

    private static async Task<DataVersion?> TryAsync(Database database, long import, WriteOrigin origin, long timestamp, CancellationToken token)
    {
        await using var session = await database.ReadAsync(token);
        if (await session.ImportAsync(import) is not { } done)
        {
            throw new UnknownImportException(import);
        }
        if (await session.ListAsync<string>(HistorySql.ChangedSince(session.Dialect, done.Version)) is { Count: > 0 } changed)
        {
            throw new ChangedSinceException(import, changed.Count, [.. changed.Take(MostListed)]);
        }
        await using var staging = await database.StageAsync(token);
        staging.Expected = session.Newest;
        await foreach (var row in session.RowsOfAsync(HistorySql.StoodBefore(done.Version), EventColumns.All))
        {
            staging.Add(row);
        }
        foreach (var id in await session.ListAsync<string>(HistorySql.CreatedBy(done.Version)))
        {
            staging.Remove(id);
        }
        await staging.MergeAsync(timestamp, null, token);
        var write = origin.Of(DataVersion.Revert) with { Dataset = done.Dataset, Reason = origin.Reason ?? $"Reverts import {import}" };
        return await staging.CommitAsync(new Attribution(null, null, null), write, token);
    }
}
