namespace EventsApi.Data.Columns;

/// <summary>The least or the greatest value. Values are ranked once, so that rows compare numbers: rank 0 is unknown, and the greatest rank wins.</summary>
internal sealed class Extreme : Accumulator
{
    private readonly CodedColumn _column;
    private readonly bool _isLeast;
    private readonly object?[] _values;
    private readonly int[] _ranks;
    private readonly int[] _found = new int[Truth.Block];
    private int[] _best = [];

    public Extreme(CodedColumn column, bool isLeast)
    {
        var known = Enumerable.Range(1, column.Values.Count - 1);
        var order = (isLeast ? known.OrderByDescending(code => column.Values[code]) : known.OrderBy(code => column.Values[code])).ToList();
        (_column, _isLeast) = (column, isLeast);
        _values = [null, .. order.Select(code => column.Values[code])];
        _ranks = new int[column.Values.Count];
        for (var i = 0; i < order.Count; i++)
        {
            _ranks[order[i]] = i + 1;
        }
    }

    public override void Grow(int capacity) => Array.Resize(ref _best, Math.Max(_best.Length, capacity));

    public override void Add(Segment segment, int first, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots)
    {
        segment.Columns[_column.Index].Look(first, _ranks, _found.AsSpan(0, rows[^1] + 1));
        for (var i = 0; i < rows.Length; i++)
        {
            _best[slots[i]] = Math.Max(_best[slots[i]], _found[rows[i]]);
        }
    }

    public override void Add(Accumulator other, ReadOnlySpan<int> slots)
    {
        var theirs = ((Extreme)other)._best;
        for (var slot = 0; slot < Math.Min(slots.Length, theirs.Length); slot++)
        {
            _best[slots[slot]] = Math.Max(_best[slots[slot]], theirs[slot]);
        }
    }

    public override object? Value(int slot) => _values[_best[slot]];

    public override long Rank(int slot) => _best[slot] == 0 ? SlotOrder.Unknown : _isLeast ? -_best[slot] : _best[slot];
}
