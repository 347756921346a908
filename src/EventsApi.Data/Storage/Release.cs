namespace EventsApi.Data.Storage;

/// <summary>A name for a data version that can be cited: it stands for the same events for ever.</summary>
public sealed record Release
{
    public string Name { get; init; } = "";

    /// <summary>The data version.</summary>
    public long Version { get; init; }

    /// <summary>When it was published, in Unix milliseconds.</summary>
    public long Time { get; init; }

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(Time);
}

/// <summary>There is a release of that name already; the message says since when.</summary>
public sealed class ReleaseTakenException(string message) : Exception(message);
