using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Columns;

/// <summary>A metric of many buckets at once. A bucket is known by its slot, a small number.</summary>
internal abstract class Accumulator
{
    /// <summary>Makes room for so many slots.</summary>
    public abstract void Grow(int capacity);

    /// <summary>Adds rows to buckets.</summary>
    /// <param name="segment">Where the rows are.</param>
    /// <param name="first">The block's first row.</param>
    /// <param name="rows">Rows of the block, counted from its first; at least one.</param>
    /// <param name="slots">Each row's slot.</param>
    public abstract void Add(Segment segment, int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots);

    /// <summary>Adds what another of the same metric has.</summary>
    /// <param name="other">Of the same query.</param>
    /// <param name="slots">The slot here of each slot there, for which there is room.</param>
    public abstract void Add(Accumulator other, ReadOnlySpan<int> slots);

    /// <summary>The metric's value in a bucket that has rows: long, double, date or null.</summary>
    public abstract object? Value(int slot);

    /// <summary>A number that is greater for a greater value; <see cref="SlotOrder.Unknown"/> for null.</summary>
    public abstract long Rank(int slot);

    public static Accumulator Of(ColumnSnapshot columns, Metric metric) => metric.Measure switch
    {
        Measure.Events => new Counter(),
        Measure.Positive => new Total(columns[metric.Columns[0]], value => value is > 0L ? 1 : 0),
        Measure.Sum => new Total(columns[metric.Columns[0]], Summed),
        Measure.Mean when metric.Columns[0] == EventColumns.Longitude => new Centre(segment => segment.Longitudes),
        Measure.Mean when metric.Columns[0] == EventColumns.Latitude => new Centre(segment => segment.Latitudes),
        Measure.Mean => new Mean(new Total(columns[metric.Columns[0]], Summed), new Total(columns[metric.Columns[0]], value => value is null ? 0 : 1)),
        Measure.Least => new Extreme(columns[metric.Columns[0]], isLeast: true),
        Measure.Greatest => new Extreme(columns[metric.Columns[0]], isLeast: false),
        Measure.Distinct => new Different([.. metric.Columns.Select(column => columns[column])]),
        _ => throw new NotSupportedException(metric.Measure.ToString()),
    };

    private static long Summed(object? value) => Math.Min((long?)value ?? 0, Metric.MostSummed);

    private static void Sum(long[] sums, long[] others, ReadOnlySpan<int> slots)
    {
        for (var slot = 0; slot < Math.Min(slots.Length, others.Length); slot++)
        {
            sums[slots[slot]] += others[slot];
        }
    }

    /// <summary>How many rows there are.</summary>
    public sealed class Counter : Accumulator
    {
        private long[] _counts = [];

        /// <summary>Which of so many slots have rows; mostly few of them.</summary>
        public List<int> Filled(int slots)
        {
            var filled = new List<int>();
            for (var next = 0; _counts.AsSpan(next, slots - next).IndexOfAnyExcept(0L) is >= 0 and var skipped; next = filled[^1] + 1)
            {
                filled.Add(next + skipped);
            }
            return filled;
        }

        public override void Grow(int capacity) => Array.Resize(ref _counts, Math.Max(_counts.Length, capacity));

        public override void Add(Segment segment, int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots)
        {
            foreach (var slot in slots)
            {
                _counts[slot]++;
            }
        }

        public override void Add(Accumulator other, ReadOnlySpan<int> slots) => Sum(_counts, ((Counter)other)._counts, slots);

        public override object? Value(int slot) => _counts[slot];

        public override long Rank(int slot) => _counts[slot];
    }

    private sealed class Total(CodedColumn column, Func<object?, long> of) : Accumulator
    {
        private readonly long[] _table = column.Values.Table(of);
        private long[] _sums = [];

        public long this[int slot] => _sums[slot];

        public override void Grow(int capacity) => Array.Resize(ref _sums, Math.Max(_sums.Length, capacity));

        public override void Add(Segment segment, int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots) =>
            segment.Columns[column.Index].Sum(first, rows, _table, slots, _sums);

        public override void Add(Accumulator other, ReadOnlySpan<int> slots) => Sum(_sums, ((Total)other)._sums, slots);

        public override object? Value(int slot) => _sums[slot];

        public override long Rank(int slot) => _sums[slot];
    }

    private sealed class Mean(Total sum, Total known) : Accumulator
    {
        public override void Grow(int capacity)
        {
            sum.Grow(capacity);
            known.Grow(capacity);
        }

        public override void Add(Segment segment, int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots)
        {
            sum.Add(segment, first, rows, slots);
            known.Add(segment, first, rows, slots);
        }

        public override void Add(Accumulator other, ReadOnlySpan<int> slots)
        {
            var (theirSum, theirKnown) = ((Mean)other).Parts;
            sum.Add(theirSum, slots);
            known.Add(theirKnown, slots);
        }

        public override object? Value(int slot) => known[slot] == 0 ? null : MeanOf(slot);

        // Of numbers that are not negative the bits are in the order of the numbers.
        public override long Rank(int slot) => known[slot] == 0 ? SlotOrder.Unknown : BitConverter.DoubleToInt64Bits(MeanOf(slot));

        private double MeanOf(int slot) => (double)sum[slot] / known[slot];

        private (Total Sum, Total Known) Parts => (sum, known);
    }

    private sealed class Centre(Func<Segment, double[]> numbers) : Accumulator
    {
        private double[] _sums = [];
        private long[] _known = [];

        public override void Grow(int capacity)
        {
            Array.Resize(ref _sums, Math.Max(_sums.Length, capacity));
            Array.Resize(ref _known, Math.Max(_known.Length, capacity));
        }

        public override void Add(Segment segment, int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots)
        {
            var block = numbers(segment).AsSpan(first);
            for (var i = 0; i < rows.Length; i++)
            {
                if (!double.IsNaN(block[rows[i]]))
                {
                    _sums[slots[i]] += block[rows[i]];
                    _known[slots[i]]++;
                }
            }
        }

        public override void Add(Accumulator other, ReadOnlySpan<int> slots)
        {
            var their = (Centre)other;
            Sum(_known, their._known, slots);
            for (var slot = 0; slot < Math.Min(slots.Length, their._sums.Length); slot++)
            {
                _sums[slots[slot]] += their._sums[slot];
            }
        }

        public override object? Value(int slot) => _known[slot] == 0 ? null : _sums[slot] / _known[slot];

        public override long Rank(int slot) => throw new NotSupportedException("Nobody sorts by a coordinate.");
    }
}
