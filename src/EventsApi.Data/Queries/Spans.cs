using System.Globalization;

namespace EventsApi.Data.Queries;

/// <summary>Arithmetic of the spans that days are grouped by. A span is known by its first day; null is one that the calendar does not have.</summary>
internal static class Spans
{
    /// <summary>The span so many after this one, or before.</summary>
    public static DateOnly? Shift(TimeUnit unit, DateOnly start, int spans) => unit switch
    {
        TimeUnit.Year => AddMonths(start, 12 * spans),
        TimeUnit.Quarter => AddMonths(start, 3 * spans),
        TimeUnit.Month => AddMonths(start, spans),
        TimeUnit.Week => AddDays(start, 7 * spans),
        _ => AddDays(start, spans),
    };

    /// <summary>The span of the same name a year before: the week of that number, the day of that month. There is none to some week 53 and to 29 February.</summary>
    public static DateOnly? YearBefore(TimeUnit unit, DateOnly start)
    {
        if (unit == TimeUnit.Week)
        {
            var (year, week) = (ISOWeek.GetYear(start.ToDateTime(TimeOnly.MinValue)) - 1, ISOWeek.GetWeekOfYear(start.ToDateTime(TimeOnly.MinValue)));
            return year < 1 || week > ISOWeek.GetWeeksInYear(year) ? null : DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday));
        }
        return AddMonths(start, -12) is { } before && before.Day == start.Day ? before : null;
    }

    /// <summary>The last day of a span.</summary>
    public static DateOnly Last(TimeUnit unit, DateOnly start) => Shift(unit, start, 1)?.AddDays(-1) ?? DateOnly.MaxValue;

    /// <summary>The spans in which the days of a set lie, in order. Where the set has no beginning or no end, that of the known spans is its.</summary>
    public static IEnumerable<DateOnly> Over(Group.OfTime group, DaySet days, IReadOnlyCollection<DateOnly> known)
    {
        DateOnly? last = null;
        foreach (var interval in days.Intervals)
        {
            if ((interval.First == DateOnly.MinValue || interval.Last == DateOnly.MaxValue) && known.Count == 0)
            {
                continue;
            }
            DateOnly? next = group.Start(interval.First == DateOnly.MinValue ? known.Min() : interval.First);
            var end = interval.Last == DateOnly.MaxValue ? known.Max() : interval.Last;
            for (next = next == last ? Shift(group.Unit, next.Value, 1) : next; next <= end; next = Shift(group.Unit, next.Value, 1))
            {
                yield return next.Value;
                last = next;
            }
        }
    }

    /// <summary>The same day of the month so many months on, or the month's last.</summary>
    public static DateOnly? AddMonths(DateOnly day, int months) =>
        day.Year * 12 + day.Month - 1 + months is >= 12 and < 120_000 ? day.AddMonths(months) : null;

    public static DateOnly? AddDays(DateOnly day, int days) =>
        day.DayNumber + (long)days is >= 0 and var number && number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)number) : null;
}
