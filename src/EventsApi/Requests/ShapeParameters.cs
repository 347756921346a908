using EventsApi.Data.Queries;

namespace EventsApi.Requests;

/// <summary>What an aggregate does to its groups: fills gaps, keeps the biggest, compares.</summary>
internal static class ShapeParameters
{
    public const int MostTop = 1000;

    private static readonly Dictionary<string, Baseline> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["previous_period"] = Baseline.PreviousPeriod,
        ["previous_year"] = Baseline.PreviousYear,
        ["mean_12_months"] = Baseline.Mean12Months,
    };

    public static readonly Parameter Fill = new("fill", ParameterType.Boolean,
        "Rows also for groups without events: every year, quarter, month, week or day of the time asked for, for each combination of the other groups that occurs; counts and sums 0, means, greatest values and days null. "
        + "The time asked for is what event_date, year and datetime let through; where they set no beginning or no end, it begins or ends with the first or last event of the filter. "
        + "Needs exactly one span of time in group_by. having, sort, limit and cursor see filled rows as any others.")
    { Default = false, Example = false };

    public static readonly Parameter Top = new("top", ParameterType.Integer,
        "Only the biggest groups by the first of metrics, so many; of several groups in group_by the biggest combinations. having comes before: only groups that satisfy it are among them. "
        + "Everything else is one row, with the figures of all events that are in none of the groups kept, so that with it the totals add up: the member other of JSON; in CSV and NDJSON the last row of the last page, the only one whose column is_other is true. "
        + "With the group actor an event of an actor kept is not in it, whoever the other one is. Rows come biggest first unless sort says otherwise.")
    { Minimum = 1, Maximum = MostTop };

    public static readonly Parameter Compare = new("compare", ParameterType.Text,
        "Adds to each metric what it was before, the difference and the ratio, as events_baseline, events_difference and events_ratio (1.25 is a quarter more); the ratio is null where the baseline is 0, all three where there is none. first_date and last_date have none. "
        + "With a span of time in group_by each is compared with a whole span, whatever days the filter lets through: previous_period is the one before, previous_year the one of the same name a year before (the month, the ISO week of that number, the day; 29 February and some week 53 have none), "
        + "mean_12_months, for months only, the mean of the twelve before: of counts and sums with 0 for months without events, of means and greatest values over the months that have them. "
        + "Without one, the filter must ask for the days of one interval: previous_period is as many days right before it, or as many months where it is made of whole calendar months, previous_year the same days a year before, mean_12_months, for an interval of one calendar month, the mean of the twelve before; baseline_interval says which days these are. "
        + "Groups that only the baseline has come too, with zeros. totals, and other of top, are not compared.")
    { Allowed = [.. Names.Keys] };

    /// <summary>All of them, in the contract's order.</summary>
    public static IReadOnlyList<Parameter> All { get; } = [Fill, Top, Compare];

    /// <summary>A query with its fill and top; what does not fit together goes to the errors.</summary>
    public static AggregateQuery Parse(RawRequest raw, AggregateQuery query)
    {
        var shaped = query with
        {
            Fills = raw.Single(Fill.Name) is { } fill && Values.Boolean(Fill.Name, fill, raw.Errors) == true,
            Top = (int?)(raw.Single(Top.Name) is { } top ? Values.Integer(Top.Name, top, Top.Minimum, Top.Maximum, raw.Errors) : null),
        };
        // What is wrong by itself would only be told twice.
        if (raw.Errors.All.Count == 0)
        {
            CheckFill(raw, shaped);
            CheckTop(raw, shaped);
            CheckCompare(raw, shaped);
        }
        return shaped;
    }

    public static Baseline? ParseCompare(RawRequest raw)
    {
        if (raw.Single(Compare.Name) is not { } name)
        {
            return null;
        }
        if (Names.TryGetValue(name, out var baseline))
        {
            return baseline;
        }
        raw.Errors.AddUnknown(Compare.Name, name, "baseline", Compare.Allowed!);
        return null;
    }

    private static void CheckFill(RawRequest raw, AggregateQuery query)
    {
        if (!query.Fills)
        {
            return;
        }
        if (query.Times.Count() != 1)
        {
            raw.Errors.Add(Fill.Name, "true", "Needs exactly one span of time in group_by: year, quarter, month, week or day.");
        }
        if (query.Top is not null)
        {
            raw.Errors.Add(Fill.Name, "true", "Cannot be with top, which keeps the biggest rows of all: ask for the top without the span of time first, then for those groups filled.");
        }
    }

    private static void CheckTop(RawRequest raw, AggregateQuery query)
    {
        if (query.Top is { } most && query.GroupBy.Count == 0)
        {
            raw.Errors.Add(Top.Name, $"{most}", "Needs group_by: without it there is one row.");
        }
    }

    private static void CheckCompare(RawRequest raw, AggregateQuery query)
    {
        if (query.Baseline is not { } baseline)
        {
            return;
        }
        var error = query.Times.ToList() switch
        {
            [] => OfInterval(AskedDays.Of(query.Where).Days.Bounded, baseline),
            [var time] => time.Unit != TimeUnit.Month && baseline == Baseline.Mean12Months ? $"Compares months; group_by has {time.Name}." : null,
            var times => $"Compares one span of time; group_by has {string.Join(" and ", times)}.",
        };
        if (error is not null || !query.Metrics.Any(metric => metric.IsComparable))
        {
            raw.Errors.Add(Compare.Name, raw.Values(Compare.Name)[0], error ?? "Compares numbers; metrics has none.");
        }
    }

    private static string? OfInterval(DayInterval? days, Baseline baseline) =>
        days is null ? "Needs to know a period: filter for the days of one interval, as datetime=2022-01-01/2022-12-31, or put a span of time into group_by."
        : baseline == Baseline.Mean12Months && !Baselines.IsMonth(days) ? "Compares months: filter for one calendar month, as datetime=2022-03-01/2022-03-31, or put month into group_by."
        : Baselines.Of(baseline, days) is null ? "There is no such time before; the calendar begins with the year 1."
        : null;
}
