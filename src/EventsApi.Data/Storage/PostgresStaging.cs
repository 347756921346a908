using System.Data.Common;
using System.Globalization;
using Dapper;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace EventsApi.Data.Storage;

/// <summary>Staging on this side; one binary COPY brings the rows over, where the same statements as in SQLite merge them.</summary>
internal sealed class PostgresStaging : Staging
{
    private static readonly IReadOnlyList<NpgsqlDbType> Types =
        [.. EventColumns.All.Select(TypeOf), .. EventColumns.Folded.Select(_ => NpgsqlDbType.Text)];

    private readonly NpgsqlDataSource _source;
    private readonly PostgresDatabase _database;
    private readonly SqliteConnection _local;
    private readonly StagedRows _rows;
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;
    private MergeCounts _counts = new(0, 0, 0);

    public PostgresStaging(NpgsqlDataSource source, PostgresDatabase database)
    {
        (_source, _database) = (source, database);
        // An empty name is a temporary database of SQLite's own, on disk and gone with the connection.
        _local = new SqliteConnection("Data Source=;Pooling=false");
        try
        {
            _rows = SqliteErrors.Run(_local, () =>
            {
                _local.Open();
                return new StagedRows(_local);
            });
        }
        catch
        {
            _local.Dispose();
            throw;
        }
    }

    public override Event? Add(Event row) => _rows.Add(row);

    public override void Replace(Event row) => _rows.Replace(row);

    public override bool RemoveUnlessStaged(string id) => _rows.AddUnlessThere(new Event { EventIdCnty = id });

    public override Task<MergeCounts> MergeAsync(long? timestamp, IProgress<long>? progress, CancellationToken token) => PostgresErrors.RunAsync(_database.Name, () => SqliteErrors.RunAsync(_local, async () =>
    {
        token.ThrowIfCancellationRequested();
        _rows.Complete();
        _connection = await _source.OpenConnectionAsync(token);
        _transaction = await PostgresDatabase.BeginWriteAsync(_connection, token);
        await ExecuteAsync(StagingSql.CreateLike, token);
        await CopyAsync(_connection, token);
        await ExecuteAsync(PostgresSql.IndexStaged, token);
        var merge = new EventMerge(_connection, _transaction, _database.Dialect, timestamp, Replayed, Expected, progress, token);
        var counts = await merge.CompareAsync();
        _counts = counts;
        // Dropping takes a lock that readers wait for until the commit: not where there is anything worth reading.
        var dropped = MayHoldReaders && merge.Stored < counts.Inserted / 100 ? await DropIndexesAsync(token) : [];
        await merge.WriteAsync(counts);
        foreach (var statement in dropped)
        {
            await ExecuteAsync(statement, token);
        }
        if (counts.Changed)
        {
            await merge.AddAssociatesAsync();
            await merge.AssignAsync();
        }
        if (counts.Inserted > merge.Stored)
        {
            await ExecuteAsync(PostgresSql.Analyze, token);
        }
        return counts;
    }, token), token);

    public override Task<DataVersion?> CommitAsync(Attribution attribution, DataVersion write, CancellationToken token) => PostgresErrors.RunAsync(_database.Name, async () =>
    {
        var recorded = await EventMerge.FinishAsync(_connection!, _transaction!, _database.Dialect, attribution, _counts, write, Replayed);
        await _transaction!.CommitAsync(token);
        return recorded;
    }, token);

    public override async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync();
        await _local.DisposeAsync();
        if (_connection is not null)
        {
            // Closing rolls back what is not committed.
            await _connection.DisposeAsync();
        }
    }

    private Task ExecuteAsync(string sql, CancellationToken token) =>
        _connection!.ExecuteAsync(new CommandDefinition(sql, transaction: _transaction, cancellationToken: token));

    // Building an index at once is cheaper than keeping it while rows arrive. Answers what makes them again.
    private async Task<List<string>> DropIndexesAsync(CancellationToken token)
    {
        var made = (await _connection!.QueryAsync<(string Name, string Sql)>(PostgresSql.Indexes, transaction: _transaction)).ToList();
        foreach (var (name, _) in made)
        {
            await ExecuteAsync($"DROP INDEX {name}", token);
        }
        return [.. made.Select(index => index.Sql)];
    }

    private async Task CopyAsync(NpgsqlConnection connection, CancellationToken token)
    {
        await using var rows = await _local.ExecuteReaderAsync(StagingSql.All);
        await using var copy = await connection.BeginBinaryImportAsync(StagingSql.Copy, token);
        copy.Timeout = Timeout.InfiniteTimeSpan;
        while (await rows.ReadAsync(token))
        {
            await copy.StartRowAsync(token);
            Write(copy, rows, 0, NpgsqlDbType.Bigint);
            for (var i = 0; i < Types.Count; i++)
            {
                Write(copy, rows, i + 1, Types[i]);
            }
        }
        await copy.CompleteAsync(token);
    }

    // Not asynchronous value by value: that costs more than the value, and a full buffer only waits for the server.
    private static void Write(NpgsqlBinaryImporter copy, DbDataReader rows, int i, NpgsqlDbType type)
    {
        switch (type)
        {
            case var _ when rows.IsDBNull(i):
                copy.WriteNull();
                break;
            case NpgsqlDbType.Bigint:
                copy.Write(rows.GetInt64(i), type);
                break;
            case NpgsqlDbType.Double:
                copy.Write(rows.GetDouble(i), type);
                break;
            case NpgsqlDbType.Date:
                copy.Write(DateOnly.ParseExact(rows.GetString(i), "yyyy-MM-dd", CultureInfo.InvariantCulture), type);
                break;
            default:
                copy.Write(rows.GetString(i), type);
                break;
        }
    }

    private static NpgsqlDbType TypeOf(Column column) => column.Type switch
    {
        ColumnType.Integer => NpgsqlDbType.Bigint,
        ColumnType.Real => NpgsqlDbType.Double,
        ColumnType.Date => NpgsqlDbType.Date,
        _ => NpgsqlDbType.Text,
    };
}
