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
    private bool _changed;

    public PostgresStaging(NpgsqlDataSource source, PostgresDatabase database)
    {
        (_source, _database) = (source, database);
        // An empty name is a temporary database of SQLite's own, on disk and gone with the connection.
        _local = new SqliteConnection("Data Source=;Pooling=false");
        _local.Open();
        _rows = new StagedRows(_local);
    }

    public override Event? Add(Event row) => _rows.Add(row);

    public override void Replace(Event row) => _rows.Replace(row);

    public override Task<MergeCounts> MergeAsync(long? timestamp, IProgress<long>? progress, CancellationToken token) => PostgresErrors.RunAsync(_database.Name, async () =>
    {
        token.ThrowIfCancellationRequested();
        _rows.Complete();
        _connection = await _source.OpenConnectionAsync(token);
        _transaction = await PostgresDatabase.BeginWriteAsync(_connection, token);
        await _connection.ExecuteAsync(StagingSql.CreateLike, transaction: _transaction);
        await CopyAsync(_connection, token);
        await _connection.ExecuteAsync(PostgresSql.IndexStaged, transaction: _transaction, commandTimeout: 0);
        var merge = new EventMerge(_connection, _transaction, _database.Dialect, timestamp, progress, token);
        var counts = await merge.CompareAsync();
        _changed = counts.Inserted + counts.Updated > 0;
        await merge.WriteAsync(counts);
        if (_changed)
        {
            await merge.AddAssociatesAsync();
            await merge.AssignAsync();
        }
        if (counts.Inserted > merge.Stored)
        {
            await _connection.ExecuteAsync(PostgresSql.Analyze, transaction: _transaction, commandTimeout: 0);
        }
        return counts;
    }, token);

    public override Task CommitAsync(Attribution attribution, CancellationToken token) => PostgresErrors.RunAsync(_database.Name, async () =>
    {
        await EventMerge.FinishAsync(_connection!, _transaction!, _database.Dialect, attribution, _changed);
        await _transaction!.CommitAsync(token);
        return true;
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

    private async Task CopyAsync(NpgsqlConnection connection, CancellationToken token)
    {
        await using var rows = await _local.ExecuteReaderAsync(StagingSql.All);
        await using var copy = await connection.BeginBinaryImportAsync(StagingSql.Copy, token);
        copy.Timeout = Timeout.InfiniteTimeSpan;
        while (await rows.ReadAsync(token))
        {
            await copy.StartRowAsync(token);
            await copy.WriteAsync(rows.GetInt64(0), NpgsqlDbType.Bigint, token);
            for (var i = 0; i < Types.Count; i++)
            {
                await WriteAsync(copy, rows, i + 1, Types[i], token);
            }
        }
        await copy.CompleteAsync(token);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, DbDataReader rows, int i, NpgsqlDbType type, CancellationToken token) => rows.IsDBNull(i)
        ? copy.WriteNullAsync(token)
        : type switch
        {
            NpgsqlDbType.Bigint => copy.WriteAsync(rows.GetInt64(i), type, token),
            NpgsqlDbType.Double => copy.WriteAsync(rows.GetDouble(i), type, token),
            NpgsqlDbType.Date => copy.WriteAsync(DateOnly.ParseExact(rows.GetString(i), "yyyy-MM-dd", CultureInfo.InvariantCulture), type, token),
            _ => copy.WriteAsync(rows.GetString(i), type, token),
        };

    private static NpgsqlDbType TypeOf(Column column) => column.Type switch
    {
        ColumnType.Integer => NpgsqlDbType.Bigint,
        ColumnType.Real => NpgsqlDbType.Double,
        ColumnType.Date => NpgsqlDbType.Date,
        _ => NpgsqlDbType.Text,
    };
}
