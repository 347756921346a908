using Dapper;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using Microsoft.Data.Sqlite;

namespace EventsApi.Data.Storage;

/// <summary>Staging in a temporary table of one connection, on disk, so that memory does not grow with the file.</summary>
internal sealed class SqliteStaging : Staging
{
    // Rows between two reports of progress and two looks at the cancellation.
    private const int Step = 10_000;

    private readonly SqliteConnection _connection;
    private readonly Dialect _dialect;
    private readonly SqliteInsert _insert;
    private SqliteTransaction _transaction;
    private bool _changed;

    public SqliteStaging(SqliteConnection connection, Dialect dialect)
    {
        _connection = connection;
        _dialect = dialect;
        connection.Execute("PRAGMA temp_store = FILE; PRAGMA temp.journal_mode = OFF; PRAGMA temp.cache_size = -16000;");
        connection.Execute(StagingSql.Create);
        // Deferred: touches nothing but the temporary database until the merge begins one of its own.
        _transaction = connection.BeginTransaction(deferred: true);
        _insert = new SqliteInsert(connection, StagingSql.Add);
    }

    public override Event? Add(Event row) => SqliteErrors.Run(_connection, () => _insert.Add(row)
        ? null
        : _connection.QuerySingle<Event>(StagingSql.Find, new { id = row.EventIdCnty }, _transaction));

    public override void Replace(Event row)
    {
        SqliteErrors.Run(_connection, () => _connection.Execute(StagingSql.Remove, new { id = row.EventIdCnty }, _transaction));
        Add(row);
    }

    public override Task<MergeCounts> MergeAsync(long timestamp, IProgress<long>? progress, CancellationToken token) =>
        SqliteErrors.RunAsync(_connection, async () =>
        {
            await _transaction.CommitAsync(token);
            await _transaction.DisposeAsync();
            _transaction = await SqliteDatabase.BeginWriteAsync(_connection, token);
            using var cancellation = new SqliteCancellation(_connection, token);
            return Merge(timestamp, progress, token);
        }, token);

    public override Task CommitAsync(Attribution attribution, CancellationToken token) =>
        SqliteErrors.RunAsync(_connection, async () =>
        {
            var entered = await _connection.ExecuteAsync(DatasetSql.Save(_dialect), attribution, _transaction);
            if (_changed || entered > 0)
            {
                await _connection.ExecuteAsync(DatasetSql.RaiseVersion, transaction: _transaction);
            }
            await _transaction.CommitAsync(token);
            return entered;
        }, token);

    public override async ValueTask DisposeAsync()
    {
        _insert.Dispose();
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private MergeCounts Merge(long timestamp, IProgress<long>? progress, CancellationToken token)
    {
        var last = _connection.ExecuteScalar<long>(StagingSql.LastRow, transaction: _transaction);
        var stored = _connection.ExecuteScalar<long>(StagingSql.StoredRows, transaction: _transaction);
        if (stored > 0)
        {
            InSteps(StagingSql.Compare(_dialect), last, 0);
        }
        var counts = _connection.QuerySingle<MergeCounts>(StagingSql.Counts, transaction: _transaction);
        _changed = counts.Inserted + counts.Updated > 0;
        // Building an index at once is cheaper than keeping it while rows arrive, when most of the rows are new.
        var rebuild = counts.Inserted > stored;
        var dropped = rebuild ? DropIndexes() : [];
        if (counts.Updated > 0)
        {
            InSteps(StagingSql.RemoveAssociates(_dialect), last, last);
            InSteps(StagingSql.Update(_dialect), last, last);
        }
        if (counts.Inserted > 0)
        {
            InSteps(StagingSql.Insert(_dialect), last, last);
        }
        if (rebuild)
        {
            Rebuild(dropped);
        }
        else if (_changed)
        {
            InSteps(StagingSql.AddAssociates(_dialect), last, last);
        }
        return counts;

        void InSteps(string sql, long rows, long before)
        {
            for (long first = 1; first <= rows; first += Step)
            {
                token.ThrowIfCancellationRequested();
                _connection.Execute(sql, new { first, last = first + Step - 1, timestamp }, _transaction);
                progress?.Report(before + Math.Min(first + Step - 1, rows));
            }
        }
    }

    // Everything a statement made: the index of a UNIQUE constraint has none and stays. SpatiaLite's triggers keep the
    // R*Tree row by row; dropped with the indexes, they let it be filled at once.
    private List<string> DropIndexes()
    {
        var made = _connection.Query<(string Type, string Name, string Sql)>(StagingSql.Indexes, transaction: _transaction).ToList();
        foreach (var (type, name, _) in made)
        {
            _connection.Execute($"DROP {type} \"{name}\"", transaction: _transaction);
        }
        return [.. made.Select(index => index.Sql)];
    }

    private void Rebuild(List<string> dropped)
    {
        _connection.Execute(StagingSql.FillSpatialIndex, transaction: _transaction);
        _connection.Execute(StagingSql.ClearAssociates, transaction: _transaction);
        _connection.Execute(StagingSql.FillAssociates(_dialect), transaction: _transaction);
        foreach (var statement in dropped)
        {
            _connection.Execute(statement, transaction: _transaction);
        }
        _connection.Execute(StagingSql.Analyze, transaction: _transaction);
    }
}
