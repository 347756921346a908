using System.Security.Cryptography;
using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>What a store holds: the number of its events, and a SHA-256 over all of them, their past, the versions, data sets, releases and boundaries.</summary>
public sealed record StoreSum(long Events, string Checksum)
{
    /// <summary>The sum of what a session sees.</summary>
    public static async Task<StoreSum> OfAsync(ReadSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var events = await AddAsync(hash, session, HistorySql.CurrentRows, HistoryColumns.Current);
        await AddAsync(hash, session, HistorySql.PastRows, HistoryColumns.Past);
        Add(hash, session.Version);
        Add(hash, await session.VersionsAsync(0, long.MaxValue));
        Add(hash, await session.ListAsync<DatasetSummary>(DatasetSql.Names));
        Add(hash, await session.ReleasesAsync());
        foreach (var boundary in await session.ShapesAsync())
        {
            Add(hash, new { boundary.Id, boundary.Level, boundary.Name, Area = boundary.Area.AsBinary() });
        }
        return new StoreSum(events, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static async Task<long> AddAsync(IncrementalHash hash, ReadSession session, Statement statement, IReadOnlyList<Column> columns)
    {
        long rows = 0;
        await foreach (var row in session.RowsOfAsync(statement, columns))
        {
            Add(hash, row);
            Add(hash, new { row.Revision, row.Since, row.Until, row.Deleted });
            rows++;
        }
        return rows;
    }

    private static void Add<T>(IncrementalHash hash, T value) => hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(value));
}
