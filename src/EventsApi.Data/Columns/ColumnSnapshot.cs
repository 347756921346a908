using System.Collections.Concurrent;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Columns;

/// <summary>A column as codes of its different values.</summary>
/// <param name="Index">Where a segment has it.</param>
internal sealed record CodedColumn(int Index, ValueView Values);

/// <summary>
/// The events of one data version by column, in memory: what may be grouped, counted or compared by value as codes, the
/// coordinates, and which boundaries an event lies in. Never changed once it is built. It holds no free text, of lists
/// those of actors alone, and no ids of data sets' own.
/// </summary>
public sealed class ColumnSnapshot
{
    // More threads would only wait for the store.
    private const int MostReaders = 4;

    // Beyond this share of the events everything is read anew.
    private const int MostChanged = 5;

    // Removals leave segments that are not full; so many do not matter.
    private const int FewSegments = 16;

    private readonly Dictionary<Column, CodedColumn> _columns;
    private readonly ColumnLists _lists;
    private readonly ConcurrentDictionary<string, Axis> _axes = new(StringComparer.Ordinal);

    private ColumnSnapshot(long version, ColumnLists lists, IReadOnlyList<Segment> segments)
    {
        (Version, _lists, Segments) = (version, lists, segments);
        _columns = ColumnLists.Columns.Select((column, i) => (column, i)).ToDictionary(pair => pair.column, pair => new CodedColumn(pair.i, lists.All[pair.i].View()));
        Boundaries = new CodedColumn(ColumnLists.Columns.Count, lists.All[^1].View());
        Count = segments.Sum(segment => segment.Count);
    }

    /// <summary>The data version that it is of.</summary>
    public long Version { get; }

    /// <summary>Events.</summary>
    public int Count { get; }

    /// <summary>Bytes that an event takes on average, its share in the different values apart.</summary>
    public long BytesPerEvent => Count == 0 ? 0 : Segments.Sum(segment => (long)segment.Count * segment.Width) / Count;

    internal IReadOnlyList<Segment> Segments { get; }

    /// <summary>The ids of the boundaries that an event lies in, joined.</summary>
    internal CodedColumn Boundaries { get; }

    /// <summary>How many sessions of one data version a build is quickest with.</summary>
    internal static int Readers => Math.Min(MostReaders, Environment.ProcessorCount);

    /// <summary>Reads all events of sessions that see the same data version.</summary>
    internal static async Task<ColumnSnapshot> BuildAsync(IReadOnlyList<ReadSession> sessions)
    {
        var ranges = new SegmentRanges(await sessions[0].IdRangeAsync());
        // The store of a file works on the calling thread.
        var readers = sessions.Select(session => Task.Run(() => ReadAsync(session, ranges))).ToList();
        var parts = await Task.WhenAll(readers);
        var lists = parts[0].Lists;
        var read = parts[0].Segments.ToList();
        foreach (var part in parts.Skip(1))
        {
            var tables = lists.CodesOf(part.Lists);
            read.AddRange(part.Segments.Select(segment => segment.Mapped(tables)));
        }
        return new ColumnSnapshot(sessions[0].Version, lists, [.. read.OrderBy(segment => segment.Ids[0])]);
    }

    /// <summary>
    /// The snapshot of a session's later data version, which shares what did not change; null where reading everything anew is
    /// quicker, or the only way. Of all snapshots that share, the newest alone may be asked, and by one thread.
    /// </summary>
    internal async Task<ColumnSnapshot?> FollowAsync(ReadSession session)
    {
        var writes = await session.VersionsAsync(Version + 1, session.Version);
        if (writes.Count != session.Version - Version || writes.Exists(write => write.Operation == DataVersion.Boundaries)
            || writes.Sum(write => write.Inserted + write.Updated) > Count / MostChanged || Segments.Count > FewSegments + 2 * Count / Segment.Capacity)
        {
            return null;
        }
        var builder = new SegmentBuilder(_lists.All);
        await session.AddChangedRowsAsync(Version, builder);
        var changed = builder.Take();
        var ids = writes.Exists(write => write.Deleted > 0) ? await session.IdsAsync(Predicate.Everything) : null;
        return new ColumnSnapshot(session.Version, _lists, SegmentMerge.Of(Segments, changed, ids, builder));
    }

    /// <summary>The column, or null when it is not held.</summary>
    internal CodedColumn? Find(Column column) => _columns.GetValueOrDefault(column);

    internal CodedColumn this[Column column] => _columns[column];

    internal Axis Axis(Group group) => _axes.GetOrAdd(group.Name, _ => Columns.Axis.Of(this, group));

    /// <summary>True for the events of these ids, in the store, alone.</summary>
    internal Test TestOf(IEnumerable<long> ids)
    {
        var belonging = Segments.ToDictionary(segment => segment, segment => new Lazy<byte[]>(() => new byte[segment.Count]));
        var firsts = Segments.Select(segment => segment.Ids[0]).ToArray();
        foreach (var id in ids)
        {
            var found = Array.BinarySearch(firsts, id);
            var segment = Segments[found < 0 ? ~found - 1 : found];
            belonging[segment].Value[Array.BinarySearch(segment.Ids, id)] = Truth.True;
        }
        return (segment, first, truths) =>
        {
            truths.Clear();
            if (belonging[segment] is { IsValueCreated: true } some)
            {
                some.Value.AsSpan(first, truths.Length).CopyTo(truths);
            }
        };
    }

    private static async Task<(ColumnLists Lists, List<Segment> Segments)> ReadAsync(ReadSession session, SegmentRanges ranges)
    {
        var lists = new ColumnLists();
        var builder = new SegmentBuilder(lists.All);
        var segments = new List<Segment>();
        while (ranges.Next() is { } range)
        {
            await session.AddRowsAsync(range, builder);
            segments.AddRange(builder.Take());
        }
        return (lists, segments);
    }

    /// <summary>Ranges of ids, handed out to whoever comes for the next.</summary>
    private sealed class SegmentRanges((long First, long Last) ids)
    {
        private long _next = ids.First;

        public (long First, long Last)? Next()
        {
            var first = Interlocked.Add(ref _next, Segment.Capacity) - Segment.Capacity;
            return first > ids.Last ? null : (first, first + Segment.Capacity - 1);
        }
    }
}
