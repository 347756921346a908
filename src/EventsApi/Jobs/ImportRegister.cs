using EventsApi.Data.Office;
using EventsApi.Data.Storage;

namespace EventsApi.Jobs;

/// <summary>
/// All imports by their number: the jobs of the office, with their reports, and those that only the record of versions
/// knows of: of a command that was killed after its commit, of a store that was copied, or so old that the job is gone.
/// </summary>
internal sealed class ImportRegister(Database database, OfficeStore office)
{
    /// <summary>The import of a number, or null.</summary>
    public async Task<ImportJob?> FindAsync(long id, CancellationToken token)
    {
        if (await office.JobAsync(id, token) is { } job)
        {
            return job;
        }
        await using var session = await database.ReadAsync(token);
        return await session.ImportAsync(id) is { } version ? ImportJob.Of(version) : null;
    }

    /// <summary>Imports below a number, the newest first.</summary>
    /// <param name="key">Only those of this key; null for all.</param>
    public async Task<IReadOnlyList<ImportJob>> PageAsync(string? key, long before, int limit, CancellationToken token)
    {
        // The versions first: what is committed meanwhile has a job.
        await using var session = await database.ReadAsync(token);
        var recorded = await session.ImportsAsync(limit, key, before);
        var jobs = await office.JobsAsync(key, before, limit, token);
        return [.. jobs.Concat(recorded.Select(ImportJob.Of)).DistinctBy(job => job.Id).OrderByDescending(job => job.Id).Take(limit)];
    }
}
