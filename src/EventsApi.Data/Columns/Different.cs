using System.Numerics;

namespace EventsApi.Data.Columns;

/// <summary>How many different values: a bit for each pair of bucket and value while that is little memory, a set of pairs beyond.</summary>
internal sealed class Different(CodedColumn[] columns) : Accumulator
{
    private const long MostBits = 1L << 26;

    private readonly int _values = columns[0].Values.Count;
    private readonly int[] _codes = [.. Enumerable.Range(0, columns[0].Values.Count)];
    private readonly int[] _found = new int[Truth.Block];
    private readonly HashSet<long> _pairs = [];
    private ulong[]? _bits = [];
    private long[] _counts = [];

    public override void Grow(int capacity)
    {
        if (capacity <= _counts.Length)
        {
            return;
        }
        Array.Resize(ref _counts, capacity);
        if (_bits is not null && (long)capacity * _values <= MostBits)
        {
            Array.Resize(ref _bits, (int)((long)capacity * _values / 64 + 1));
        }
        else if (_bits is not null)
        {
            _pairs.UnionWith(Pairs());
            _bits = null;
        }
    }

    public override void Add(Segment segment, int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots)
    {
        foreach (var column in columns)
        {
            segment.Columns[column.Index].Look(first, _codes, _found.AsSpan(0, rows[^1] + 1));
            for (var i = 0; i < rows.Length; i++)
            {
                var code = _found[rows[i]];
                if (code != 0 && IsNew((long)slots[i] * _values + code))
                {
                    _counts[slots[i]]++;
                }
            }
        }
    }

    public override void Add(Accumulator other, ReadOnlySpan<int> slots)
    {
        foreach (var pair in ((Different)other).Pairs())
        {
            var (slot, code) = Math.DivRem(pair, _values);
            if (IsNew((long)slots[(int)slot] * _values + code))
            {
                _counts[slots[(int)slot]]++;
            }
        }
    }

    public override object? Value(int slot) => _counts[slot];

    public override long Rank(int slot) => _counts[slot];

    private IEnumerable<long> Pairs()
    {
        if (_bits is null)
        {
            return _pairs;
        }
        return PairsOf(_bits);

        static IEnumerable<long> PairsOf(ulong[] bits)
        {
            for (var word = 0; word < bits.Length; word++)
            {
                for (var rest = bits[word]; rest != 0; rest &= rest - 1)
                {
                    yield return word * 64L + BitOperations.TrailingZeroCount(rest);
                }
            }
        }
    }

    private bool IsNew(long pair)
    {
        if (_bits is null)
        {
            return _pairs.Add(pair);
        }
        ref var word = ref _bits[pair / 64];
        var bit = 1UL << (int)(pair % 64);
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }
}
