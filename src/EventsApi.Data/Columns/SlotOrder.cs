namespace EventsApi.Data.Columns;

/// <summary>The order of a query's buckets by numbers alone, before any of them is made.</summary>
/// <param name="ranks">A number of a slot for each key of the order; whether the greater comes first.</param>
internal sealed class SlotOrder(IReadOnlyList<(Func<int, long> Of, bool Descending)> ranks) : IComparer<int>
{
    /// <summary>The rank of what is not known, which comes last either way.</summary>
    public const long Unknown = long.MaxValue;

    public int Compare(int x, int y)
    {
        foreach (var (of, descending) in ranks)
        {
            var (left, right) = (of(x), of(y));
            if (left != right)
            {
                return descending && left != Unknown && right != Unknown ? right.CompareTo(left) : left.CompareTo(right);
            }
        }
        return 0;
    }

    /// <summary>The first of the slots, so many at most, in no order.</summary>
    public IEnumerable<int> First(IEnumerable<int> slots, int count)
    {
        var last = Comparer<int>.Create((x, y) => Compare(y, x));
        var first = new PriorityQueue<int, int>(last);
        foreach (var slot in slots)
        {
            if (first.Count < count)
            {
                first.Enqueue(slot, slot);
            }
            else
            {
                first.EnqueueDequeue(slot, slot);
            }
        }
        return first.UnorderedItems.Select(item => item.Element);
    }
}
