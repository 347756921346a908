namespace EventsApi.Data.Storage;

/// <summary>Remembers the boundaries with their counts for one data version: counting reads a whole index.</summary>
public sealed class BoundaryMemory
{
    private sealed record Known(long Version, IReadOnlyList<BoundarySummary> Boundaries);

    private Known? _known;

    public async Task<IReadOnlyList<BoundarySummary>> ListAsync(ReadSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (_known is { } known && known.Version == session.Version)
        {
            return known.Boundaries;
        }
        var boundaries = await session.BoundariesAsync();
        _known = new Known(session.Version, boundaries);
        return boundaries;
    }
}
