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
        if (Joint() is { } joint)
        {
            // Several times as quick as comparing key by key.
            Array.Sort(Array.ConvertAll(places, place => joint[place]), places);
        }
        else
        {
            Array.Sort(places, this);
        }
        return places.Select(place => slots[place]);
    }

    // All keys as the digits of one number, where there is room for them.
    private long[]? Joint()
    {
        var joint = new long[slots.Length];
        var size = (Int128)1;
        foreach (var key in keys)
        {
            var (least, greatest, anyUnknown) = Range(key);
            var digits = (Int128)greatest - least + 1 + (anyUnknown ? 1 : 0);
            if ((size *= digits) > long.MaxValue)
            {
                return null;
            }
            for (var place = 0; place < joint.Length; place++)
            {
                joint[place] = joint[place] * (long)digits + (key[place] == Unknown ? (long)digits - 1 : key[place] - least);
            }
        }
        return joint;
    }

    private static (long Least, long Greatest, bool AnyUnknown) Range(long[] key)
    {
        var (least, greatest, anyUnknown) = (long.MaxValue, long.MinValue, false);
        foreach (var number in key)
        {
            if (number == Unknown)
            {
                anyUnknown = true;
            }
            else
            {
                least = Math.Min(least, number);
                greatest = Math.Max(greatest, number);
            }
        }
        return least > greatest ? (0, -1, anyUnknown) : (least, greatest, anyUnknown);
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
