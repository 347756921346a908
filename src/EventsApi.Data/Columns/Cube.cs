using System.Numerics;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Columns;

/// <summary>
/// The buckets of one grouping while rows are added. A bucket's number is made of the places of its keys; it is the bucket's
/// slot itself where few numbers are possible, and looked up else. For one thread.
/// </summary>
internal sealed class Cube
{
    private const long MostDense = 1 << 20;

    private readonly Axis[] _axes;
    private readonly Digit<int>[] _digits = [];
    private readonly Digit<long>[] _longDigits = [];
    private readonly int _sides;
    private readonly int _dense;
    private readonly SlotMap? _slots;
    private readonly int _count;
    private readonly Accumulator[] _metrics;
    private readonly Accumulator.Counter _events;
    private readonly int[] _numbers = new int[Truth.Block];
    private readonly long[] _longNumbers = new long[Truth.Block];
    private readonly int[] _slot = new int[Truth.Block];
    private readonly int[] _kept = new int[Truth.Block];

    private Cube(ColumnSnapshot columns, Axis[] axes, IReadOnlyList<Metric> metrics, long size)
    {
        _axes = axes;
        _sides = axes.Aggregate(1, (product, axis) => product * axis.Sides);
        _metrics = [.. metrics.Append(Metric.Events).Distinct().Select(metric => Accumulator.Of(columns, metric))];
        _events = _metrics.OfType<Accumulator.Counter>().Single();
        _count = metrics.Count;
        if (size <= MostDense)
        {
            _dense = (int)size;
            _digits = [.. axes.Select((axis, i) => axis.Scale((int)Stride(i)))];
        }
        else
        {
            _slots = new SlotMap();
            _longDigits = [.. axes.Select((axis, i) => axis.Scale(Stride(i)))];
        }
    }

    /// <summary>Whether each row is in one bucket and no other.</summary>
    public bool IsPartition => _sides == 1;

    /// <summary>An empty cube, or null where there are more numbers than are counted with.</summary>
    public static Cube? Create(ColumnSnapshot columns, IReadOnlyList<Group> groups, IReadOnlyList<Metric> metrics)
    {
        Axis[] axes = [.. groups.Select(columns.Axis)];
        var size = axes.Aggregate((Int128)1, (product, axis) => product * axis.Size);
        return size > Digit<long>.Most ? null : new Cube(columns, axes, metrics, (long)size);
    }

    /// <summary>Adds the given rows of a block, counted from its first; at least one.</summary>
    public void Add(Segment segment, int first, ReadOnlySpan<int> rows)
    {
        if (_slots is null && IsPartition)
        {
            Add(segment, first, rows, SlotsOf(segment, first, rows));
            return;
        }
        for (var side = 0; side < _sides; side++)
        {
            var kept = _slots is null ? Keep(_digits, segment, first, side, rows, _numbers) : Keep(_longDigits, segment, first, side, rows, _longNumbers);
            if (kept > 0)
            {
                Add(segment, first, _kept.AsSpan(0, kept), _slot.AsSpan(0, kept));
            }
        }
    }

    private void Add(Segment segment, int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots)
    {
        foreach (var metric in _metrics)
        {
            metric.Grow(Capacity());
            metric.Add(segment, first, rows, slots);
        }
    }

    /// <summary>Adds what another cube of the same query has, or of the same metrics where this one has no groups.</summary>
    public void Add(Cube other)
    {
        var slots = new int[other.Slots];
        if (_axes.Length > 0)
        {
            for (var slot = 0; slot < slots.Length; slot++)
            {
                slots[slot] = _slots is null ? slot : _slots.SlotOf(other._slots![slot]);
            }
        }
        for (var i = 0; i < _metrics.Length; i++)
        {
            _metrics[i].Grow(Capacity());
            _metrics[i].Add(other._metrics[i], slots);
        }
    }

    /// <summary>All buckets that have rows, in no order; without groups there always is one.</summary>
    public List<Bucket> Buckets() => [.. Filled().Select(BucketOf)];

    /// <summary>The part of the buckets that a query asks for. Only those of its page are made, unless a cursor says where that begins.</summary>
    public BucketPage Page(AggregateQuery query)
    {
        if (query.After is not null)
        {
            return BucketPage.Of(query, Buckets());
        }
        var conditions = query.Having.Select(having => (Having: having, Metric: MetricOf(query, having.Metric))).ToList();
        int[] slots = conditions.Count == 0 ? [.. Filled()] : [.. Filled().Where(slot => conditions.TrueForAll(one => BucketPage.Holds(one.Having, one.Metric.Value(slot))))];
        var order = new SlotOrder(slots, [.. query.Sort.Select(key => Array.ConvertAll(slots, Key(query, key)))]);
        return BucketPage.Cut(query, [.. order.First((int)Math.Min(query.Limit + 1L, slots.Length)).Select(BucketOf)]);
    }

    private List<int> Filled()
    {
        foreach (var metric in _metrics)
        {
            metric.Grow(Capacity());
        }
        return _axes.Length == 0 ? [0] : _events.Filled(Slots);
    }

    private Bucket BucketOf(int slot)
    {
        var values = new object?[_count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _metrics[i].Value(slot);
        }
        return new Bucket(KeysOf(Number(slot)), values);
    }

    private Converter<int, long> Key(AggregateQuery query, BucketSort key)
    {
        if (key.Metric is { } asked)
        {
            var metric = MetricOf(query, asked);
            return slot => SlotOrder.Key(metric.Rank(slot), key.Descending);
        }
        var place = BucketPage.IndexOf(query.GroupBy, key.Group!);
        var (axis, stride) = (_axes[place], Stride(place));
        return slot => SlotOrder.Key(axis.Rank(Number(slot) / stride % axis.Size), key.Descending);
    }

    private Accumulator MetricOf(AggregateQuery query, Metric metric) => _metrics[BucketPage.IndexOf(query.Computed, metric)];

    private long Number(int slot) => _slots?[slot] ?? slot;

    private int Slots => _slots?.Count ?? _dense;

    private int Capacity() => _slots is null ? _dense : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1024, _slots.Count));

    private long Stride(int axis) => _axes.Skip(axis + 1).Aggregate(1L, (product, behind) => product * behind.Size);

    // Where every row has one bucket and numbers are slots: each row's.
    private ReadOnlySpan<int> SlotsOf(Segment segment, int first, ReadOnlySpan<int> rows)
    {
        var numbers = Numbers(_digits, segment, first, 0, rows, _numbers);
        if (numbers.Length == rows.Length)
        {
            return numbers;
        }
        for (var i = 0; i < rows.Length; i++)
        {
            _slot[i] = numbers[rows[i]];
        }
        return _slot.AsSpan(0, rows.Length);
    }

    private Span<T> Numbers<T>(Digit<T>[] digits, Segment segment, int first, int side, ReadOnlySpan<int> rows, T[] block)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var numbers = block.AsSpan(0, rows[^1] + 1);
        numbers.Clear();
        for (var i = 0; i < digits.Length; i++)
        {
            (side, var own) = Math.DivRem(side, _axes[i].Sides);
            digits[i].Add(segment, first, own, numbers);
        }
        return numbers;
    }

    // Which of the rows have a bucket on this side, and its slot.
    private int Keep<T>(Digit<T>[] digits, Segment segment, int first, int side, ReadOnlySpan<int> rows, T[] block)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var numbers = Numbers(digits, segment, first, side, rows, block);
        var kept = 0;
        foreach (var row in rows)
        {
            if (!T.IsNegative(numbers[row]))
            {
                _kept[kept] = row;
                _slot[kept] = _slots is null ? int.CreateTruncating(numbers[row]) : _slots.SlotOf(long.CreateTruncating(numbers[row]));
                kept++;
            }
        }
        return kept;
    }

    private object?[] KeysOf(long number)
    {
        var keys = new object?[_axes.Length];
        for (var i = _axes.Length - 1; i >= 0; i--)
        {
            (number, var place) = Math.DivRem(number, _axes[i].Size);
            keys[i] = _axes[i].Key(place);
        }
        return keys;
    }
}
