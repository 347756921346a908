using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using EventsApi.Data.Sql;
using Microsoft.Data.Sqlite;

namespace EventsApi.Data.Storage;

/// <summary>A SpatiaLite file in WAL mode: many readers, one writer, neither waits for the other.</summary>
public sealed class SqliteDatabase : Database
{
    // A slow export holds its connection for as long as its client reads; pages need theirs for milliseconds.
    private const int MaximumReaders = 64;

    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _readers = new(MaximumReaders);
    private readonly string _path;

    static SqliteDatabase()
    {
        SqliteLibrary.Use();
        TypeHandlers.Register();
    }

    /// <param name="path">Path of the file; made when absent, its folder too.</param>
    public SqliteDatabase(string path) => _path = path;

    public override Dialect Dialect { get; } = new SqliteDialect();

    public override string Name => _path;

    public override async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken token)
    {
        CreateFolder();
        await using var connection = OpenWriter();
        try
        {
            return await SqliteMigrations.ApplyAsync(connection, new Migrations("sqlite", _path), token);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, _path, token)
                ?? new DatabaseUnavailableException($"The database {_path} cannot be brought up to date; perhaps another program made it: {exception.Message}", exception);
        }
    }

    public override async Task<ReadSession> ReadAsync(CancellationToken token)
    {
        await _readers.WaitAsync(token);
        try
        {
            return BeginRead(_idle.TryTake(out var idle) ? idle : OpenReader(), token);
        }
        catch
        {
            _readers.Release();
            throw;
        }
    }

    public override async Task<DataVersion?> WriteAsync(Func<DbConnection, DbTransaction, Task<DataVersion?>> change, CancellationToken token)
    {
        await using var connection = OpenWriter();
        return await SqliteErrors.RunAsync(connection, async () =>
        {
            await using var transaction = await BeginWriteAsync(connection, token);
            using var cancellation = new SqliteCancellation(connection, token);
            var write = await change(connection, transaction);
            var recorded = write is null ? null : await VersionStore.RecordAsync(connection, transaction, write);
            await transaction.CommitAsync(token);
            return recorded;
        }, token);
    }

    public override Task<Staging> StageAsync(CancellationToken token)
    {
        var connection = OpenWriter();
        try
        {
            return Task.FromResult<Staging>(SqliteErrors.Run(connection, () => new SqliteStaging(connection, Dialect)));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
        _readers.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes the write lock, waiting for whoever holds it until the token is cancelled.</summary>
    internal static async Task<SqliteTransaction> BeginWriteAsync(SqliteConnection connection, CancellationToken token)
    {
        while (true)
        {
            // SpatiaLite lets every statement wait for five seconds, in which nobody can cancel it.
            if (SQLitePCL.raw.sqlite3_exec(connection.Handle, "PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; ROLLBACK; PRAGMA busy_timeout = 5000") != SQLitePCL.raw.SQLITE_BUSY)
            {
                try
                {
                    return connection.BeginTransaction(deferred: false);
                }
                catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY)
                {
                    // Somebody else was faster.
                }
            }
            await Task.Delay(LockPoll, token);
        }
    }

    private SqliteReadSession BeginRead(SqliteConnection connection, CancellationToken token)
    {
        try
        {
            return new SqliteReadSession(connection, Dialect, Return, token);
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Unavailable(exception);
        }
    }

    private void CreateFolder()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(_path));
        try
        {
            if (folder is not null)
            {
                Directory.CreateDirectory(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnavailableException($"The folder {folder} of the database cannot be made: {exception.Message}", exception);
        }
    }

    private void Return(SqliteConnection connection, bool healthy)
    {
        if (healthy)
        {
            _idle.Add(connection);
        }
        else
        {
            connection.Dispose();
        }
        _readers.Release();
    }

    // No memory map: pages would be faster, but a file that somebody cuts short under it ends the process, not the question.
    private SqliteConnection OpenReader() =>
        Open(SqliteOpenMode.ReadWrite, "PRAGMA query_only = ON; PRAGMA cache_size = -16000;");

    // FULL: what was committed survives a power cut. Debian builds SQLite to overwrite deleted rows with zeros, which
    // doubles the writing; FAST does so only where it costs nothing.
    private SqliteConnection OpenWriter() => Open(SqliteOpenMode.ReadWriteCreate,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = FAST; PRAGMA cache_size = -32000;");

    private SqliteConnection Open(SqliteOpenMode mode, string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.EnableExtensions();
            connection.LoadExtension("mod_spatialite");
            connection.Open();
            connection.Execute(pragmas);
            SqliteFunctions.AddTo(connection);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Unavailable(exception);
        }
    }

    private Exception Unavailable(SqliteException exception) => exception.Message.Contains("mod_spatialite", StringComparison.Ordinal)
        ? new DatabaseUnavailableException("SpatiaLite is not installed. " + SqliteLibrary.Installation, exception)
        : SqliteErrors.Translate(exception, _path, default)
            ?? new DatabaseUnavailableException($"The database {_path} cannot be opened: {exception.Message}", exception);
}
