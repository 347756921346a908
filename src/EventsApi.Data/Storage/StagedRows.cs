using Dapper;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using Microsoft.Data.Sqlite;

namespace EventsApi.Data.Storage;

/// <summary>
/// Rows collected in a temporary table of an SQLite connection, on disk, so that memory does not grow with the file and
/// a repeated id is found at once. Every engine collects so, before it is asked for anything.
/// </summary>
internal sealed class StagedRows : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly SqliteInsert _insert;

    /// <param name="connection">Its temporary database is used, nothing else.</param>
    public StagedRows(SqliteConnection connection)
    {
        _connection = connection;
        connection.Execute("PRAGMA temp_store = FILE; PRAGMA temp.journal_mode = OFF; PRAGMA temp.cache_size = -16000;");
        connection.Execute(StagingSql.Create);
        // Deferred: touches nothing but the temporary database.
        _transaction = connection.BeginTransaction(deferred: true);
        _insert = new SqliteInsert(connection, StagingSql.Add);
    }

    /// <summary>Collects a row; answers null, or the row of the same id that is there already and stays.</summary>
    public Event? Add(Event row) => SqliteErrors.Run(_connection, () => _insert.Add(row)
        ? null
        : _connection.QuerySingle<Event>(StagingSql.Find, new { id = row.EventIdCnty }, _transaction));

    /// <summary>Collects a row unless one of the same id is there; whether it was not.</summary>
    public bool AddUnlessThere(Event row) => SqliteErrors.Run(_connection, () => _insert.Add(row));

    /// <summary>Puts a row in the place of the one of the same id.</summary>
    public void Replace(Event row)
    {
        SqliteErrors.Run(_connection, () => _connection.Execute(StagingSql.Remove, new { id = row.EventIdCnty }, _transaction));
        Add(row);
    }

    /// <summary>Ends the collecting: the connection is free for another transaction.</summary>
    public void Complete()
    {
        _transaction.Commit();
        _transaction.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _insert.Dispose();
        await _transaction.DisposeAsync();
    }
}
