using EventsApi.Data.Model;

namespace EventsApi.Data.Queries;

/// <summary>A filter in two: the days that it lets through, by event_date and year, and what else it asks.</summary>
public sealed record AskedDays(DaySet Days, Predicate Rest)
{
    /// <summary>Divides a filter; a term that mixes days with something else belongs to the rest.</summary>
    public static AskedDays Of(Predicate where)
    {
        var terms = Terms(where).Select(term => (Term: term, Days: DaysOf(term))).ToList();
        var rest = terms.Where(term => term.Days is null).Select(term => term.Term).ToList();
        return new AskedDays(
            terms.Aggregate(DaySet.All, (all, term) => term.Days is null ? all : all.Intersect(term.Days)),
            rest.Count == 0 ? Predicate.Everything : Predicate.All(rest));
    }

    /// <summary>The rest of the filter on other days.</summary>
    public Predicate On(DayInterval days)
    {
        ArgumentNullException.ThrowIfNull(days);
        return Predicate.All([.. Terms(Rest), .. Within(days)]);
    }

    /// <summary>That event_date is one of these days.</summary>
    internal static IReadOnlyList<Predicate> Within(DayInterval days) =>
    [
        new Predicate.Compare(EventColumns.EventDate, Comparison.GreaterOrEqual, days.First),
        new Predicate.Compare(EventColumns.EventDate, Comparison.LessOrEqual, days.Last),
    ];

    private static IEnumerable<Predicate> Terms(Predicate where) => where is Predicate.And and ? and.Terms.SelectMany(Terms) : [where];

    // Neither column is ever unknown, so that what is not true is false.
    private static DaySet? DaysOf(Predicate term) => term switch
    {
        Predicate.Compare compare when compare.Column == EventColumns.EventDate => Compared(compare.Operator, Day(compare.Value)),
        Predicate.Compare compare when compare.Column == EventColumns.Year => Compared(compare.Operator, Year(compare.Value)),
        Predicate.In list when list.Column == EventColumns.EventDate => Equal(list.Values.Select(Day)),
        Predicate.In list when list.Column == EventColumns.Year => Equal(list.Values.Select(Year)),
        Predicate.And and => Each(and.Terms) is { } sets ? sets.Aggregate(DaySet.All, (all, set) => all.Intersect(set)) : null,
        Predicate.Or or => Each(or.Terms) is { } sets ? DaySet.Union(sets) : null,
        Predicate.Not not => DaysOf(not.Term)?.Complement(),
        _ => null,
    };

    private static List<DaySet>? Each(IReadOnlyList<Predicate> terms)
    {
        var sets = terms.Select(DaysOf).ToList();
        return sets.Contains(null) ? null : [.. sets.OfType<DaySet>()];
    }

    // The days before a value's, its own, and those after; any of the three may be none.
    private sealed record Place(DaySet Before, DaySet Own, DaySet After);

    private static DaySet Compared(Comparison comparison, Place place) => comparison switch
    {
        Comparison.Equal => place.Own,
        Comparison.Less => place.Before,
        Comparison.LessOrEqual => place.After.Complement(),
        Comparison.Greater => place.After,
        _ => place.Before.Complement(),
    };

    private static DaySet Equal(IEnumerable<Place> places) => DaySet.Union(places.Select(place => place.Own));

    private static Place Day(object value) => Around((DateOnly)value, (DateOnly)value);

    private static Place Year(object value) => (long)value switch
    {
        < 1 => new Place(DaySet.None, DaySet.None, DaySet.All),
        > 9999 => new Place(DaySet.All, DaySet.None, DaySet.None),
        var year => Around(new DateOnly((int)year, 1, 1), new DateOnly((int)year, 12, 31)),
    };

    private static Place Around(DateOnly first, DateOnly last) => new(
        first == DateOnly.MinValue ? DaySet.None : DaySet.Of(DateOnly.MinValue, first.AddDays(-1)),
        DaySet.Of(first, last),
        last == DateOnly.MaxValue ? DaySet.None : DaySet.Of(last.AddDays(1), DateOnly.MaxValue));
}
