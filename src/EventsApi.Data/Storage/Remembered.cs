namespace EventsApi.Data.Storage;

/// <summary>Remembers, for one data version, what takes reading a whole index or every event to find.</summary>
public sealed class Remembered<T>(Func<ReadSession, Task<T>> read)
{
    private sealed record Known(long Version, T Value);

    private Known? _known;

    /// <summary>The value in the session's data version.</summary>
    public async Task<T> GetAsync(ReadSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (_known is { } known && known.Version == session.Version)
        {
            return known.Value;
        }
        var value = await read(session);
        _known = new Known(session.Version, value);
        return value;
    }
}
