using System.Text.Json;
using EventsApi.Data.Imports;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Jobs;

/// <summary>Brings one job to its end. What was committed decides, whatever happened afterwards.</summary>
internal sealed partial class ImportRunner(Database database, OfficeStore office, JobFolder folder, Options options, ILogger<ImportRunner> log)
{
    private const int Attempts = 10;

    /// <summary>Runs a job that was begun; cancelling leaves the store as it was.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before it was committed.</exception>
    public async Task RunAsync(ImportJob job, Action<JobProgress> tell, CancellationToken token)
    {
        try
        {
            var asked = JobRequest.Read(job.Request);
            await EndAsync(job, asked.Reverts is { } number ? await RevertAsync(job, asked, number, token) : await ImportAsync(job, RequestOf(job, asked), tell, token));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            await EndAsync(job, exception);
        }
    }

    /// <summary>Ends a job that somebody began and did not end: when it was committed, with what the same file would change no more.</summary>
    /// <returns>False when nothing of it was committed, so that it can begin again.</returns>
    public async Task<bool> ReconcileAsync(ImportJob job, CancellationToken token)
    {
        if (await CommittedAsync(job.Id) is not { } version)
        {
            return false;
        }
        await EndAsync(job, File.Exists(folder.Body(job.Id)) ? await ReadAgainAsync(job, version, token) : ImportReport.Of(version));
        return true;
    }

    // The same rows once more, written nowhere, tell what was read and rejected. Insert and replace would now judge otherwise.
    private async Task<ImportReport> ReadAgainAsync(ImportJob job, DataVersion version, CancellationToken token)
    {
        try
        {
            var request = RequestOf(job, JobRequest.Read(job.Request)) with { DryRun = true, Mode = ImportMode.Upsert, Strict = false };
            var report = await ImportAsync(job, request, _ => { }, token);
            return report with
            {
                DryRun = false,
                Inserted = version.Inserted,
                Updated = version.Updated,
                Deleted = version.Deleted,
                Unchanged = report.Read - report.Merged - report.Rejected - version.Inserted - version.Updated,
                Recorded = version,
            };
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or DatabaseUnavailableException))
        {
            // Limits may be lower today, or the disk is full; what was committed counts without the rest.
            LogUnread(log, exception, job.Id);
            return ImportReport.Of(version);
        }
    }

    private ImportRequest RequestOf(ImportJob job, JobRequest asked) =>
        asked.For(job, new UnpackingLimits(options.MaximumUnpackedBytes, options.MaximumRatio)) with { Coverage = ImportFilters.Read(asked.Filter) };

    private async Task<ImportReport> RevertAsync(ImportJob job, JobRequest asked, long number, CancellationToken token) =>
        ImportReport.Of(await database.RevertAsync(number, new WriteOrigin(job.KeyName, asked.Reason, job.Id), DateTimeOffset.UtcNow.ToUnixTimeSeconds(), token));

    private async Task<ImportReport> ImportAsync(ImportJob job, ImportRequest request, Action<JobProgress> tell, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var rejects = new RejectsFile(folder.Rejects(job.Id), atOnce: false);
                await using var body = File.OpenRead(folder.Body(job.Id));
                var report = await new Importer(database).RunAsync(request, body, rejects.Add, JobProgress.Of(job.Id, tell), token);
                if (report.Rejected > 0)
                {
                    rejects.Commit();
                }
                return report;
            }
            catch (OvertakenException) when (attempt < Attempts)
            {
            }
        }
    }

    private async Task EndAsync(ImportJob job, ImportReport report)
    {
        var json = JsonSerializer.Serialize(report);
        await (report.Refused
            ? office.EndJobAsync(job.Id, JobState.Failed, json, $"Rejected rows: {report.Rejected}; with strict=true nothing was written.", StatusCodes.Status422UnprocessableEntity, CancellationToken.None)
            : office.EndJobAsync(job.Id, JobState.Succeeded, json, null, null, CancellationToken.None));
        File.Delete(folder.Body(job.Id));
    }

    private async Task EndAsync(ImportJob job, Exception exception)
    {
        var (status, error) = Explain(exception);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            LogFailed(log, exception, job.Id);
            // The answer to a commit may be lost, not the commit.
            if (await TryReconcileAsync(job))
            {
                return;
            }
        }
        await office.EndJobAsync(job.Id, JobState.Failed, null, error, status, CancellationToken.None);
        File.Delete(folder.Body(job.Id));
    }

    private async Task<bool> TryReconcileAsync(ImportJob job)
    {
        try
        {
            return await ReconcileAsync(job, CancellationToken.None);
        }
        catch (DatabaseUnavailableException)
        {
            return false;
        }
    }

    private async Task<DataVersion?> CommittedAsync(long id)
    {
        await using var session = await database.ReadAsync(CancellationToken.None);
        return await session.ImportAsync(id);
    }

    private static (int Status, string Error) Explain(Exception exception) => exception switch
    {
        FileTooLargeException => (StatusCodes.Status413PayloadTooLarge, exception.Message),
        InvalidRequestException => (StatusCodes.Status400BadRequest, exception.Message), // a filter that an earlier version took
        UnreadableFileException => (StatusCodes.Status422UnprocessableEntity, exception.Message),
        UnknownImportException => (StatusCodes.Status404NotFound, exception.Message),
        ChangedSinceException => (StatusCodes.Status409Conflict, exception.Message),
        ReplaceRefusedException => (StatusCodes.Status409Conflict, exception.Message),
        OvertakenException => (StatusCodes.Status409Conflict, exception.Message),
        NotWritableException full => Problems.Of(full),
        DatabaseUnavailableException => (StatusCodes.Status503ServiceUnavailable, "The database was not available; nothing was written. Send it again later."),
        FileNotFoundException or DirectoryNotFoundException => (StatusCodes.Status500InternalServerError, "The body that was sent is not there any more; send it again."),
        IOException or UnauthorizedAccessException => (StatusCodes.Status507InsufficientStorage, "The server could not keep a file of the import: its disk is full, or it may not write there. Nothing was written."),
        _ => (StatusCodes.Status500InternalServerError, "The server failed; its log says why."),
    };

    [LoggerMessage(LogLevel.Error, "Import {Id} failed")]
    private static partial void LogFailed(ILogger log, Exception exception, long id);

    [LoggerMessage(LogLevel.Warning, "Import {Id} was committed before the server ended; its file could not be read again, so its report has but what it changed")]
    private static partial void LogUnread(ILogger log, Exception exception, long id);
}
