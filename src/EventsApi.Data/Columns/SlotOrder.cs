namespace EventsApi.Data.Columns;

/// <summary>The order of slots by numbers alone, before a bucket is made of any.</summary>
/// <param name="slots">What is sorted.</param>
/// <param name="keys">For each key of the order a number of each of the slots; the lesser comes first.</param>
internal sealed class SlotOrder(int[] slots, IReadOnlyList<long[]> keys) : IComparer<int>
{
    /// <summary>The rank of what is not known, which comes last either way.</summary>
    public const long Unknown = long.MaxValue;

    /// <summary>A rank as the key of an order.</summary>
    public static long Key(long rank, bool descending) => descending && rank != Unknown ? -rank : rank;

    /// <summary>Places among the slots.</summary>
    public int Compare(int x, int y)
    {
        foreach (var key in keys)
        {
            if (key[x] != key[y])
            {
                return key[x].CompareTo(key[y]);
            }
        }
        return 0;
    }

    /// <summary>The first of the slots in their order, so many at most.</summary>
    public IEnumerable<int> First(int count)
    {
        var places = slots.Length > count ? Least(count) : [.. Enumerable.Range(0, slots.Length)];
        Array.Sort(places, this);
        return places.Select(place => slots[place]);
    }

    private int[] Least(int count)
    {
        var greatestFirst = Comparer<int>.Create((x, y) => Compare(y, x));
        var least = new PriorityQueue<int, int>(count, greatestFirst);
        for (var place = 0; place < slots.Length; place++)
        {
            if (least.Count < count)
            {
                least.Enqueue(place, place);
            }
            else
            {
                least.EnqueueDequeue(place, place);
            }
        }
        return [.. least.UnorderedItems.Select(item => item.Element)];
    }
}
