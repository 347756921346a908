using EventsApi.Data.Places;

namespace EventsApi.Data.Storage;

/// <summary>The smallest box that holds all events with coordinates, and their first and last day; null where there is none.</summary>
public sealed record DataExtent(BoundingBox? Box, DateOnly? First, DateOnly? Last);

/// <summary>Remembers the extent for one data version: finding it reads every event.</summary>
public sealed class ExtentMemory
{
    private sealed record Known(long Version, DataExtent Extent);

    private Known? _known;

    public async Task<DataExtent> GetAsync(ReadSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (_known is { } known && known.Version == session.Version)
        {
            return known.Extent;
        }
        var extent = await session.ExtentAsync();
        _known = new Known(session.Version, extent);
        return extent;
    }
}
