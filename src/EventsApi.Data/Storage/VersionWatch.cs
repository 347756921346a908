namespace EventsApi.Data.Storage;

/// <summary>
/// Waits for data that is newer. Whoever waits shares one look at the database; another process may have written, so
/// nobody can tell us.
/// </summary>
public sealed class VersionWatch(Database database)
{
    /// <summary>Clients that may wait at once.</summary>
    public const int MostWaiting = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private Task<long>? _look;
    private int _waiting;

    /// <summary>A place among those who wait, until its disposal; null when all are taken.</summary>
    public IDisposable? Enter()
    {
        if (Interlocked.Increment(ref _waiting) <= MostWaiting)
        {
            return new Place(this);
        }
        Interlocked.Decrement(ref _waiting);
        return null;
    }

    /// <summary>Ends when there is a newer version, or the time is over.</summary>
    /// <returns>Whether there is.</returns>
    public async Task<bool> WaitAsync(long version, TimeSpan atMost, CancellationToken token)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(token);
        time.CancelAfter(atMost);
        try
        {
            while (await NextLook().WaitAsync(time.Token) <= version)
            {
            }
            return true;
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return false;
        }
    }

    private Task<long> NextLook()
    {
        lock (_gate)
        {
            return _look is { IsCompleted: false } ? _look : _look = LookAsync();
        }
    }

    private async Task<long> LookAsync()
    {
        await Task.Delay(Pause);
        await using var session = await database.ReadAsync(CancellationToken.None);
        return session.Newest;
    }

    private sealed class Place(VersionWatch watch) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                Interlocked.Decrement(ref watch._waiting);
            }
        }
    }
}
