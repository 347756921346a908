using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using FsCheck;
using FsCheck.Fluent;

namespace EventsApi.Tests.Sql;

/// <summary>Random aggregates, and rows whose values between them fall into every kind of group.</summary>
internal static class RandomAggregates
{
    private static readonly DateOnly[] Days =
    [
        DateOnly.MinValue, new(1, 1, 7), new(1999, 12, 31), new(2000, 1, 1), new(2008, 12, 29), new(2010, 1, 3), new(2020, 2, 29),
        new(2020, 3, 31), new(2020, 4, 1), new(2020, 12, 31), new(2021, 1, 1), new(9999, 12, 26), DateOnly.MaxValue,
    ];

    private static readonly string?[] Places = ["Gao", "gao", "GAO", "Ménaka", "Menaka", "😀", "ﬁ", null];

    public static IReadOnlyList<Event> Rows { get; } = [.. Enumerable.Range(1, 150).Select(Row)];

    public static Gen<AggregateQuery> All { get; } =
        from filter in Gen.Frequency((1, Gen.Constant(Predicate.Everything)), (2, RandomPredicates.All))
        from count in Gen.Choose(0, 3)
        from groups in Gen.Elements<Group>([.. Group.All]).ListOf(count)
        from metrics in Gen.Elements<Metric>([.. Metric.All]).NonEmptyListOf()
        from having in Having.ListOf(2)
        from isConditional in Gen.Frequency((2, Gen.Constant(false)), (1, Gen.Constant(true)))
        from keys in Gen.Choose(0, 20).ListOf(2)
        from down in Gen.Elements(true, false).ListOf(2)
        from limit in Gen.Choose(1, 40)
        select Query(filter, [.. groups.Distinct()], [.. metrics.Distinct()], isConditional ? [.. having] : [], [.. keys.Zip(down)], limit);

    private static Gen<Having> Having =>
        from metric in Gen.Elements<Metric>([.. Metric.All])
        from comparison in Gen.Elements(Enum.GetValues<Comparison>())
        from number in Gen.Choose(0, 6)
        from negated in Gen.Elements(true, false)
        select new Having(metric, comparison, metric.Type switch
        {
            ColumnType.Real => number / 2.0,
            ColumnType.Date => new DateOnly(2020, 1, 1).AddDays(number),
            _ => (long)number,
        }, negated && comparison == Comparison.Equal);

    private static AggregateQuery Query(Predicate where, List<Group> groups, List<Metric> metrics, List<Having> having, List<(int Place, bool Descending)> keys, int limit)
    {
        var sort = keys.Where(key => key.Place < groups.Count + metrics.Count).DistinctBy(key => key.Place)
            .Select(key => key.Place < groups.Count ? new BucketSort(groups[key.Place], null, key.Descending) : new BucketSort(null, metrics[key.Place - groups.Count], key.Descending));
        return new AggregateQuery { Where = where, GroupBy = groups, Metrics = metrics, Having = having, Sort = AggregateQuery.TotalOrder([.. sort], groups), Limit = limit };
    }

    public static Event Row(int number)
    {
        var row = RandomPredicates.Row(number);
        var random = new Random(-number);
        row.EventDate = random.Next(2) == 0 ? row.EventDate : Days[random.Next(Days.Length)];
        row.SubEventType = random.Next(4) == 0 ? null : Codebook.EventKinds[random.Next(Codebook.EventKinds.Count)].SubEventType;
        row.Admin1 = Places[random.Next(Places.Length)];
        row.Location = Places[random.Next(Places.Length)];
        row.Iso = random.Next(3) == 0 ? null : random.Next(4);
        row.GeoPrecision = random.Next(3) == 0 ? null : random.Next(1, 4);
        row.FatalitiesHigh = random.Next(3) == 0 ? null : random.Next(9);
        row.Dataset = random.Next(2) == 0 ? "one" : "two";
        return row;
    }
}
