namespace EventsApi.Data.Columns;

/// <summary>Some of a snapshot's rows, in the order of the store's ids. Snapshots of later data versions share what did not change.</summary>
/// <param name="Ids">The store's ids, ascending.</param>
/// <param name="Longitudes">Degrees; NaN where unknown.</param>
/// <param name="Latitudes">Degrees; NaN where unknown.</param>
/// <param name="Columns">Codes of each column of the catalogue that is held.</param>
internal sealed record Segment(long[] Ids, double[] Longitudes, double[] Latitudes, Codes[] Columns)
{
    public const int Capacity = 1 << 16;

    public int Count => Ids.Length;

    /// <summary>Bytes that an event takes.</summary>
    public int Width => sizeof(long) + 2 * sizeof(double) + Columns.Sum(codes => codes.Width);

    /// <summary>The same rows in other codes, by column and code.</summary>
    public Segment Mapped(int[][] codes) => this with { Columns = [.. Columns.Select((column, i) => column.Mapped(Count, codes[i]))] };
}

/// <summary>Collects rows into segments. For one thread.</summary>
/// <param name="lists">The values of each held column; two columns may share a list.</param>
internal sealed class SegmentBuilder(IReadOnlyList<ValueList> lists)
{
    private readonly List<Segment> _segments = [];
    private readonly long[] _ids = new long[Segment.Capacity];
    private readonly double[] _longitudes = new double[Segment.Capacity], _latitudes = new double[Segment.Capacity];
    private readonly int[][] _codes = [.. lists.Select(_ => new int[Segment.Capacity])];
    private int _count;

    /// <summary>Begins a row; coordinates are NaN where unknown.</summary>
    public void Add(long id, double longitude, double latitude)
    {
        if (_count == Segment.Capacity)
        {
            Seal();
        }
        (_ids[_count], _longitudes[_count], _latitudes[_count]) = (id, longitude, latitude);
        _count++;
    }

    /// <summary>Sets one column of the row begun last; each must be set.</summary>
    public void Set(int column, ReadOnlySpan<byte> key) => _codes[column][_count - 1] = lists[column].Code(key);

    /// <summary>Adds a row of a segment that has its codes from the same lists.</summary>
    public void Add(Segment segment, int row)
    {
        Add(segment.Ids[row], segment.Longitudes[row], segment.Latitudes[row]);
        for (var column = 0; column < _codes.Length; column++)
        {
            _codes[column][_count - 1] = segment.Columns[column][row];
        }
    }

    /// <summary>The segments of what was added since they were last taken.</summary>
    public List<Segment> Take()
    {
        Seal();
        var taken = _segments.ToList();
        _segments.Clear();
        return taken;
    }

    private void Seal()
    {
        if (_count > 0)
        {
            _segments.Add(new Segment(_ids[.._count], _longitudes[.._count], _latitudes[.._count], [.. _codes.Select(codes => new Codes(codes.AsSpan(0, _count)))]));
            _count = 0;
        }
    }
}
