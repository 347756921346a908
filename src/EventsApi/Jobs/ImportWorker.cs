using EventsApi.Data.Office;
using EventsApi.Data.Storage;

namespace EventsApi.Jobs;

/// <summary>
/// Takes one import after the other, the longest waiting first, from the server's start to its end. Of several servers on
/// one folder one works, and another goes on when it ends. What a crash interrupted is either committed or begins again.
/// </summary>
internal sealed partial class ImportWorker(OfficeStore office, ImportRunner runner, ImportDesk desk, JobFolder folder, ILogger<ImportWorker> log) : BackgroundService
{
    // Another process may have entered a job, or asked to cancel one.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private string? _told;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => WorkAsync(stoppingToken), stoppingToken);

    private async Task WorkAsync(CancellationToken token)
    {
        using var place = await OccupyAsync(token);
        for (var isFirst = true; !token.IsCancellationRequested;)
        {
            try
            {
                if (isFirst)
                {
                    await ResumeAsync(token);
                    isFirst = false;
                }
                while (await office.StartJobAsync(token) is { } job)
                {
                    await RunAsync(job, token);
                }
            }
            catch (Exception exception) when (exception is DatabaseUnavailableException or IOException or UnauthorizedAccessException)
            {
                Tell(exception);
            }
            await desk.EnteredAsync(Look, token);
        }
    }

    private async Task<IDisposable> OccupyAsync(CancellationToken token)
    {
        while (true)
        {
            if (folder.TryOccupy() is { } place)
            {
                folder.Clean();
                return place;
            }
            await Task.Delay(Look, token);
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
    }

    private async Task RunAsync(ImportJob job, CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(token);
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
        try
        {
            while (true)
            {
                await Task.Delay(Look, token);
                if (await office.JobAsync(id, token) is { Cancelled: 1 })
                {
                    await stop.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (DatabaseUnavailableException exception)
        {
            Tell(exception);
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

    [LoggerMessage(LogLevel.Error, "Imports cannot be worked on: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
