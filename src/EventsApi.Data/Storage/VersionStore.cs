using System.Data.Common;
using Dapper;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>The record of committed writes.</summary>
public static class VersionStore
{
    /// <summary>The version that counted at a time; null before the record begins.</summary>
    public static Task<DataVersion?> VersionAtAsync(this ReadSession session, DateTimeOffset time) =>
        session.FirstAsync<DataVersion>(VersionSql.At, new { time = time.ToUnixTimeMilliseconds() });

    /// <summary>Where the record begins.</summary>
    public static async Task<DataVersion> OldestVersionAsync(this ReadSession session) => (await session.FirstAsync<DataVersion>(VersionSql.Oldest))!;

    /// <summary>The versions from one to another, both included.</summary>
    public static Task<List<DataVersion>> VersionsAsync(this ReadSession session, long first, long last) =>
        session.ListAsync<DataVersion>(VersionSql.Between, new { first, last });

    /// <summary>The import of a number, or null.</summary>
    public static Task<DataVersion?> ImportAsync(this ReadSession session, long number) => session.FirstAsync<DataVersion>(VersionSql.OfImport, new { import = number });

    /// <summary>Imports that changed something, the newest first.</summary>
    /// <param name="key">Only those of this key; null for all.</param>
    /// <param name="before">Only those of lower numbers.</param>
    public static Task<List<DataVersion>> ImportsAsync(this ReadSession session, int most, string? key = null, long before = long.MaxValue) =>
        session.ListAsync<DataVersion>(VersionSql.Imports, new { most, key, before });

    /// <summary>The releases, the newest first.</summary>
    public static Task<List<Release>> ReleasesAsync(this ReadSession session) => session.ListAsync<Release>(VersionSql.Releases);

    /// <summary>The release of a name, or null.</summary>
    public static Task<Release?> ReleaseAsync(this ReadSession session, string name) => session.FirstAsync<Release>(VersionSql.Release, new { name });

    /// <summary>Names the data as it is now, for good.</summary>
    /// <exception cref="ReleaseTakenException">There is a release of that name.</exception>
    public static async Task<Release> PublishAsync(this Database database, string name, WriteOrigin origin, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(origin);
        Release? release = null;
        await database.WriteAsync(async (connection, transaction) =>
        {
            if (await connection.QueryFirstOrDefaultAsync<Release>(VersionSql.Release, new { name }, transaction) is { } taken)
            {
                throw new ReleaseTakenException($"The release '{name}' was published {taken.At:yyyy-MM-dd HH:mm:ss}Z; a release never changes.");
            }
            var newest = await connection.QueryFirstOrDefaultAsync<DataVersion>(VersionSql.Newest, transaction: transaction);
            release = new Release { Name = name, Version = await NextAsync(connection, transaction), Time = Now(newest) };
            await connection.ExecuteAsync(VersionSql.Publish, release, transaction);
            return origin.Of(DataVersion.Release);
        }, token);
        return release!;
    }

    /// <summary>The version that the transaction's write will make.</summary>
    internal static Task<long> NextAsync(DbConnection connection, DbTransaction transaction) => connection.ExecuteScalarAsync<long>(VersionSql.Next, transaction: transaction);

    /// <summary>When the newest version was committed, in Unix seconds.</summary>
    internal static async Task<long> NewestSecondAsync(DbConnection connection, DbTransaction transaction) =>
        (await connection.QueryFirstOrDefaultAsync<DataVersion>(VersionSql.Newest, transaction: transaction))?.Time / 1000 ?? 0;

    /// <summary>Records a write and raises the data version, in its transaction.</summary>
    internal static async Task<DataVersion> RecordAsync(DbConnection connection, DbTransaction transaction, DataVersion write)
    {
        var newest = await connection.QueryFirstOrDefaultAsync<DataVersion>(VersionSql.Newest, transaction: transaction);
        var recorded = write with
        {
            Version = await NextAsync(connection, transaction),
            Time = Now(newest),
            ImportNumber = write.Operation is DataVersion.Import or DataVersion.Revert
                ? write.ImportNumber ?? await connection.ExecuteScalarAsync<long>(VersionSql.NextImport, transaction: transaction)
                : null,
        };
        await EnterAsync(connection, transaction, recorded);
        return recorded;
    }

    /// <summary>Makes a version the next one, for whoever brings over another store's.</summary>
    internal static Task GoBeforeAsync(DbConnection connection, DbTransaction transaction, long version) =>
        connection.ExecuteAsync(VersionSql.Raise, new { version = version - 1 }, transaction);

    /// <summary>Enters a version as it is and makes it the newest.</summary>
    internal static async Task EnterAsync(DbConnection connection, DbTransaction transaction, DataVersion write)
    {
        await connection.ExecuteAsync(VersionSql.Forget, new { version = write.Version }, transaction);
        await connection.ExecuteAsync(VersionSql.Record, write, transaction);
        await connection.ExecuteAsync(VersionSql.Raise, new { version = write.Version }, transaction);
    }

    // A clock may be set back; the order of versions is that of their times as well.
    private static long Now(DataVersion? newest) => Math.Max(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), newest?.Time ?? 0);

    internal static async Task<T?> FirstAsync<T>(this ReadSession session, string sql, object? parameters = null)
        where T : class => (await session.ListAsync<T>(sql, parameters)).FirstOrDefault();

    internal static async Task<List<T>> ListAsync<T>(this ReadSession session, Statement statement) =>
        (await session.AskAsync(() => new ValueTask<IEnumerable<T>>(session.Connection.QueryAsync<T>(session.Command(statement))))).AsList();

    internal static async Task<List<T>> ListAsync<T>(this ReadSession session, string sql, object? parameters = null) => (await session.AskAsync(() => new ValueTask<IEnumerable<T>>(
        session.Connection.QueryAsync<T>(new CommandDefinition(sql, parameters, session.Transaction, cancellationToken: session.Token))))).AsList();
}
