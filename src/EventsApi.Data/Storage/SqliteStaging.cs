using Dapper;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using Microsoft.Data.Sqlite;

namespace EventsApi.Data.Storage;

/// <summary>Staging in the temporary database of the connection that will write.</summary>
internal sealed class SqliteStaging(SqliteConnection connection, Dialect dialect) : Staging
{
    private readonly StagedRows _rows = new(connection);
    private SqliteTransaction? _transaction;
    private MergeCounts _counts = new(0, 0, 0);
    private bool _isCommitted;

    public override Event? Add(Event row) => _rows.Add(row);

    public override void Replace(Event row) => _rows.Replace(row);

    public override bool RemoveUnlessStaged(string id) => _rows.AddUnlessThere(new Event { EventIdCnty = id });

    public override Task<MergeCounts> MergeAsync(long? timestamp, IProgress<long>? progress, CancellationToken token) =>
        SqliteErrors.RunAsync(connection, async () =>
        {
            token.ThrowIfCancellationRequested();
            _rows.Complete();
            Checkpoint("PASSIVE");
            _transaction = await SqliteDatabase.BeginWriteAsync(connection, token);
            using var cancellation = new SqliteCancellation(connection, token);
            return await MergeAsync(new EventMerge(connection, _transaction, dialect, timestamp, Replayed, Expected, progress, token));
        }, token);

    public override Task<DataVersion?> CommitAsync(Attribution attribution, DataVersion write, CancellationToken token) =>
        SqliteErrors.RunAsync(connection, async () =>
        {
            var recorded = await EventMerge.FinishAsync(connection, _transaction!, dialect, attribution, _counts, write, Replayed);
            await _transaction!.CommitAsync(token);
            _isCommitted = true;
            return recorded;
        }, token);

    public override async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync();
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync();
            if (!_isCommitted)
            {
                Checkpoint("TRUNCATE");
            }
        }
        await connection.DisposeAsync();
    }

    // What was given up still fills the log, and with it perhaps the disk, so that nobody could write any more. It can be
    // cut off without any room left if what was committed before is no longer in the log.
    private void Checkpoint(string kind)
    {
        try
        {
            connection.Execute($"PRAGMA wal_checkpoint({kind})");
        }
        catch (SqliteException)
        {
            // The log is used again from its beginning all the same.
        }
    }

    private async Task<MergeCounts> MergeAsync(EventMerge merge)
    {
        var counts = await merge.CompareAsync();
        _counts = counts;
        // Building an index at once is cheaper than keeping it while rows arrive, when most of the rows are new or others.
        var rebuild = counts.Inserted + counts.Updated > merge.Stored / 2;
        var dropped = rebuild ? DropIndexes() : [];
        await merge.WriteAsync(counts);
        if (rebuild)
        {
            Rebuild(dropped);
        }
        else if (counts.Changed)
        {
            await merge.AddAssociatesAsync();
        }
        if (counts.Changed)
        {
            await merge.AssignAsync();
        }
        return counts;
    }

    // Everything a statement made: the index of a UNIQUE constraint has none and stays. SpatiaLite's triggers keep the
    // R*Tree row by row; dropped with the indexes, they let it be filled at once.
    private List<string> DropIndexes()
    {
        var made = connection.Query<(string Type, string Name, string Sql)>(StagingSql.Indexes, transaction: _transaction).ToList();
        foreach (var (type, name, _) in made)
        {
            connection.Execute($"DROP {type} \"{name}\"", transaction: _transaction);
        }
        return [.. made.Select(index => index.Sql)];
    }

    private void Rebuild(List<string> dropped)
    {
        connection.Execute(StagingSql.FillSpatialIndex, transaction: _transaction);
        connection.Execute(StagingSql.ClearAssociates, transaction: _transaction);
        connection.Execute(StagingSql.FillAssociates(dialect), transaction: _transaction);
        foreach (var statement in dropped)
        {
            connection.Execute(statement, transaction: _transaction);
        }
        connection.Execute(StagingSql.Analyze, transaction: _transaction);
    }
}
