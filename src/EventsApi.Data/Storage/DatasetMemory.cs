namespace EventsApi.Data.Storage;

/// <summary>Remembers the data sets with their counts for one data version: counting reads a whole index.</summary>
public sealed class DatasetMemory
{
    private sealed record Known(long Version, IReadOnlyList<DatasetSummary> Datasets);

    private Known? _known;

    public async Task<IReadOnlyList<DatasetSummary>> ListAsync(ReadSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (_known is { } known && known.Version == session.Version)
        {
            return known.Datasets;
        }
        var datasets = await session.DatasetsAsync();
        _known = new Known(session.Version, datasets);
        return datasets;
    }
}
