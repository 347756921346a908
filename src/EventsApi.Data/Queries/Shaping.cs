namespace EventsApi.Data.Queries;

/// <summary>What a query makes of the buckets of its events, the same for every engine: gaps filled, the biggest kept.</summary>
internal static class Shaping
{
    /// <summary>The days that a query's groups are of, span by span; none when it groups by none or by several kinds.</summary>
    public static IReadOnlyList<DateOnly> Spans(AggregateQuery query, AskedDays asked, IReadOnlyList<Bucket> buckets)
    {
        if (query.Times.ToList() is not [var time])
        {
            return [];
        }
        var place = BucketPage.IndexOf<Group>(query.GroupBy, time);
        return [.. Queries.Spans.Over(time, asked.Days, buckets.Select(bucket => (DateOnly)bucket.Keys[place]!).ToHashSet())];
    }

    /// <summary>The groups that are missing for every combination of the other keys to have every span: their keys.</summary>
    public static IEnumerable<IReadOnlyList<object?>> Gaps(AggregateQuery query, IReadOnlyList<DateOnly> spans, IReadOnlyList<Bucket> buckets)
    {
        var place = BucketPage.IndexOf<Group>(query.GroupBy, query.Times.Single());
        var known = buckets.Select(bucket => bucket.Keys).ToHashSet(KeyComparer.Instance);
        IEnumerable<IReadOnlyList<object?>> others = query.GroupBy.Count == 1 ? [[]] : buckets.Select(bucket => Windows.Without(bucket.Keys, place)).Distinct(KeyComparer.Instance);
        return from other in others
               from span in spans
               let keys = Windows.With(other, place, span)
               where !known.Contains(keys)
               select keys;
    }

    /// <summary>Buckets of <see cref="AggregateQuery.Plain"/> without events.</summary>
    public static IEnumerable<Bucket> Empty(AggregateQuery query, IEnumerable<IReadOnlyList<object?>> keys)
    {
        IReadOnlyList<object?> nothing = [.. query.Plain().Metrics.Select(metric => metric.OfNothing)];
        return keys.Select(key => new Bucket(key, nothing));
    }

    /// <summary>The buckets that a query with <see cref="AggregateQuery.Top"/> keeps, of those that satisfy its conditions.</summary>
    public static IReadOnlyList<Bucket> Biggest(AggregateQuery query, IReadOnlyList<Bucket> buckets) => BucketPage.Of(query with
    {
        Sort = AggregateQuery.TotalOrder([new BucketSort(null, query.Metrics[0], Descending: true)], query.GroupBy),
        Limit = query.Top!.Value,
        After = null,
    }, buckets).Rows;

    /// <summary>The question for one bucket of all events that belong to none of the groups kept.</summary>
    public static AggregateQuery Others(AggregateQuery query, IReadOnlyList<Bucket> kept) => query.Plain() with
    {
        Where = Predicate.All([query.Where, new Predicate.Not(KeyPredicate.AnyOf(query.GroupBy, kept.Select(bucket => bucket.Keys)))]),
        GroupBy = [],
    };

    /// <summary>A bucket of <see cref="AggregateQuery.Plain"/> that stands for no single group, as one of the query: without keys, and without what compares.</summary>
    public static Bucket Beside(AggregateQuery query, Bucket bucket)
    {
        var metrics = query.Plain().Metrics;
        return new Bucket(
            [.. query.GroupBy.Select(_ => (object?)null)],
            [.. query.Computed.Select(metric => metric.Of is null ? bucket.Values[BucketPage.IndexOf(metrics, metric)] : null)]);
    }
}
