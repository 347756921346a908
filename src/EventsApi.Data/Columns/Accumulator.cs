using System.Collections;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Columns;

/// <summary>A metric of many buckets at once. A bucket is known by its slot, a small number.</summary>
internal abstract class Accumulator
{
    /// <summary>Adds rows to buckets.</summary>
    /// <param name="first">The block's first row.</param>
    /// <param name="rows">Rows of the block, counted from its first.</param>
    /// <param name="slots">Each row's slot, below <paramref name="capacity"/>.</param>
    public abstract void Add(int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots, int capacity);

    /// <summary>The metric's value in a bucket that has rows: long, double, date or null.</summary>
    public abstract object? Value(int slot);

    public static Accumulator Of(ColumnSnapshot columns, Metric metric) => metric.Measure switch
    {
        Measure.Events => new Total(null, null),
        Measure.Positive => new Total(columns[metric.Columns[0]], value => value is > 0L ? 1 : 0),
        Measure.Sum => new Total(columns[metric.Columns[0]], Summed),
        Measure.Mean => new Mean(new Total(columns[metric.Columns[0]], Summed), new Total(columns[metric.Columns[0]], value => value is null ? 0 : 1)),
        Measure.Least => new Extreme(columns[metric.Columns[0]], isLeast: true),
        Measure.Greatest => new Extreme(columns[metric.Columns[0]], isLeast: false),
        Measure.Distinct => new Different([.. metric.Columns.Select(column => columns[column])]),
        _ => throw new NotSupportedException(metric.Measure.ToString()),
    };

    private static long Summed(object? value) => Math.Min((long?)value ?? 0, Metric.MostSummed);

    private sealed class Total(CodedColumn? column, Func<object?, long>? of) : Accumulator
    {
        private readonly long[]? _table = column?.Values.Table(of!);
        private readonly long[] _added = new long[Truth.Block];
        private long[] _sums = [];

        public long this[int slot] => _sums[slot];

        public override void Add(int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots, int capacity)
        {
            Array.Resize(ref _sums, Math.Max(_sums.Length, capacity));
            if (column is null)
            {
                foreach (var slot in slots)
                {
                    _sums[slot]++;
                }
                return;
            }
            column.Codes.Look(first, _table, _added.AsSpan(0, rows.Length == 0 ? 0 : rows[^1] + 1));
            for (var i = 0; i < rows.Length; i++)
            {
                _sums[slots[i]] += _added[rows[i]];
            }
        }

        public override object? Value(int slot) => _sums[slot];
    }

    private sealed class Mean(Total sum, Total known) : Accumulator
    {
        public override void Add(int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots, int capacity)
        {
            sum.Add(first, rows, slots, capacity);
            known.Add(first, rows, slots, capacity);
        }

        public override object? Value(int slot) => known[slot] == 0 ? null : (double)sum[slot] / known[slot];
    }

    // Values are ranked once, so that rows compare numbers: rank 0 is unknown, and the greatest rank wins.
    private sealed class Extreme : Accumulator
    {
        private readonly CodedColumn _column;
        private readonly object?[] _values;
        private readonly int[] _ranks;
        private readonly int[] _found = new int[Truth.Block];
        private int[] _best = [];

        public Extreme(CodedColumn column, bool isLeast)
        {
            var known = Enumerable.Range(1, column.Values.Count - 1);
            var order = (isLeast ? known.OrderByDescending(code => column.Values[code]) : known.OrderBy(code => column.Values[code])).ToList();
            _column = column;
            _values = [null, .. order.Select(code => column.Values[code])];
            _ranks = new int[column.Values.Count];
            for (var i = 0; i < order.Count; i++)
            {
                _ranks[order[i]] = i + 1;
            }
        }

        public override void Add(int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots, int capacity)
        {
            Array.Resize(ref _best, Math.Max(_best.Length, capacity));
            _column.Codes.Look(first, _ranks, _found.AsSpan(0, rows.Length == 0 ? 0 : rows[^1] + 1));
            for (var i = 0; i < rows.Length; i++)
            {
                _best[slots[i]] = Math.Max(_best[slots[i]], _found[rows[i]]);
            }
        }

        public override object? Value(int slot) => _values[_best[slot]];
    }

    // A bit for each pair of bucket and value while that is little memory, a set of pairs beyond.
    private sealed class Different(CodedColumn[] columns) : Accumulator
    {
        private const long MostBits = 1L << 26;

        private readonly int[] _codes = columns[0].Values.Table(_ => 0);
        private readonly int[] _found = new int[Truth.Block];
        private readonly HashSet<long> _pairs = [];
        private BitArray? _bits;
        private long[] _counts = [];

        public override void Add(int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots, int capacity)
        {
            Prepare(capacity);
            foreach (var column in columns)
            {
                column.Codes.Look(first, _codes, _found.AsSpan(0, rows.Length == 0 ? 0 : rows[^1] + 1));
                for (var i = 0; i < rows.Length; i++)
                {
                    var code = _found[rows[i]];
                    if (code != 0 && IsNew(slots[i], code))
                    {
                        _counts[slots[i]]++;
                    }
                }
            }
        }

        public override object? Value(int slot) => _counts[slot];

        private void Prepare(int capacity)
        {
            if (_counts.Length == 0)
            {
                for (var code = 0; code < _codes.Length; code++)
                {
                    _codes[code] = code;
                }
                _bits = (long)capacity * _codes.Length <= MostBits ? new BitArray(capacity * _codes.Length) : null;
            }
            else if (capacity > _counts.Length && _bits is not null)
            {
                MoveToPairs(_bits);
                _bits = null;
            }
            Array.Resize(ref _counts, Math.Max(_counts.Length, capacity));
        }

        private void MoveToPairs(BitArray bits)
        {
            for (var pair = 0; pair < bits.Length; pair++)
            {
                if (bits[pair])
                {
                    _pairs.Add(pair);
                }
            }
        }

        private bool IsNew(int slot, int code)
        {
            var pair = (long)slot * _codes.Length + code;
            if (_bits is null)
            {
                return _pairs.Add(pair);
            }
            var isNew = !_bits[(int)pair];
            _bits[(int)pair] = true;
            return isNew;
        }
    }
}
