using System.Data.Common;
using Dapper;
using EventsApi.Data.Places;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>Compares the table <c>staged</c> with the stored events and writes the difference, in the transaction of an engine.</summary>
/// <param name="timestamp">Unix seconds for what changes; null keeps the staged ones.</param>
internal sealed class EventMerge(DbConnection connection, DbTransaction transaction, Dialect dialect, long? timestamp, IProgress<long>? progress, CancellationToken token)
{
    // Rows between two reports of progress and two looks at the cancellation.
    private const int Step = 10_000;

    private long _last;

    /// <summary>Rows in the store before.</summary>
    public long Stored { get; private set; }

    public async Task<MergeCounts> CompareAsync()
    {
        _last = await ScalarAsync(StagingSql.LastRow);
        Stored = await ScalarAsync(StagingSql.StoredRows);
        if (Stored > 0)
        {
            await InStepsAsync(StagingSql.Compare(dialect), 0);
        }
        return await connection.QuerySingleAsync<MergeCounts>(Command(StagingSql.Counts));
    }

    /// <summary>Writes the changed rows and the new ones; not yet the associates of the new and changed.</summary>
    public async Task WriteAsync(MergeCounts counts)
    {
        if (counts.Updated > 0)
        {
            await InStepsAsync(StagingSql.RemoveAssociates(dialect), _last);
            await InStepsAsync(StagingSql.Update(dialect), _last);
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

    /// <summary>Enters the data sets of the staged rows and raises the data version if anything changed.</summary>
    public static async Task FinishAsync(DbConnection connection, DbTransaction transaction, Dialect dialect, Attribution attribution, bool changed)
    {
        var entered = await connection.ExecuteAsync(DatasetSql.Save(dialect), attribution, transaction);
        if (changed || entered > 0)
        {
            await connection.ExecuteAsync(DatasetSql.RaiseVersion, transaction: transaction);
        }
    }

    private async Task InStepsAsync(string sql, long before)
    {
        for (long first = 1; first <= _last; first += Step)
        {
            token.ThrowIfCancellationRequested();
            await connection.ExecuteAsync(Command(sql, new { first, last = first + Step - 1, timestamp }));
            progress?.Report(before + Math.Min(first + Step - 1, _last));
        }
    }

    private Task<long> ScalarAsync(string sql) => connection.ExecuteScalarAsync<long>(Command(sql));

    private CommandDefinition Command(string sql, object? parameters = null) => new(sql, parameters, transaction, commandTimeout: 0, cancellationToken: token);
}
