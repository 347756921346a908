using System.Data.Common;
using Dapper;
using EventsApi.Data.Storage;
using Microsoft.Data.Sqlite;

namespace EventsApi.Data.Office;

/// <summary>The office of a SpatiaLite file <c>NAME.db</c>: <c>NAME-office.db</c> beside it.</summary>
internal sealed class SqliteOffice(string database) : OfficeStore
{
    private readonly string _path = Path.Combine(Path.GetDirectoryName(database) ?? "", Path.GetFileNameWithoutExtension(database) + "-office" + Path.GetExtension(database));

    static SqliteOffice()
    {
        SqliteLibrary.Use();
        TypeHandlers.Register();
    }

    private string ConnectionString => new SqliteConnectionStringBuilder { DataSource = _path, Pooling = true, DefaultTimeout = 1 }.ToString();

    public override async ValueTask DisposeAsync()
    {
        await using (var connection = new SqliteConnection(ConnectionString))
        {
            SqliteConnection.ClearPool(connection);
        }
        await base.DisposeAsync();
    }

    private protected override Task<IReadOnlyList<string>> ApplyAsync(CancellationToken token) =>
        RunAsync(connection => SqliteMigrations.ApplyAsync((SqliteConnection)connection, Migrations(_path), token), token);

    private protected override async Task<T> RunAsync<T>(Func<DbConnection, Task<T>> step, CancellationToken token)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        return await SqliteErrors.RunAsync(connection, async () =>
        {
            await connection.OpenAsync(token);
            // FULL: what was answered is true after a power cut as well.
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            return await step(connection);
        }, token);
    }

    private protected override async Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken token) =>
        await SqliteDatabase.BeginWriteAsync((SqliteConnection)connection, token);
}
