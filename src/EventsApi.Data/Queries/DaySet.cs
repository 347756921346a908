using System.Globalization;

namespace EventsApi.Data.Queries;

/// <summary>The days from one to another, both included.</summary>
public sealed record DayInterval(DateOnly First, DateOnly Last)
{
    /// <summary>As datetime takes it: 2022-01-01/2022-03-31.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First:yyyy-MM-dd}/{Last:yyyy-MM-dd}");
}

/// <summary>A set of days.</summary>
public sealed class DaySet
{
    private DaySet(IEnumerable<DayInterval> intervals)
    {
        var joined = new List<DayInterval>();
        foreach (var next in intervals.Where(interval => interval.First <= interval.Last).OrderBy(interval => interval.First))
        {
            if (joined is [.., var last] && next.First.DayNumber <= last.Last.DayNumber + 1)
            {
                joined[^1] = last with { Last = next.Last > last.Last ? next.Last : last.Last };
            }
            else
            {
                joined.Add(next);
            }
        }
        Intervals = joined;
    }

    /// <summary>Every day that the calendar has.</summary>
    public static DaySet All { get; } = Of(DateOnly.MinValue, DateOnly.MaxValue);

    public static DaySet None { get; } = new([]);

    /// <summary>In order; between two of them there are days that do not belong.</summary>
    public IReadOnlyList<DayInterval> Intervals { get; }

    /// <summary>The set, when it is one interval with a beginning and an end; the ends of the calendar are neither.</summary>
    public DayInterval? Bounded => Intervals is [var one] && one.First > DateOnly.MinValue && one.Last < DateOnly.MaxValue ? one : null;

    /// <summary>From a day to another; none when that one is before.</summary>
    public static DaySet Of(DateOnly first, DateOnly last) => new([new DayInterval(first, last)]);

    public static DaySet Union(IEnumerable<DaySet> sets) => new(sets.SelectMany(set => set.Intervals));

    public DaySet Intersect(DaySet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Union([Complement(), other.Complement()]).Complement();
    }

    /// <summary>The days that do not belong.</summary>
    public DaySet Complement()
    {
        var gaps = new List<DayInterval>();
        var next = DateOnly.MinValue.DayNumber;
        foreach (var interval in Intervals)
        {
            if (next < interval.First.DayNumber)
            {
                gaps.Add(new DayInterval(DateOnly.FromDayNumber(next), interval.First.AddDays(-1)));
            }
            next = interval.Last.DayNumber + 1;
        }
        if (next <= DateOnly.MaxValue.DayNumber)
        {
            gaps.Add(new DayInterval(DateOnly.FromDayNumber(next), DateOnly.MaxValue));
        }
        return new DaySet(gaps);
    }
}
