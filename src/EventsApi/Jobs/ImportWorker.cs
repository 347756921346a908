using EventsApi.Data.Office;
using EventsApi.Data.Storage;

namespace EventsApi.Jobs;

/// <summary>
/// Takes one import after the other, the longest waiting first, from the server's start to its end. Of several servers on
/// one folder one works, and another goes on when it ends. What a crash interrupted is either committed or begins again.
/// </summary>
internal sealed partial class ImportWorker(
    OfficeStore office, ImportRunner runner, ImportDesk desk, JobFolder folder, Options options, ILogger<ImportWorker> log) : BackgroundService
{
    // Another process may have entered a job, or asked to cancel one.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // Between attempts while the disk is full or the database away.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Tidying = TimeSpan.FromHours(1);

    private string? _told;
    private DateTimeOffset _tidied;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => WorkAsync(stoppingToken), stoppingToken);

    private async Task WorkAsync(CancellationToken token)
    {
        using var place = await OccupyAsync(token);
        var wait = Look;
        // At the start, and after the office could not be reached, jobs may have been begun and not ended.
        for (var isSure = false; !token.IsCancellationRequested;)
        {
            try
            {
                if (!isSure)
                {
                    await ResumeAsync(token);
                    isSure = true;
                }
                await TidyAsync(token);
                while (await office.StartJobAsync(token) is { } job)
                {
                    await RunAsync(job, token);
                }
                (wait, _told) = (Look, null);
            }
            catch (Exception exception) when (!token.IsCancellationRequested)
            {
                // Whatever it is, it must not end the server.
                Tell(exception);
                isSure = false;
                wait = wait * 2 < Longest ? wait * 2 : Longest;
            }
            await desk.EnteredAsync(wait, token);
        }
    }

    private async Task<IDisposable> OccupyAsync(CancellationToken token)
    {
        for (var isTold = false; ; await Task.Delay(Look, token))
        {
            try
            {
                if (folder.TryOccupy() is { } place)
                {
                    return place;
                }
                if (!isTold)
                {
                    isTold = true;
                    LogOccupied(log, options.ImportFolder);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Tell(exception);
            }
        }
    }

    private async Task ResumeAsync(CancellationToken token)
    {
        foreach (var job in await office.UnfinishedJobsAsync(token))
        {
            if (!await runner.ReconcileAsync(job, token))
            {
                await (job.Cancelled == 1 ? office.EndJobAsync(job.Id, JobState.Cancelled, null, null, null, token) : office.RequeueJobAsync(job.Id, token));
            }
        }
        // Whoever was killed behind the end of an import left its body; one whose import is not known yet is just arriving.
        foreach (var id in folder.Bodies())
        {
            if (await office.JobAsync(id, token) is { HasEnded: true })
            {
                File.Delete(folder.Body(id));
            }
        }
    }

    // What the imports changed stays; their reports and rejected rows would fill the disk.
    private async Task TidyAsync(CancellationToken token)
    {
        var now = DateTimeOffset.UtcNow;
        if (now - _tidied < Tidying)
        {
            return;
        }
        folder.Clean();
        var before = now.AddDays(-options.ImportDays).ToUnixTimeMilliseconds();
        foreach (var id in await office.OldJobsAsync(before, token))
        {
            File.Delete(folder.Rejects(id));
        }
        await office.RemoveJobsAsync(before, token);
        _tidied = now;
    }

    private async Task RunAsync(ImportJob job, CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(token);
        desk.Begun(job.Id, stop);
        var watching = WatchAsync(job.Id, stop, watch.Token);
        try
        {
            await runner.RunAsync(job, desk.Tell, stop.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            await office.EndJobAsync(job.Id, JobState.Cancelled, null, null, null, CancellationToken.None);
            File.Delete(folder.Body(job.Id));
        }
        finally
        {
            await watch.CancelAsync();
            await watching;
            desk.Ended(job.Id);
        }
    }

    private async Task WatchAsync(long id, CancellationTokenSource stop, CancellationToken token)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Look, token);
                if (await office.JobAsync(id, token) is { Cancelled: 1 })
                {
                    await stop.CancelAsync();
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (DatabaseUnavailableException exception)
            {
                Tell(exception);
            }
        }
    }

    // Once, and not every second.
    private void Tell(Exception exception)
    {
        if (_told != exception.Message)
        {
            _told = exception.Message;
            LogFailed(log, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Another server works on the imports in {Folder}; this one goes on when that has ended")]
    private static partial void LogOccupied(ILogger log, string folder);

    [LoggerMessage(LogLevel.Error, "Imports cannot be worked on: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
