using System.Data.Common;
using Dapper;
using EventsApi.Data.Sql;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Office;

/// <summary>An Idempotency-Key of a sender, with a hash of what is sent under it.</summary>
public sealed record IdempotencyToken(string Token, string Fingerprint);

/// <summary>More imports wait than are let in.</summary>
public sealed class QueueFullException(int most) : Exception($"{most} imports are waiting already; send it again later.");

/// <summary>Something else was sent under the same Idempotency-Key.</summary>
public sealed class TokenTakenException(string token) : Exception($"Another request was sent with the Idempotency-Key '{token}'; take a new one for each request.");

/// <summary>Imports as jobs.</summary>
public static class JobStore
{
    /// <summary>How long an Idempotency-Key is remembered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    /// <summary>Takes the next number for an import, which nobody else gets.</summary>
    public static async Task<long> NextImportAsync(this OfficeStore office, Database database, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(office);
        var stored = await StoredAsync(database, token);
        return await office.WriteAsync((connection, transaction) => NumberAsync(connection, transaction, stored), token);
    }

    /// <summary>Lets an import wait for its turn.</summary>
    /// <param name="job">Its number is filled in.</param>
    /// <param name="mostWaiting">So many may wait.</param>
    /// <param name="prepare">Done with the number, before anybody can begin with it.</param>
    /// <returns>The job; the one that was entered before under the same token when <c>New</c> is false.</returns>
    /// <exception cref="QueueFullException">Too many wait already.</exception>
    /// <exception cref="TokenTakenException">The token was used for something else.</exception>
    public static async Task<(ImportJob Job, bool New)> EnterJobAsync(
        this OfficeStore office, Database database, ImportJob job, IdempotencyToken? once, int mostWaiting, Action<long> prepare, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(prepare);
        var stored = await StoredAsync(database, token);
        return await office.WriteAsync(async (connection, transaction) =>
        {
            if (once is not null && await KnownAsync(connection, transaction, job.KeyName!, once) is { } known)
            {
                return (known, false);
            }
            if (await connection.ExecuteScalarAsync<long>(JobSql.Waiting, transaction: transaction) >= mostWaiting)
            {
                throw new QueueFullException(mostWaiting);
            }
            var entered = job with { Id = await NumberAsync(connection, transaction, stored), Created = Now() };
            await connection.ExecuteAsync(JobSql.Add, entered, transaction);
            if (once is not null)
            {
                await connection.ExecuteAsync(JobSql.Remember, new { entered.KeyName, once.Token, once.Fingerprint, Import = entered.Id, entered.Created }, transaction);
            }
            prepare(entered.Id);
            return (entered, true);
        }, token);
    }

    /// <summary>Enters an import that ended elsewhere.</summary>
    public static Task RecordJobAsync(this OfficeStore office, ImportJob job, CancellationToken token) => office.ChangeAsync(JobSql.Record, job, token);

    /// <summary>The numbers of the jobs that ended before a time (Unix milliseconds).</summary>
    public static Task<List<long>> OldJobsAsync(this OfficeStore office, long before, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(office);
        return office.ReadAsync(async connection => (await connection.QueryAsync<long>(JobSql.Old, new { before })).AsList(), token);
    }

    /// <summary>Removes the jobs that ended before a time (Unix milliseconds).</summary>
    public static Task RemoveJobsAsync(this OfficeStore office, long before, CancellationToken token) => office.ChangeAsync(JobSql.Remove, new { before }, token);

    /// <summary>The job of a number, or null.</summary>
    public static Task<ImportJob?> JobAsync(this OfficeStore office, long id, CancellationToken token) => office.FirstAsync(JobSql.Get, new { id }, token);

    /// <summary>Jobs below a number, the newest first.</summary>
    /// <param name="key">Only those of this key; null for all.</param>
    public static Task<List<ImportJob>> JobsAsync(this OfficeStore office, string? key, long before, int limit, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(office);
        return office.ReadAsync(async connection => (await connection.QueryAsync<ImportJob>(JobSql.Page, new { key, before, limit })).AsList(), token);
    }

    /// <summary>Jobs that somebody began and did not end.</summary>
    public static Task<List<ImportJob>> UnfinishedJobsAsync(this OfficeStore office, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(office);
        return office.ReadAsync(async connection => (await connection.QueryAsync<ImportJob>(JobSql.Unfinished)).AsList(), token);
    }

    /// <summary>Begins with the job that waits longest; null when none does.</summary>
    public static async Task<ImportJob?> StartJobAsync(this OfficeStore office, CancellationToken token)
    {
        // Mostly none does, and looking takes no lock.
        return await office.FirstAsync(JobSql.Oldest, new { }, token) is null ? null : await office.WriteAsync(async (connection, transaction) =>
        {
            var job = await connection.QueryFirstOrDefaultAsync<ImportJob>(JobSql.Oldest, transaction: transaction);
            if (job is null)
            {
                return null;
            }
            var now = Now();
            await connection.ExecuteAsync(JobSql.Start, new { id = job.Id, now }, transaction);
            return job with { State = JobState.Running, Started = job.Started ?? now };
        }, token);
    }

    /// <summary>Lets a job that was begun wait again.</summary>
    public static Task RequeueJobAsync(this OfficeStore office, long id, CancellationToken token) => office.ChangeAsync(JobSql.Requeue, new { id }, token);

    /// <summary>Records a job's end.</summary>
    public static Task EndJobAsync(this OfficeStore office, long id, string state, string? report, string? error, int? status, CancellationToken token) =>
        office.ChangeAsync(JobSql.End, new { id, state, report, error, status, now = Now() }, token);

    /// <summary>Ends a job that waits, and asks whoever runs it to stop.</summary>
    /// <returns>Whether there is anything to stop.</returns>
    public static async Task<bool> CancelJobAsync(this OfficeStore office, long id, CancellationToken token) =>
        await office.ChangeAsync(JobSql.CancelWaiting, new { id, now = Now() }, token) + await office.ChangeAsync(JobSql.CancelRunning, new { id }, token) > 0;

    private static async Task<ImportJob?> KnownAsync(DbConnection connection, DbTransaction transaction, string key, IdempotencyToken once)
    {
        await connection.ExecuteAsync(JobSql.Forget, new { before = Now() - (long)Memory.TotalMilliseconds }, transaction);
        var known = await connection.QueryFirstOrDefaultAsync<(string Fingerprint, long Import)?>(JobSql.Known, new { KeyName = key, once.Token }, transaction);
        return known is not { } found ? null
            : found.Fingerprint == once.Fingerprint ? await connection.QueryFirstAsync<ImportJob>(JobSql.Get, new { id = found.Import }, transaction)
                : throw new TokenTakenException(once.Token);
    }

    // The events may have been imported by who knows no office: an older version, a copy of the store.
    private static async Task<long> StoredAsync(Database database, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var session = await database.ReadAsync(token);
        return (await session.ImportsAsync(1)).FirstOrDefault()?.ImportNumber ?? 0;
    }

    private static async Task<long> NumberAsync(DbConnection connection, DbTransaction transaction, long stored)
    {
        var number = Math.Max(stored, await connection.ExecuteScalarAsync<long>(JobSql.Last, transaction: transaction)) + 1;
        await connection.ExecuteAsync(JobSql.Raise, new { number }, transaction);
        return number;
    }

    private static Task<ImportJob?> FirstAsync(this OfficeStore office, string sql, object parameters, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(office);
        return office.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<ImportJob?>(sql, parameters), token);
    }

    private static Task<int> ChangeAsync(this OfficeStore office, string sql, object parameters, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(office);
        return office.WriteAsync((connection, transaction) => connection.ExecuteAsync(sql, parameters, transaction), token);
    }

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
