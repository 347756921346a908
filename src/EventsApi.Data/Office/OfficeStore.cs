using System.Data.Common;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Office;

/// <summary>
/// What a server keeps besides events: keys, tokens, imports and what makes them idempotent. Never in the way of an import, nor an import in its: a second SQLite
/// file beside the first, or tables of PostgreSQL that no import locks. Its transactions are short, one writer at a time.
/// </summary>
public abstract class OfficeStore : IAsyncDisposable
{
    private readonly SemaphoreSlim _migrating = new(1);
    private bool _isMigrated;

    /// <summary>The store that belongs to a database; made when it is first used.</summary>
    /// <param name="setting">What names the database, as <see cref="Database.Open"/> takes it.</param>
    public static OfficeStore Open(string setting) => Database.IsPostgres(setting) ? new PostgresOffice(setting) : new SqliteOffice(setting);

    /// <summary>Applies what is missing of its migrations.</summary>
    /// <returns>The names of those applied now.</returns>
    /// <exception cref="DatabaseUnavailableException">It cannot be used; says why.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken token)
    {
        if (_isMigrated)
        {
            return [];
        }
        await _migrating.WaitAsync(token);
        try
        {
            var applied = _isMigrated ? [] : await ApplyAsync(token);
            _isMigrated = true;
            return applied;
        }
        finally
        {
            _migrating.Release();
        }
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _migrating.Dispose();
        return ValueTask.CompletedTask;
    }

    internal async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken token)
    {
        await MigrateAsync(token);
        return await RunAsync(read, token);
    }

    internal async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> write, CancellationToken token)
    {
        await MigrateAsync(token);
        return await RunAsync(async connection =>
        {
            await using var transaction = await BeginAsync(connection, token);
            var result = await write(connection, transaction);
            await transaction.CommitAsync(token);
            return result;
        }, token);
    }

    private protected static Migrations Migrations(string database) => new("office", database, "office_migrations");

    private protected abstract Task<IReadOnlyList<string>> ApplyAsync(CancellationToken token);

    /// <summary>Runs a step on a connection, with the engine's errors as ours.</summary>
    private protected abstract Task<T> RunAsync<T>(Func<DbConnection, Task<T>> step, CancellationToken token);

    /// <summary>Begins to write, when nobody else does.</summary>
    private protected abstract Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken token);
}
