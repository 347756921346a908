namespace EventsApi.Data.Queries;

/// <summary>What figures are compared with.</summary>
public enum Baseline
{
    /// <summary>The span before; of an interval as many days right before it, or as many months where it is made of whole ones.</summary>
    PreviousPeriod,

    /// <summary>The span of the same name a year before; of an interval the same days a year before.</summary>
    PreviousYear,

    /// <summary>The mean of the twelve months before; compared with that is a month.</summary>
    Mean12Months,
}

/// <summary>Which time a baseline is of.</summary>
public static class Baselines
{
    private const int Months = 12;

    /// <summary>The spans that a span is compared with; none when the calendar has none such.</summary>
    internal static IReadOnlyList<DateOnly> Of(Baseline baseline, TimeUnit unit, DateOnly start)
    {
        DateOnly?[] spans = baseline switch
        {
            Baseline.PreviousPeriod => [Spans.Shift(unit, start, -1)],
            Baseline.PreviousYear => [Spans.YearBefore(unit, start)],
            _ => [.. Enumerable.Range(1, Months).Select(back => Spans.AddMonths(start, -back))],
        };
        return spans.Contains(null) ? [] : [.. spans.OfType<DateOnly>()];
    }

    /// <summary>The days that an interval is compared with, or null where the calendar does not reach so far back.</summary>
    /// <param name="asked">A calendar month for the mean of months.</param>
    public static DayInterval? Of(Baseline baseline, DayInterval asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var months = (asked.Last.Year - asked.First.Year) * 12 + asked.Last.Month - asked.First.Month + 1;
        return baseline switch
        {
            Baseline.Mean12Months => Interval(Spans.AddMonths(asked.First, -Months), asked.First.AddDays(-1)),
            Baseline.PreviousYear => Interval(Spans.AddMonths(asked.First, -12), IsMonthEnd(asked.Last) ? asked.Last.AddDays(1).AddMonths(-12).AddDays(-1) : Spans.AddMonths(asked.Last, -12)),
            _ when IsWholeMonths(asked) => Interval(Spans.AddMonths(asked.First, -months), asked.First.AddDays(-1)),
            _ => Interval(Spans.AddDays(asked.First, asked.First.DayNumber - asked.Last.DayNumber - 1), asked.First.AddDays(-1)),
        };
    }

    public static bool IsMonth(DayInterval days)
    {
        ArgumentNullException.ThrowIfNull(days);
        return IsWholeMonths(days) && days.First.AddMonths(1) > days.Last;
    }

    private static bool IsWholeMonths(DayInterval days) => days.First.Day == 1 && IsMonthEnd(days.Last);

    private static bool IsMonthEnd(DateOnly day) => day.AddDays(1).Day == 1;

    private static DayInterval? Interval(DateOnly? first, DateOnly? last) => first is { } from && last is { } to ? new DayInterval(from, to) : null;
}
