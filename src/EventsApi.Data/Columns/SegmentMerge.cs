namespace EventsApi.Data.Columns;

/// <summary>Segments with rows replaced, added and taken out; what nothing happened to is shared.</summary>
internal static class SegmentMerge
{
    /// <param name="changed">Rows that take the place of those with their ids, or are new.</param>
    /// <param name="ids">The ids that there still are; null where none was taken out.</param>
    /// <param name="builder">Empty, with the lists that all codes are of.</param>
    public static List<Segment> Of(IReadOnlyList<Segment> segments, IReadOnlyList<Segment> changed, long[]? ids, SegmentBuilder builder)
    {
        if (ids is not null)
        {
            Array.Sort(ids);
        }
        var news = new Rows(changed);
        var merged = new List<Segment>();
        for (var i = 0; i < segments.Count; i++)
        {
            var end = i + 1 < segments.Count ? segments[i + 1].Ids[0] : long.MaxValue;
            var kept = Kept(segments[i], ids);
            if (kept.Count == segments[i].Count && !(news.Id < end))
            {
                merged.Add(segments[i]);
                continue;
            }
            foreach (var row in kept)
            {
                news.AddBelow(segments[i].Ids[row], builder);
                if (news.Id == segments[i].Ids[row])
                {
                    news.Take(builder);
                }
                else
                {
                    builder.Add(segments[i], row);
                }
            }
            news.AddBelow(end, builder);
            merged.AddRange(builder.Take());
        }
        news.AddBelow(long.MaxValue, builder);
        merged.AddRange(builder.Take());
        return merged;
    }

    private static IReadOnlyList<int> Kept(Segment segment, long[]? ids) => ids is null
        ? [.. Enumerable.Range(0, segment.Count)]
        : [.. Enumerable.Range(0, segment.Count).Where(row => Array.BinarySearch(ids, segment.Ids[row]) >= 0)];

    /// <summary>The rows of segments one after the other.</summary>
    private sealed class Rows(IReadOnlyList<Segment> segments)
    {
        private int _segment;
        private int _row;

        /// <summary>The id of the next row; null behind the last.</summary>
        public long? Id => _segment < segments.Count ? segments[_segment].Ids[_row] : null;

        public void Take(SegmentBuilder builder)
        {
            builder.Add(segments[_segment], _row);
            (_segment, _row) = _row + 1 < segments[_segment].Count ? (_segment, _row + 1) : (_segment + 1, 0);
        }

        public void AddBelow(long id, SegmentBuilder builder)
        {
            while (Id < id)
            {
                Take(builder);
            }
        }
    }
}
