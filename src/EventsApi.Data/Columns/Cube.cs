using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Columns;

/// <summary>
/// The buckets of one grouping while rows are added. A row's key is one number made of the key of each group; it is the
/// bucket's slot itself where few numbers are possible, and looked up else.
/// </summary>
internal sealed class Cube
{
    private const long MostDense = 1 << 20;

    private readonly ColumnSnapshot _columns;
    private readonly Axis[] _axes;
    private readonly Accumulator _events;
    private readonly int _count;
    private readonly Accumulator[] _metrics;
    private readonly Dictionary<long, int>? _slots;
    private readonly List<long> _keys = [];
    private readonly int _dense;
    private readonly long[] _row = new long[Truth.Block];
    private readonly int[] _read = new int[Truth.Block];
    private readonly int[] _other = new int[Truth.Block];
    private readonly int[] _slot = new int[Truth.Block];
    private readonly int[] _kept = new int[Truth.Block];

    private Cube(ColumnSnapshot columns, Axis[] axes, IReadOnlyList<Metric> metrics, long size)
    {
        (_columns, _axes) = (columns, axes);
        _metrics = [.. metrics.Append(Metric.Events).Distinct().Select(metric => Accumulator.Of(columns, metric))];
        _events = _metrics[BucketPage.IndexOf(metrics, Metric.Events)];
        _count = metrics.Count;
        _slots = size > MostDense ? [] : null;
        _dense = size > MostDense ? 0 : (int)size;
    }

    /// <summary>One group: its keys, and which of them each code of its column belongs to.</summary>
    private sealed record Axis(Group Group, CodedColumn Column, object?[] Keys, int[] KeyOfCode);

    /// <summary>An empty cube, or null where keys have more combinations than a number holds.</summary>
    public static Cube? Create(ColumnSnapshot columns, IReadOnlyList<Group> groups, IReadOnlyList<Metric> metrics)
    {
        Axis[] axes = [.. groups.Select(group => CreateAxis(group, columns[group.Source]))];
        var size = axes.Aggregate((Int128)1, (product, axis) => product * axis.Keys.Length);
        return size > long.MaxValue ? null : new Cube(columns, axes, metrics, (long)size);
    }

    /// <summary>Adds the given rows of a block, counted from its first.</summary>
    public void Add(int first, ReadOnlySpan<int> rows)
    {
        if (!_axes.Any(axis => axis.Group is Group.OfActor))
        {
            AddKeyed(first, rows, EventColumns.Actor1);
            return;
        }
        AddKeyed(first, Sides(first, rows, (one, other) => one != 0 || other == 0), EventColumns.Actor1);
        AddKeyed(first, Sides(first, rows, (one, other) => other != 0 && other != one), EventColumns.Actor2);
    }

    /// <summary>The buckets that have rows, in no order; without groups there always is one.</summary>
    public List<Bucket> Buckets()
    {
        AddKeyed(0, [], EventColumns.Actor1); // makes room where no row came
        var buckets = new List<Bucket>();
        for (var slot = 0; slot < (_slots is null ? _dense : _keys.Count); slot++)
        {
            if (_axes.Length == 0 || (long)_events.Value(slot)! > 0)
            {
                buckets.Add(new Bucket(KeysOf(_slots is null ? slot : _keys[slot]), [.. _metrics.Take(_count).Select(metric => metric.Value(slot))]));
            }
        }
        return buckets;
    }

    private static Axis CreateAxis(Group group, CodedColumn column)
    {
        var (keys, places) = (new List<object?> { null }, new Dictionary<object, int>());
        var keyOfCode = column.Values.Table(value =>
        {
            if (group.Key(value) is not { } key)
            {
                return 0;
            }
            if (!places.TryGetValue(key, out var place))
            {
                places[key] = place = keys.Count;
                keys.Add(key);
            }
            return place;
        });
        return new Axis(group, column, [.. keys], keyOfCode);
    }

    // Of the rows those whose two actors, by code, are as asked.
    private ReadOnlySpan<int> Sides(int first, ReadOnlySpan<int> rows, Func<int, int, bool> belongs)
    {
        var length = rows.Length == 0 ? 0 : rows[^1] + 1;
        var axis = Array.Find(_axes, axis => axis.Group is Group.OfActor)!;
        axis.Column.Codes.Look(first, axis.KeyOfCode, _read.AsSpan(0, length));
        _columns[EventColumns.Actor2].Codes.Look(first, axis.KeyOfCode, _other.AsSpan(0, length));
        var count = 0;
        foreach (var row in rows)
        {
            _kept[count] = row;
            count += belongs(_read[row], _other[row]) ? 1 : 0;
        }
        return _kept.AsSpan(0, count);
    }

    private void AddKeyed(int first, ReadOnlySpan<int> rows, Column actor)
    {
        var keys = _row.AsSpan(0, rows.Length);
        keys.Clear();
        foreach (var axis in _axes)
        {
            var codes = axis.Group is Group.OfActor ? _columns[actor].Codes : axis.Column.Codes;
            codes.Look(first, axis.KeyOfCode, _read.AsSpan(0, rows.Length == 0 ? 0 : rows[^1] + 1));
            for (var i = 0; i < rows.Length; i++)
            {
                keys[i] = keys[i] * axis.Keys.Length + _read[rows[i]];
            }
        }
        var slots = _slot.AsSpan(0, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            slots[i] = _slots is null ? (int)keys[i] : SlotOf(keys[i], _slots);
        }
        var capacity = _slots is null ? _dense : (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1024, _keys.Count));
        foreach (var metric in _metrics)
        {
            metric.Add(first, rows, slots, capacity);
        }
    }

    private int SlotOf(long key, Dictionary<long, int> known)
    {
        if (!known.TryGetValue(key, out var slot))
        {
            if (_keys.Count == AggregateQuery.MostBuckets)
            {
                throw new TooManyBucketsException();
            }
            known[key] = slot = _keys.Count;
            _keys.Add(key);
        }
        return slot;
    }

    private object?[] KeysOf(long key)
    {
        var keys = new object?[_axes.Length];
        for (var i = _axes.Length - 1; i >= 0; i--)
        {
            (key, var place) = Math.DivRem(key, _axes[i].Keys.Length);
            keys[i] = _axes[i].Keys[place];
        }
        return keys;
    }
}
