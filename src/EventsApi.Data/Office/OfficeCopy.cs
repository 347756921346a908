using Dapper;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Office;

/// <summary>Brings over what belongs to a store that was copied: keys, the reports of imports that have ended, and what was sent under which Idempotency-Key.</summary>
public static class OfficeCopy
{
    /// <summary>Copies what the target lacks; a key that was revoked since is revoked there too. A valid key of the target stays when another has its name.</summary>
    /// <returns>The keys and reports that are new in the target, and the imports of the source that have not ended, which stay there.</returns>
    public static async Task<(int Keys, int Reports, int Waiting)> RunAsync(OfficeStore from, OfficeStore to, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var (keys, jobs) = (await from.KeysAsync(token), await from.JobsAsync(null, long.MaxValue, int.MaxValue, token));
        var (last, tokens) = await from.ReadAsync(async connection =>
            (await connection.ExecuteScalarAsync<long>(JobSql.Last), (await connection.QueryAsync<IdempotencyEntry>(JobSql.AllRemembered)).AsList()), token);
        var ended = jobs.Where(job => job.HasEnded).ToList();
        return await to.WriteAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync(KeySql.RevokeCopied, keys.Where(key => key.Revoked is not null), transaction);
            var added = await connection.ExecuteAsync(KeySql.Copy, keys, transaction);
            var reports = await connection.ExecuteAsync(JobSql.Copy, ended, transaction);
            await connection.ExecuteAsync(JobSql.CopyRemembered, tokens.Where(entry => ended.Exists(job => job.Id == entry.Import)), transaction);
            await connection.ExecuteAsync(JobSql.RaiseTo, new { number = last }, transaction);
            return (added, reports, jobs.Count - ended.Count);
        }, token);
    }

    private sealed record IdempotencyEntry
    {
        public string KeyName { get; init; } = "";

        public string Token { get; init; } = "";

        public string Fingerprint { get; init; } = "";

        public long Import { get; init; }

        public long Created { get; init; }
    }
}
