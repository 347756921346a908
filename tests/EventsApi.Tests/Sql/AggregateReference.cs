using System.Text;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;

namespace EventsApi.Tests.Sql;

/// <summary>What an aggregate is, said once more in plain code over rows.</summary>
internal static class AggregateReference
{
    /// <summary>The buckets of a query that it asks for, each as its keys and computed values; without limit and cursor.</summary>
    public static List<object?[]> Answer(AggregateQuery query, IEnumerable<Event> rows) => Part(query, Buckets(query, rows));

    /// <summary>Of all buckets those that satisfy the query's conditions, in its order.</summary>
    public static List<object?[]> Part(AggregateQuery query, IEnumerable<object?[]> all)
    {
        var buckets = all.Where(bucket => query.Having.All(having => Holds(having, bucket[query.GroupBy.Count + query.Computed.ToList().IndexOf(having.Metric)])));
        return [.. buckets.Order(Comparer<object?[]>.Create((left, right) => Compare(query, left, right)))];
    }

    public static List<object?[]> Buckets(AggregateQuery query, IEnumerable<Event> rows)
    {
        var belonging = rows.Where(row => Evaluator.Evaluate(query.Where, row) == true).ToList();
        if (query.GroupBy.Count == 0)
        {
            return [Values(query, belonging)];
        }
        var keyed = from row in belonging
                    from key in Keys(query.GroupBy, row)
                    group row by string.Join('\n', key.Select(value => $"{value?.GetType()}{value}")) into bucket
                    select bucket;
        return [.. keyed.Select(bucket => Keys(query.GroupBy, bucket.First()).First(key => string.Join('\n', key.Select(value => $"{value?.GetType()}{value}")) == bucket.Key)
            .Concat(Values(query, [.. bucket])).ToArray())];
    }

    public static IEnumerable<object?[]> Keys(IReadOnlyList<Group> groups, Event row) => groups.Aggregate(
        (IEnumerable<object?[]>)[[]], (keys, group) => keys.SelectMany(key => Keys(group, row).Select(one => key.Append(one).ToArray())));

    private static IEnumerable<object?> Keys(Group group, Event row) => group switch
    {
        Group.OfActor when row.Actor1 is null && row.Actor2 is null => [null],
        Group.OfActor => new[] { row.Actor1, row.Actor2 }.Where(actor => actor is not null).Distinct(),
        Group.OfTime { Unit: TimeUnit.Week } => [Days(row).First(day => day.DayOfWeek == DayOfWeek.Monday)],
        Group.OfTime { Unit: TimeUnit.Month } => [Days(row).First(day => day.Day == 1)],
        Group.OfTime { Unit: TimeUnit.Quarter } => [Days(row).First(day => day is { Day: 1, Month: 1 or 4 or 7 or 10 })],
        Group.OfTime { Unit: TimeUnit.Year } => [Days(row).First(day => day.DayOfYear == 1)],
        Group.OfCategory => [Codebook.EventKinds.FirstOrDefault(kind => kind.SubEventType == row.SubEventType) is { } kind ? Category(group.Name, kind) ? 1L : 0L : null],
        Group.OfBoundary => Boundaries(row).DefaultIfEmpty(null),
        Group.OfCell { Grid: var grid } => [row.Longitude is { } longitude ? Cell(grid, longitude, row.Latitude!.Value) : null],
        _ => [group.Source.Get(row)],
    };

    private static IEnumerable<string?> Boundaries(Event row) =>
        RandomPredicates.Boundaries.Where(boundary => Evaluator.Evaluate(new Predicate.InBoundary([boundary.Id]), row) == true).Select(boundary => boundary.Id);

    // By cutting the world in two again and again; half-degree cells by looking which is next.
    public static long? Cell(Grid grid, double longitude, double latitude)
    {
        var mercator = double.RadiansToDegrees(Math.Asinh(Math.Tan(double.DegreesToRadians(latitude))));
        return grid switch
        {
            Grid.Tile tile when Math.Abs(mercator) > 180 => null,
            Grid.Tile tile => Halved(-mercator, 180, tile.Rows) * tile.Columns + Halved(longitude, 180, tile.Columns),
            Grid.Equal.Geohash hash => Halved(latitude, 90, hash.Rows) * hash.Columns + Halved(longitude, 180, hash.Columns),
            _ => Enumerable.Range(0, 360).Last(row => -90 + row * 0.5 <= latitude) * 720L + Enumerable.Range(0, 720).Last(column => -180 + column * 0.5 <= longitude),
        };
    }

    private static long Halved(double value, double half, long parts)
    {
        var (low, high, place) = (-half, half, 0L);
        for (var size = parts; size > 1; size /= 2)
        {
            var middle = (low + high) / 2;
            var isUpper = value >= middle;
            (low, high, place) = isUpper ? (middle, high, place * 2 + 1) : (low, middle, place * 2);
        }
        return place;
    }

    // Backwards from the day of the event.
    private static IEnumerable<DateOnly> Days(Event row) => Enumerable.Range(0, 400).Select(back => row.EventDate!.Value.AddDays(-back));

    private static bool Category(string name, EventKind kind) => name switch
    {
        "political_violence" => kind.PoliticalViolence,
        "organized_political_violence" => kind.OrganizedPoliticalViolence,
        "disorder" => kind.Disorder,
        _ => kind.Demonstrations,
    };

    public static object?[] Values(AggregateQuery query, List<Event> rows) => [.. query.Computed.Select(metric => Value(metric.Name, rows))];

    private static object? Value(string metric, List<Event> rows) => metric switch
    {
        "events" => (long)rows.Count,
        "fatalities" => rows.Sum(row => row.Fatalities ?? 0),
        "fatalities_low" => rows.Sum(row => row.FatalitiesLow ?? 0),
        "fatalities_high" => rows.Sum(row => row.FatalitiesHigh ?? 0),
        "fatalities_max" => rows.Max(row => row.Fatalities),
        "fatalities_mean" => rows.Average(row => row.Fatalities),
        "fatal_events" => (long)rows.Count(row => row.Fatalities > 0),
        "actors" => (long)rows.SelectMany(row => new[] { row.Actor1, row.Actor2 }).OfType<string>().Distinct().Count(),
        "locations" => (long)rows.Select(row => row.Location).OfType<string>().Distinct().Count(),
        "days" => (long)rows.Select(row => row.EventDate).Distinct().Count(),
        "first_date" => rows.Min(row => row.EventDate),
        "last_date" => rows.Max(row => row.EventDate),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "has no meaning here"),
    };

    private static bool Holds(Having having, object? value)
    {
        if (value is null)
        {
            return having.IsNegated;
        }
        var order = Comparer<object>.Default.Compare(value, having.Value);
        var holds = having.Operator switch
        {
            Comparison.Equal => order == 0,
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            _ => order >= 0,
        };
        return having.IsNegated ? !holds : holds;
    }

    private static int Compare(AggregateQuery query, object?[] left, object?[] right)
    {
        foreach (var key in query.Sort)
        {
            var place = key.Group is null ? query.GroupBy.Count + query.Computed.ToList().IndexOf(key.Metric!) : query.GroupBy.ToList().IndexOf(key.Group);
            var (a, b) = (left[place], right[place]);
            var order = a is null || b is null ? (a is null ? 1 : 0) - (b is null ? 1 : 0)
                : (key.Descending ? -1 : 1) * (a is string text ? CompareText(key.Group!.Source, text, (string)b) : Comparer<object>.Default.Compare(a, b));
            if (order != 0)
            {
                return order;
            }
        }
        return 0;
    }

    private static int CompareText(Column column, string a, string b)
    {
        var folded = column.Folded ? Bytes(Folding.Fold(a)).AsSpan().SequenceCompareTo(Bytes(Folding.Fold(b))) : 0;
        return folded != 0 ? folded : Bytes(a).AsSpan().SequenceCompareTo(Bytes(b));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
