using EventsApi.Data.Model;

namespace EventsApi.Data.Queries;

/// <summary>Which events belong to groups, by the groups' keys. True or false of every event, never unknown, so that its contrary is all other events.</summary>
internal static class KeyPredicate
{
    /// <summary>The events of any of the groups.</summary>
    /// <param name="keys">Of each group its key in each of <paramref name="groups"/>.</param>
    public static Predicate AnyOf(IReadOnlyList<Group> groups, IEnumerable<IReadOnlyList<object?>> keys)
    {
        List<IReadOnlyList<object?>> all = [.. keys];
        return AnyOf(groups, [.. Enumerable.Range(0, groups.Count).OrderBy(place => all.Select(key => key[place]).Distinct().Count())], all);
    }

    // Groups that agree in one key share its term, so the groups with the fewest keys come first.
    private static Predicate AnyOf(IReadOnlyList<Group> groups, ReadOnlySpan<int> places, IReadOnlyList<IReadOnlyList<object?>> keys)
    {
        if (places.Length == 1)
        {
            var last = places[0];
            return Holds(groups[last], [.. keys.Select(key => key[last])]);
        }
        var (place, terms) = (places[0], new List<Predicate>());
        foreach (var same in keys.GroupBy(key => key[place]))
        {
            terms.Add(new Predicate.And([Holds(groups[place], [same.Key]), AnyOf(groups, places[1..], [.. same])]));
        }
        return Predicate.Any(terms);
    }

    private static Predicate Holds(Group group, IReadOnlyList<object?> keys) => group switch
    {
        Group.OfColumn column => In(column.Column, keys),
        Group.OfActor => Predicate.Any([.. Sides(keys)]),
        Group.OfTime time => Predicate.Any([.. Days(time.Unit, keys).Intervals.Select(days => new Predicate.And(AskedDays.Within(days)))]),
        Group.OfCategory category => Predicate.Any([.. keys.Select(key => OfCategory(category, (long?)key))]),
        Group.OfBoundary => InBoundary(keys),
        Group.OfCell cell => new Predicate.InCell(cell.Grid, [.. keys.Cast<long?>()]),
        _ => throw new NotSupportedException(group.GetType().Name),
    };

    private static Predicate InBoundary(IReadOnlyList<object?> ids)
    {
        var inSome = new Predicate.InBoundary([.. ids.OfType<string>()]);
        return ids.Contains(null) ? new Predicate.Or([inSome, new Predicate.InNoBoundary()]) : inSome;
    }

    private static Predicate In(Column column, IReadOnlyList<object?> keys)
    {
        var terms = new List<Predicate>();
        if (keys.OfType<object>().ToList() is { Count: > 0 } known)
        {
            terms.Add(new Predicate.And([new Predicate.Not(new Predicate.IsNull(column)), new Predicate.In(column, known)]));
        }
        if (keys.Contains(null))
        {
            terms.Add(new Predicate.IsNull(column));
        }
        return Predicate.Any(terms);
    }

    private static IEnumerable<Predicate> Sides(IReadOnlyList<object?> actors)
    {
        List<object?> known = [.. actors.Where(actor => actor is not null)];
        yield return In(EventColumns.Actor1, known);
        yield return In(EventColumns.Actor2, known);
        if (known.Count < actors.Count)
        {
            yield return new Predicate.And([new Predicate.IsNull(EventColumns.Actor1), new Predicate.IsNull(EventColumns.Actor2)]);
        }
    }

    private static DaySet Days(TimeUnit unit, IReadOnlyList<object?> keys) =>
        DaySet.Union(keys.OfType<DateOnly>().Select(start => DaySet.Of(start, Spans.Last(unit, start))));

    // What is not known to belong, nor not to belong, is a sub-event type that the codebook does not have.
    private static Predicate OfCategory(Group.OfCategory category, long? flag) => flag is { } known
        ? In(category.Source, [.. category.Types(known == 1)])
        : new Predicate.Not(In(category.Source, [.. category.Types(true), .. category.Types(false)]));
}
