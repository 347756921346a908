using System.Data.Common;
using Dapper;
using EventsApi.Data.Places;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>Compares the table <c>staged</c> with the stored events and writes the difference, in the transaction of an engine.</summary>
/// <param name="timestamp">Unix seconds for what changes, unless a version before is newer; null keeps the staged ones.</param>
/// <param name="expected">The version that must be the newest; null for whichever is.</param>
/// <param name="replayed">The version that the write was in another store; null for a new one.</param>
internal sealed class EventMerge(
    DbConnection connection, DbTransaction transaction, Dialect dialect, long? timestamp, DataVersion? replayed, long? expected, IProgress<long>? progress, CancellationToken token)
{
    // Rows between two reports of progress and two looks at the cancellation.
    private const int Step = 10_000;

    private EventHistory _history = null!;
    private long? _timestamp;
    private long _last;

    /// <summary>Rows in the store before.</summary>
    public long Stored { get; private set; }

    public async Task<MergeCounts> CompareAsync()
    {
        if (replayed is not null)
        {
            await VersionStore.GoBeforeAsync(connection, transaction, replayed.Version);
        }
        _history = await EventHistory.BeginAsync(connection, transaction, dialect, token);
        if (expected is not null && expected != _history.Version - 1)
        {
            throw new OvertakenException();
        }
        // Whoever asks for what is newer than the newest they hold gets what was committed since, though it began before.
        _timestamp = timestamp is { } time ? Math.Max(time, await VersionStore.NewestSecondAsync(connection, transaction)) : null;
        _last = await ScalarAsync(StagingSql.LastRow);
        Stored = await ScalarAsync(StagingSql.StoredRows);
        if (Stored > 0)
        {
            await InStepsAsync(StagingSql.Compare(dialect), 0);
        }
        return await connection.QuerySingleAsync<MergeCounts>(Command(StagingSql.Counts));
    }

    /// <summary>Writes the changed rows and the new ones and removes others, keeping what was there before; not yet the associates of the new and changed.</summary>
    public async Task WriteAsync(MergeCounts counts)
    {
        if (counts.Updated > 0)
        {
            await InStepsAsync((first, last) => _history.KeepAsync(StagingSql.Replaced, new { first, last }), _last);
            await InStepsAsync(StagingSql.RemoveAssociates(dialect), _last);
            await InStepsAsync(StagingSql.Update(dialect), _last);
        }
        if (counts.Deleted > 0)
        {
            await InStepsAsync((first, last) => _history.RemoveAsync(StagingSql.Removed, new { first, last }), _last);
        }
        if (counts.Inserted > 0)
        {
            await InStepsAsync(StagingSql.Insert(dialect), _last);
        }
    }

    /// <summary>Enters the associates of what was written.</summary>
    public Task AddAssociatesAsync() => connection.ExecuteAsync(Command(StagingSql.AddAssociates(dialect)));

    /// <summary>Finds out anew which boundaries the new and the changed rows lie in, after they are written.</summary>
    public async Task AssignAsync()
    {
        var index = new BoundaryIndex(await BoundaryStore.ShapesAsync(connection, transaction));
        if (!index.IsEmpty)
        {
            await connection.ExecuteAsync(Command(BoundarySql.RemoveStaged));
            await new BoundaryAssignment(index, connection, transaction, dialect, token).AssignStagedAsync(_last);
        }
    }

    /// <summary>Enters the data sets of the staged rows, and records the write if anything changed.</summary>
    public static async Task<DataVersion?> FinishAsync(
        DbConnection connection, DbTransaction transaction, Dialect dialect, Attribution attribution, MergeCounts counts, DataVersion write, DataVersion? replayed)
    {
        if (replayed is not null)
        {
            await VersionStore.EnterAsync(connection, transaction, replayed);
            return replayed;
        }
        var entered = await connection.ExecuteAsync(DatasetSql.Save(dialect), attribution, transaction);
        return counts.Changed || entered > 0
            ? await VersionStore.RecordAsync(connection, transaction, write with { Inserted = counts.Inserted, Updated = counts.Updated, Deleted = counts.Deleted })
            : null;
    }

    private Task InStepsAsync(string sql, long before) =>
        InStepsAsync((first, last) => connection.ExecuteAsync(Command(sql, new { first, last, timestamp = _timestamp, version = _history.Version })), before);

    private async Task InStepsAsync(Func<long, long, Task> step, long before)
    {
        for (long first = 1; first <= _last; first += Step)
        {
            token.ThrowIfCancellationRequested();
            await step(first, first + Step - 1);
            progress?.Report(before + Math.Min(first + Step - 1, _last));
        }
    }

    private Task<long> ScalarAsync(string sql) => connection.ExecuteScalarAsync<long>(Command(sql));

    private CommandDefinition Command(string sql, object? parameters = null) => new(sql, parameters, transaction, commandTimeout: 0, cancellationToken: token);
}
