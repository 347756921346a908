using EventsApi.Data.Model;
using EventsApi.Data.Places;

namespace EventsApi.Data.Queries;

/// <summary>A condition on a metric of a bucket; like a comparison with an unknown value it does not hold for null.</summary>
/// <param name="Value">long, double or <see cref="DateOnly"/> as the metric's type asks.</param>
/// <param name="IsNegated">Whether everything else belongs, null included.</param>
public sealed record Having(Metric Metric, Comparison Operator, object Value, bool IsNegated = false);

/// <summary>One key of an order of buckets: a group or a metric of the query. Nulls come last either way.</summary>
public sealed record BucketSort(Group? Group, Metric? Metric, bool Descending)
{
    public ColumnType Type => Group?.KeyType ?? Metric!.Type;

    public bool Nullable => Group is not null || Metric!.Nullable;

    public override string ToString() => (Descending ? "-" : "") + (Group?.Name ?? Metric!.Name);
}

/// <summary>Which figures of which groups of which events, in which order, and which part of them.</summary>
public sealed record AggregateQuery
{
    public const int MostGroups = 6;

    /// <summary>Buckets that a query may have at most; whoever asks for more is told to ask for less.</summary>
    public const int MostBuckets = 1_000_000;

    public Predicate Where { get; init; } = Predicate.Everything;

    /// <summary>None for one bucket of everything.</summary>
    public IReadOnlyList<Group> GroupBy { get; init; } = [];

    public IReadOnlyList<Metric> Metrics { get; init; } = [Metric.Events, Metric.Fatalities];

    /// <summary>Only buckets for which all of these hold.</summary>
    public IReadOnlyList<Having> Having { get; init; } = [];

    /// <summary>Total: holds every group, see <see cref="TotalOrder"/>.</summary>
    public IReadOnlyList<BucketSort> Sort { get; init; } = [];

    /// <summary>At most so many buckets.</summary>
    public int Limit { get; init; } = MostBuckets;

    /// <summary>Only what comes after this place in the order.</summary>
    public BucketCursor? After { get; init; }

    /// <summary>Whether groups without events are wanted for every span of the days asked for; with exactly one group of time.</summary>
    public bool Fills { get; init; }

    /// <summary>Only so many groups, the biggest by the first metric, and all others as one.</summary>
    public int? Top { get; init; }

    /// <summary>What the metrics of <see cref="Metric.Compared"/> compare with; with one group of time at most.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>The metrics that a bucket has: those asked for and those of conditions.</summary>
    public IReadOnlyList<Metric> Computed =>
        [.. Metrics.Concat(Having.Select(having => having.Metric)).Concat(Place?.Source == EventColumns.Location ? [Metric.Longitude, Metric.Latitude] : []).Distinct()];

    /// <summary>The group whose place is wanted with each bucket; see <see cref="PointOf"/>.</summary>
    public Group? Place { get; init; }

    /// <summary>Where the events of a bucket of locations are, their mean to the millionth of a degree; null without coordinates.</summary>
    public GeoPoint? PointOf(Bucket bucket)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        var first = BucketPage.IndexOf(Computed, Metric.Longitude);
        return bucket.Values[first] is double longitude && bucket.Values[first + 1] is double latitude ? new GeoPoint(Math.Round(longitude, 6), Math.Round(latitude, 6)) : null;
    }

    /// <summary>Whether it asks for more than buckets of events in an order: what <see cref="Shaping"/> makes of them.</summary>
    public bool IsShaped => Fills || Top is not null || Baseline is not null;

    /// <summary>What the buckets of events are that its answer is made of: all of them, with the metrics that are of events.</summary>
    public AggregateQuery Plain() => new() { Where = Where, GroupBy = GroupBy, Metrics = [.. Computed.Select(metric => metric.Of ?? metric).Distinct()] };

    /// <summary>The groups that are spans of time.</summary>
    public IEnumerable<Group.OfTime> Times => GroupBy.OfType<Group.OfTime>();

    /// <summary>An order made total by the groups that it does not name, in their order.</summary>
    public static IReadOnlyList<BucketSort> TotalOrder(IReadOnlyList<BucketSort> keys, IReadOnlyList<Group> groups) =>
        [.. keys, .. groups.Where(group => keys.All(key => key.Group != group)).Select(group => new BucketSort(group, null, false))];
}
