using System.Numerics;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Columns;

/// <summary>
/// A group of a query over a snapshot: its keys, each with a place. Place 0 is the unknown key's. Where a row has several keys
/// it is asked once for each side.
/// </summary>
internal abstract class Axis
{
    /// <summary>Number of places.</summary>
    public abstract long Size { get; }

    /// <summary>Most keys that a row has.</summary>
    public virtual int Sides => 1;

    /// <summary>The key at a place, as <see cref="Group.Key"/> says it.</summary>
    public abstract object? Key(long place);

    /// <summary>The order of a place's key among those of <see cref="BucketOrder"/>; <see cref="SlotOrder.Unknown"/> for the unknown key.</summary>
    public abstract long Rank(long place);

    /// <summary>What adds each row's place, so many times, to numbers.</summary>
    public abstract Digit<T> Scale<T>(T stride)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>;

    public static Axis Of(ColumnSnapshot columns, Group group) => group switch
    {
        Group.OfActor => new OfActors(columns[EventColumns.Actor1], columns[EventColumns.Actor2], group),
        Group.OfBoundary => new OfBoundaries(columns.Boundaries, group),
        Group.OfCell cell => new OfCells(cell.Grid),
        _ => new OfValues(columns[group.Source], group),
    };

    // Keys in a list.
    private abstract class Listed(Group group, List<object?> keys) : Axis
    {
        private readonly Lazy<int[]> _ranks = new(() => RanksOf(group, keys));

        public sealed override long Size => keys.Count;

        public sealed override object? Key(long place) => keys[(int)place];

        public sealed override long Rank(long place) => place == 0 ? SlotOrder.Unknown : _ranks.Value[place];

        private static int[] RanksOf(Group group, List<object?> keys)
        {
            var order = Enumerable.Range(1, keys.Count - 1).OrderBy(place => BucketOrder.Sortable(group, keys[place]!)).ToList();
            var ranks = new int[keys.Count];
            for (var rank = 0; rank < order.Count; rank++)
            {
                ranks[order[rank]] = rank;
            }
            return ranks;
        }
    }

    // A function of one column.
    private sealed class OfValues(CodedColumn column, Group group, List<object?> keys) : Listed(group, keys)
    {
        private readonly int[] _places = PlacesOf(column, group, keys);

        public OfValues(CodedColumn column, Group group)
            : this(column, group, [null])
        {
        }

        private static int[] PlacesOf(CodedColumn column, Group group, List<object?> keys)
        {
            var places = new Dictionary<object, int>();
            return column.Values.Table(value => group.Key(value) is { } key ? Place(places, keys, key) : 0);
        }

        public override Digit<T> Scale<T>(T stride) => new Digit<T>.OfCodes(column.Index, [_places], stride);
    }

    private sealed class OfActors(CodedColumn one, CodedColumn other, Group group) : Listed(group, [.. one.Values.Table(value => value)])
    {
        public override int Sides => 2;

        public override Digit<T> Scale<T>(T stride) => new Digit<T>.OfEither(one.Index, other.Index, one.Values.Count, stride);
    }

    private sealed class OfBoundaries(CodedColumn column, Group group, List<object?> ids) : Listed(group, ids)
    {
        private readonly int[][] _places = PlacesOf(column, ids);

        public OfBoundaries(CodedColumn column, Group group)
            : this(column, group, [null])
        {
        }

        public override int Sides => _places.Length;

        public override Digit<T> Scale<T>(T stride) => new Digit<T>.OfCodes(column.Index, _places, stride);

        private static int[][] PlacesOf(CodedColumn column, List<object?> ids)
        {
            var places = new Dictionary<object, int>();
            var sets = column.Values.Table(value => value is string joined ? joined.Split(ColumnSql.Separator) : []);
            return [.. Enumerable.Range(0, Math.Max(1, sets.Max(set => set.Length))).Select(side => Array.ConvertAll(sets,
                set => side < set.Length ? Place(places, ids, set[side]) : side == 0 ? 0 : Digit.None))];
        }
    }

    private sealed class OfCells(Grid grid) : Axis
    {
        public override long Size => grid.Columns * grid.Rows + 1;

        public override object? Key(long place) => place == 0 ? null : place - 1;

        public override long Rank(long place) => place == 0 ? SlotOrder.Unknown : place;

        public override Digit<T> Scale<T>(T stride) => new Digit<T>.OfPoints(grid, stride);
    }

    private static int Place(Dictionary<object, int> places, List<object?> keys, object key)
    {
        if (!places.TryGetValue(key, out var place))
        {
            places[key] = place = keys.Count;
            keys.Add(key);
        }
        return place;
    }
}
