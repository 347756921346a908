using System.Collections.Concurrent;
using EventsApi.Data.Columns;
using EventsApi.Data.Queries;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>Remembers counts per data version and filter: paging through an answer counts once.</summary>
public sealed class CountMemory(ColumnMemory columns)
{
    // An entry is some hundred bytes; whoever asks for more different filters than this counts again.
    private const int MaximumEntries = 10_000;

    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _newest;

    /// <summary>How many events satisfy the predicate in the session's data version.</summary>
    public async Task<long> CountAsync(ReadSession session, Predicate where)
    {
        ArgumentNullException.ThrowIfNull(session);
        var statement = EventSql.Count(session.Dialect, where);
        var key = $"{session.Newest}\n{session.Version}\n{statement.Key}";
        if (_counts.TryGetValue(key, out var known))
        {
            return known;
        }
        var count = await columns.CountAsync(session, where) ?? await session.CountAsync(where);
        if (Interlocked.Exchange(ref _newest, session.Newest) != session.Newest || _counts.Count >= MaximumEntries)
        {
            _counts.Clear();
        }
        _counts[key] = count;
        return count;
    }
}
