namespace EventsApi.Data.Queries;

/// <summary>The groups of a query beside those of its baseline.</summary>
internal sealed class Contrast
{
    private readonly AggregateQuery _query;
    private readonly Windows _windows;
    private readonly IReadOnlyList<(Metric Metric, int Place)> _computed;
    private readonly Dictionary<(DateOnly Span, KeysOf Others), Bucket> _baseline = [];

    /// <param name="baseline">The buckets of <see cref="Windows.Question"/>.</param>
    public Contrast(AggregateQuery query, Windows windows, IReadOnlyList<Bucket> baseline)
    {
        var metrics = query.Plain().Metrics;
        (_query, _windows) = (query, windows);
        _computed = [.. query.Computed.Select(metric => (metric, BucketPage.IndexOf(metrics, metric.Of ?? metric)))];
        foreach (var bucket in baseline)
        {
            var (others, span) = windows.SplitBaseline(bucket.Keys);
            _baseline[(span, new KeysOf(others))] = bucket;
        }
    }

    private readonly record struct KeysOf(IReadOnlyList<object?> Keys)
    {
        public bool Equals(KeysOf other) => KeyComparer.Instance.Equals(Keys, other.Keys);

        public override int GetHashCode() => KeyComparer.Instance.GetHashCode(Keys);
    }

    /// <summary>The groups that have no events, but something to be compared with: their keys.</summary>
    public IEnumerable<IReadOnlyList<object?>> Missing(IEnumerable<Bucket> buckets)
    {
        var known = buckets.Select(bucket => bucket.Keys).ToHashSet(KeyComparer.Instance);
        var compared = _windows.Compared();
        return _baseline.Keys.SelectMany(key => compared[key.Span].Select(span => _windows.Join(key.Others.Keys, span))).Where(known.Add);
    }

    /// <summary>A bucket of <see cref="AggregateQuery.Plain"/> with all that the query computes.</summary>
    public Bucket Compare(Bucket bucket)
    {
        var (others, span) = _windows.Split(bucket.Keys);
        List<Bucket?> window = [.. _windows.Of(span).Select(one => _baseline.GetValueOrDefault((one, new KeysOf(others))))];
        return bucket with { Values = [.. _computed.Select(computed => Value(computed.Metric, computed.Place, bucket, window))] };
    }

    // The place is that of the metric compared, in the buckets of events.
    private object? Value(Metric metric, int place, Bucket bucket, List<Bucket?> window)
    {
        if (metric.Of is null)
        {
            return bucket.Values[place];
        }
        var baseline = OfWindow([.. window.Select(one => one is null ? metric.Of.OfNothing : one.Values[place])]);
        return (metric.Measure, bucket.Values[place], baseline) switch
        {
            (Measure.Baseline, _, _) => baseline,
            (_, null, _) or (_, _, null) => null,
            (Measure.Difference, long value, long other) => value - other,
            (Measure.Difference, var value, var other) => Number(value) - Number(other),
            (_, var value, var other) => Number(other) == 0 ? null : Number(value) / Number(other),
        };
    }

    // The mean is of the values there are: of counts and sums all twelve, of others those that are known.
    private object? OfWindow(IReadOnlyList<object?> values) => _query.Baseline != Baseline.Mean12Months
        ? values.SingleOrDefault()
        : values.OfType<object>().Select(Number).ToList() is { Count: > 0 } known ? known.Average() : null;

    private static double Number(object value) => value is long integer ? integer : (double)value;
}
