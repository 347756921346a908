using System.Collections.Concurrent;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;

namespace EventsApi.Jobs;

/// <summary>Between requests and the one that works: takes jobs in, wakes it, tells how far it is, and waits for an end.</summary>
internal sealed class ImportDesk(Database database, OfficeStore office, JobFolder folder, Options options) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _entered = new(0);
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _running = new();
    private volatile JobProgress? _progress;
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets an import wait for its turn; its body, if it has one, is moved to its place.</summary>
    public async Task<(ImportJob Job, bool New)> EnterAsync(ImportJob job, IdempotencyToken? once, string? body, CancellationToken token)
    {
        var entered = await office.EnterJobAsync(database, job, once, options.MaximumQueue, Place, token);
        _entered.Release();
        return entered;

        void Place(long id)
        {
            if (body is not null)
            {
                File.Move(body, folder.Body(id), overwrite: true);
            }
        }
    }

    /// <summary>How far a job is; null when it does not run in this process.</summary>
    public JobProgress? Progress(long id) => _progress is { } progress && progress.Id == id ? progress : null;

    /// <summary>The job when it ended, or as it is when the time is over.</summary>
    public async Task<ImportJob> WaitAsync(long id, TimeSpan atMost, CancellationToken token)
    {
        var end = DateTimeOffset.UtcNow + atMost;
        while (true)
        {
            var ended = _ended.Task;
            var job = (await office.JobAsync(id, token))!;
            if (job.HasEnded || DateTimeOffset.UtcNow >= end)
            {
                return job;
            }
            await Task.WhenAny(ended, Task.Delay(Look, token));
        }
    }

    /// <summary>Ends a job that waits, and stops one that runs: at once in this process, in another when it looks.</summary>
    /// <returns>Whether there was anything to stop.</returns>
    public async Task<bool> CancelAsync(long id, CancellationToken token)
    {
        var stopped = await office.CancelJobAsync(id, token);
        if (stopped && _running.TryGetValue(id, out var stop))
        {
            try
            {
                await stop.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended.
            }
        }
        // Nobody will begin with one that waited, so nobody else removes what was sent.
        if (stopped && await office.JobAsync(id, token) is { HasEnded: true })
        {
            File.Delete(folder.Body(id));
        }
        return stopped;
    }

    /// <summary>A job begins here; cancelling stops it.</summary>
    public void Begun(long id, CancellationTokenSource stop) => _running[id] = stop;

    /// <summary>Ends when a job was entered here, or the time is over.</summary>
    public Task EnteredAsync(TimeSpan atMost, CancellationToken token) => _entered.WaitAsync(atMost, token);

    public void Tell(JobProgress progress) => _progress = progress;

    public void Ended(long id)
    {
        _running.TryRemove(id, out _);
        _progress = null;
        Interlocked.Exchange(ref _ended, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    public void Dispose() => _entered.Dispose();
}
