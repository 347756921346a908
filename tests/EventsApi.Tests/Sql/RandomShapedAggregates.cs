using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using FsCheck;
using FsCheck.Fluent;

namespace EventsApi.Tests.Sql;

/// <summary>Random aggregates that fill, compare and keep the biggest, over rows around a leap day and a week 53.</summary>
internal static class RandomShapedAggregates
{
    private static readonly DateOnly[] Days =
    [
        new(2019, 12, 29), new(2019, 12, 30), new(2020, 1, 1), new(2020, 1, 31), new(2020, 2, 1), new(2020, 2, 28), new(2020, 2, 29), new(2020, 3, 1), new(2020, 3, 31), new(2020, 4, 1),
        new(2020, 6, 30), new(2020, 9, 15), new(2020, 12, 27), new(2020, 12, 28), new(2020, 12, 31), new(2021, 1, 1), new(2021, 1, 3), new(2021, 1, 4), new(2021, 2, 28),
    ];

    private static readonly Group[] Others = [.. new[] { "country", "actor", "actor1", "admin1", "iso", "event_type", "demonstrations", "dataset" }.Select(name => Group.Find(name)!)];

    public static IReadOnlyList<Event> Rows { get; } = [.. RandomAggregates.Rows.Take(90).Select(Row)];

    /// <summary>Terms over days and years, open, closed, with holes, contradictory.</summary>
    public static Gen<Predicate> OfDays { get; } = Gen.OneOf(
        Gen.Constant(Predicate.Everything), Interval.Select(Within), OneTerm, OneTerm.Two().Select(two => (Predicate)new Predicate.And([two.Item1, two.Item2])),
        OneTerm.Two().Select(two => (Predicate)new Predicate.Or([two.Item1, two.Item2])), OneTerm.Select(term => (Predicate)new Predicate.Not(term)));

    public static Gen<AggregateQuery> All { get; } =
        from kind in Gen.Elements("fill", "compare", "compare, fill", "compare an interval", "top", "top, compare")
        from time in Gen.Elements(Enum.GetValues<TimeUnit>())
        from baseline in Gen.Elements(Enum.GetValues<Baseline>())
        from others in Gen.Choose(0, 2).SelectMany(count => Gen.Elements(Others).ListOf(count))
        from isFirst in Gen.Elements(true, false)
        from days in OfDays
        from interval in Gen.Frequency((2, Interval), (1, Gen.Choose(-2, 15).Select(month => new DateOnly(2020, 1, 1).AddMonths(month)).Select(month => new DayInterval(month, month.AddMonths(1).AddDays(-1)))))
        from filter in Gen.Frequency((1, Gen.Constant(Predicate.Everything)), (1, RandomPredicates.All))
        from metrics in Gen.Elements<Metric>([.. Metric.All]).NonEmptyListOf()
        from having in Gen.Elements<Metric>([.. Metric.All]).SelectMany(metric => Gen.Choose(0, 3).Select(number => (metric, number)))
        from isConditional in Gen.Frequency((2, Gen.Constant(false)), (1, Gen.Constant(true)))
        from top in Gen.Choose(1, 12)
        from sort in Gen.Choose(0, 12).Two()
        select Query(kind, time, baseline, [.. others.Distinct()], isFirst, days, interval, filter, [.. metrics.Distinct()], isConditional ? having : null, top, sort);

    private static Gen<DayInterval> Interval =>
        from first in Gen.Elements(Days)
        from days in Gen.Elements(0, 1, 6, 30, 59, 365)
        select new DayInterval(first, first.AddDays(days));

    private static Gen<Predicate> OneTerm => Gen.OneOf(
        from day in Gen.Elements(Days) from comparison in Gen.Elements(Enum.GetValues<Comparison>()) select (Predicate)new Predicate.Compare(EventColumns.EventDate, comparison, day),
        from year in Gen.Choose(2019, 2021) from comparison in Gen.Elements(Enum.GetValues<Comparison>()) select (Predicate)new Predicate.Compare(EventColumns.Year, comparison, (long)year),
        Gen.Elements(Days).ListOf(3).Select(days => (Predicate)new Predicate.In(EventColumns.EventDate, [.. days])),
        Gen.Choose(2019, 2021).ListOf(2).Select(years => (Predicate)new Predicate.In(EventColumns.Year, [.. years.Select(year => (object)(long)year)])));

    private static Predicate Within(DayInterval days) => new Predicate.And(
    [
        new Predicate.Compare(EventColumns.EventDate, Comparison.GreaterOrEqual, days.First), new Predicate.Compare(EventColumns.EventDate, Comparison.LessOrEqual, days.Last),
    ]);

    private static AggregateQuery Query(string kind, TimeUnit unit, Baseline baseline, List<Group> others, bool isFirst, Predicate days, DayInterval interval,
        Predicate filter, List<Metric> metrics, (Metric Metric, int Number)? having, int top, (int, int) sort)
    {
        var (hasTime, compares, tops) = (kind != "compare an interval" && !(kind == "top" && others.Count > 0 && isFirst), kind.Contains("compare", StringComparison.Ordinal), kind.StartsWith("top", StringComparison.Ordinal));
        var time = new Group.OfTime(baseline == Baseline.Mean12Months && compares ? TimeUnit.Month : unit);
        IReadOnlyList<Group> groups = !hasTime ? others : isFirst ? [time, .. others] : [.. others, time];
        var asked = hasTime ? days : Within(interval.First.Day == 1 && interval.Last.AddDays(1).Day == 1 || baseline != Baseline.Mean12Months ? interval : new DayInterval(new DateOnly(2020, 2, 1), new DateOnly(2020, 2, 29)));
        if (kind == "compare an interval" && baseline == Baseline.Mean12Months && interval.Last > interval.First.AddMonths(1))
        {
            asked = Within(new DayInterval(new DateOnly(2021, 1, 1), new DateOnly(2021, 1, 31)));
        }
        // The filter must not ask for days as well where one interval is to be known.
        filter = hasTime || AskedDays.Of(filter).Days.Intervals is [{ } every] && (every.First, every.Last) == (DateOnly.MinValue, DateOnly.MaxValue) ? filter : Predicate.Everything;
        List<Metric> all = compares ? [.. metrics.SelectMany(metric => Metric.Compared(metric, baseline).Prepend(metric))] : metrics;
        var keys = new[] { sort.Item1, sort.Item2 }.Distinct().Where(place => place < all.Count).Select(place => new BucketSort(null, all[place], place % 2 == 0));
        return new AggregateQuery
        {
            Where = new Predicate.And([filter, asked]),
            GroupBy = groups,
            Metrics = all,
            Having = having is { } condition ? [Condition(compares && condition.Metric.IsComparable ? Metric.Compared(condition.Metric, baseline)[condition.Number % 3] : condition.Metric, condition.Number)] : [],
            Sort = AggregateQuery.TotalOrder([.. keys], groups),
            Fills = kind.Contains("fill", StringComparison.Ordinal),
            Top = tops ? top : null,
            Baseline = compares ? baseline : null,
        };
    }

    private static Having Condition(Metric metric, int number) => new(metric, number % 2 == 0 ? Comparison.GreaterOrEqual : Comparison.Less, metric.Type switch
    {
        ColumnType.Real => number / 2.0,
        ColumnType.Date => Days[number],
        _ => (object)(long)number,
    });

    private static Event Row(Event template, int number)
    {
        var row = RandomPredicates.Row(number + 1);
        var random = new Random(number + 1000);
        row.EventDate = Days[random.Next(Days.Length)];
        row.Year = row.EventDate.Value.Year;
        (row.SubEventType, row.Admin1, row.Location, row.Iso, row.FatalitiesHigh, row.Dataset) = (template.SubEventType, template.Admin1, template.Location, template.Iso, template.FatalitiesHigh, template.Dataset);
        return row;
    }
}
