using EventsApi.Data.Model;

namespace EventsApi.Data.Queries;

/// <summary>A group of events: its key in each group of the query, and its value of each metric that the query computes.</summary>
public sealed record Bucket(IReadOnlyList<object?> Keys, IReadOnlyList<object?> Values);

/// <summary>Part of the buckets of a query, in its order, and the place to go on from when there are more.</summary>
public sealed record BucketPage(IReadOnlyList<Bucket> Rows, BucketCursor? Next)
{
    /// <summary>What a query asks for of all its buckets: those that satisfy its conditions, sorted, behind its cursor, up to its limit.</summary>
    public static BucketPage Of(AggregateQuery query, IReadOnlyCollection<Bucket> buckets)
    {
        var order = new BucketOrder(query);
        var conditions = query.Having.Select(having => (Having: having, Place: IndexOf(query.Computed, having.Metric))).ToList();
        var after = query.After is { } cursor ? order.Place(cursor.Restore(query, buckets)) : null;
        var rows = buckets.Where(bucket => conditions.TrueForAll(condition => Holds(condition.Having, bucket.Values[condition.Place])))
            .Select(bucket => (Bucket: bucket, Place: order.Place(bucket)))
            .Where(row => after is null || order.Compare(row.Place, after) > 0)
            .OrderBy(row => row.Place, order).Select(row => row.Bucket).Take(query.Limit + 1).ToList();
        return Cut(query, rows);
    }

    /// <summary>A page of sorted buckets, one more than its limit where there are more.</summary>
    internal static BucketPage Cut(AggregateQuery query, List<Bucket> rows)
    {
        if (rows.Count <= query.Limit)
        {
            return new BucketPage(rows, null);
        }
        rows.RemoveAt(query.Limit);
        return new BucketPage(rows, new BucketOrder(query).After(rows[^1]));
    }

    internal static int IndexOf<T>(IReadOnlyList<T> list, T item) => list.TakeWhile(other => !Equals(other, item)).Count();

    /// <summary>Whether a condition holds for a bucket's value of its metric.</summary>
    internal static bool Holds(Having having, object? value) =>
        having.IsNegated != (value is not null && having.Operator.Holds(((IComparable)value).CompareTo(having.Value)));
}

/// <summary>The order of a query's buckets. Text goes by its folded form, as it does among events, and then by code point.</summary>
internal sealed class BucketOrder(AggregateQuery query) : IComparer<IComparable?[]>
{
    private readonly Dictionary<(string, string), IComparable> _texts = [];
    private readonly int[] _places = [.. query.Sort.Select(key => key.Group is { } group ? BucketPage.IndexOf(query.GroupBy, group) : BucketPage.IndexOf(query.Computed, key.Metric!))];

    /// <summary>What a bucket is sorted by.</summary>
    public IComparable?[] Place(Bucket bucket) => Place(Values(bucket));

    /// <summary>Where a cursor is, by its values.</summary>
    public IComparable?[] Place(IReadOnlyList<object?> values)
    {
        var place = new IComparable?[values.Count];
        for (var i = 0; i < place.Length; i++)
        {
            place[i] = values[i] is string text ? Text(query.Sort[i].Group!, text) : (IComparable?)values[i];
        }
        return place;
    }

    public BucketCursor After(Bucket bucket) => new(query.Sort, Values(bucket));

    public int Compare(IComparable?[]? x, IComparable?[]? y)
    {
        for (var i = 0; i < query.Sort.Count; i++)
        {
            var (left, right) = (x![i], y![i]);
            var order = left is null || right is null ? (left is null).CompareTo(right is null)
                : query.Sort[i].Descending ? right.CompareTo(left) : left.CompareTo(right);
            if (order != 0)
            {
                return order;
            }
        }
        return 0;
    }

    // There may be a million buckets, so no query over them each.
    private object?[] Values(Bucket bucket)
    {
        var values = new object?[_places.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = query.Sort[i].Group is null ? bucket.Values[_places[i]] : bucket.Keys[_places[i]];
        }
        return values;
    }

    /// <summary>What a group's known key is sorted by.</summary>
    public static IComparable Sortable(Group group, object key) =>
        key is string text ? new SortText(group.Source.Folded ? Folding.Fold(text) : "", text) : (IComparable)key;

    private IComparable Text(Group group, string text)
    {
        if (!_texts.TryGetValue((group.Name, text), out var known))
        {
            _texts[(group.Name, text)] = known = Sortable(group, text);
        }
        return known;
    }

    // No stored text has U+0000, which ends the folded form.
    private sealed class SortText(string folded, string text) : IComparable
    {
        private readonly string _text = folded + "\0" + text;

        public int CompareTo(object? obj) => CodePoints.Compare(_text, ((SortText)obj!)._text);
    }
}
