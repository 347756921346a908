using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Columns;

/// <summary>The slots of buckets whose numbers are too large to be slots: 0, 1, 2 … in the order that they come up. Several times as quick as Dictionary.</summary>
internal sealed class SlotMap
{
    private readonly List<long> _numbers = [];

    // Open addressing; slot + 1, so that 0 is free. At most half full.
    private int[] _table = new int[4096];

    public int Count => _numbers.Count;

    /// <summary>The number of a slot.</summary>
    public long this[int slot] => _numbers[slot];

    /// <summary>The slot of a number, a new one where it has none.</summary>
    /// <exception cref="TooManyBucketsException">There are more than anybody may ask for.</exception>
    public int SlotOf(long number)
    {
        var place = Place(number);
        for (; _table[place] != 0; place = (place + 1) & (_table.Length - 1))
        {
            if (_numbers[_table[place] - 1] == number)
            {
                return _table[place] - 1;
            }
        }
        if (_numbers.Count == AggregateQuery.MostBuckets)
        {
            throw new TooManyBucketsException();
        }
        _numbers.Add(number);
        _table[place] = _numbers.Count;
        if (_numbers.Count * 2 > _table.Length)
        {
            Widen();
        }
        return _numbers.Count - 1;
    }

    private void Widen()
    {
        _table = new int[_table.Length * 2];
        for (var slot = 0; slot < _numbers.Count; slot++)
        {
            var place = Place(_numbers[slot]);
            while (_table[place] != 0)
            {
                place = (place + 1) & (_table.Length - 1);
            }
            _table[place] = slot + 1;
        }
    }

    // Fibonacci hashing: the high bits of the product depend on all of the number's.
    private int Place(long number) => (int)((ulong)number * 0x9E37_79B9_7F4A_7C15 >> 32) & (_table.Length - 1);
}
