namespace EventsApi.Data.Queries;

/// <summary>The groups of a query beside those of its baseline.</summary>
internal sealed class Contrast
{
    private readonly AggregateQuery _query;
    private readonly Windows _windows;
    private readonly IReadOnlyList<Metric> _metrics;
    private readonly (Metric Metric, int Place)[] _computed;

    // By their keys but for the span of time, and by that.
    private readonly Dictionary<IReadOnlyList<object?>, Dictionary<DateOnly, Bucket>> _baseline = new(KeyComparer.Instance);

    /// <param name="baseline">The buckets of <see cref="Windows.Question"/>.</param>
    public Contrast(AggregateQuery query, Windows windows, IReadOnlyList<Bucket> baseline)
    {
        (_query, _windows, _metrics) = (query, windows, query.Plain().Metrics);
        _computed = [.. query.Computed.Select(metric => (metric, BucketPage.IndexOf(_metrics, metric.Of ?? metric)))];
        foreach (var bucket in baseline)
        {
            var (others, span) = windows.SplitBaseline(bucket.Keys);
            if (!_baseline.TryGetValue(others, out var spans))
            {
                _baseline[others] = spans = [];
            }
            spans[span] = bucket;
        }
    }

    /// <summary>The groups that have no events, but something to be compared with: their keys.</summary>
    public IEnumerable<IReadOnlyList<object?>> Missing(IEnumerable<Bucket> buckets)
    {
        var known = buckets.Select(bucket => bucket.Keys).ToHashSet(KeyComparer.Instance);
        var compared = _windows.Compared();
        return from one in _baseline
               from span in one.Value.Keys.SelectMany(span => compared[span]).Distinct()
               let keys = _windows.Join(one.Key, span)
               where !known.Contains(keys)
               select keys;
    }

    /// <summary>A bucket of <see cref="AggregateQuery.Plain"/> with all that the query computes.</summary>
    public Bucket Compare(Bucket bucket)
    {
        var (others, span) = _windows.Split(bucket.Keys);
        var spans = _baseline.GetValueOrDefault(others);
        List<Bucket?> window = [.. _windows.Of(span).Select(one => spans?.GetValueOrDefault(one))];
        object?[] baselines = [.. _metrics.Select((metric, place) => metric.IsComparable ? OfWindow(window, metric, place) : null)];
        return bucket with { Values = [.. _computed.Select(one => Value(one.Metric, bucket.Values[one.Place], baselines[one.Place]))] };
    }

    private static object? Value(Metric metric, object? value, object? baseline) => (metric.Of is null ? null : (Measure?)metric.Measure, value, baseline) switch
    {
        (null, _, _) => value,
        (Measure.Baseline, _, _) => baseline,
        (_, null, _) or (_, _, null) => null,
        (Measure.Difference, long own, long other) => own - other,
        (Measure.Difference, _, _) => Number(value) - Number(baseline),
        _ => Number(baseline) == 0 ? null : Number(value) / Number(baseline),
    };

    // The mean is of the values there are: of counts and sums all twelve, of others those that are known.
    private object? OfWindow(List<Bucket?> window, Metric metric, int place)
    {
        var values = window.Select(one => one is null ? metric.OfNothing : one.Values[place]);
        return _query.Baseline != Baseline.Mean12Months ? values.SingleOrDefault()
            : values.OfType<object>().Select(Number).ToList() is { Count: > 0 } known ? known.Average()
            : null;
    }

    private static double Number(object value) => value is long integer ? integer : (double)value;
}
