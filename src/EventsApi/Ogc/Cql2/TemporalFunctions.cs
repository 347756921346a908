using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Ogc.Cql2;

/// <summary>
/// The temporal functions of 21-065r2 §7.6 by the ends of their arguments, as the Time Ontology in OWL defines them.
/// Intervals are closed. An instant begins and ends with itself, also where the function is about intervals: event_date
/// is a day, and T_DURING(event_date, INTERVAL(…)) says that it lies between the ends of the interval, neither included.
/// </summary>
internal static class TemporalFunctions
{
    public static IReadOnlyDictionary<string, Func<Node.Call, Predicate>> All { get; } = new Dictionary<string, Func<Node.Call, Predicate>>
    {
        ["t_after"] = Relation((a, b) => [Is(a.Start, Comparison.Greater, b.End)]),
        ["t_before"] = Relation((a, b) => [Is(a.End, Comparison.Less, b.Start)]),
        ["t_disjoint"] = Relation((a, b) => [Not(Together(Meeting(a, b)))]),
        ["t_intersects"] = Relation(Meeting),
        ["t_equals"] = Relation((a, b) => [Is(a.Start, Comparison.Equal, b.Start), Is(a.End, Comparison.Equal, b.End)]),
        ["t_contains"] = Relation((a, b) => [Is(a.Start, Comparison.Less, b.Start), Is(a.End, Comparison.Greater, b.End)]),
        ["t_during"] = Relation((a, b) => [Is(a.Start, Comparison.Greater, b.Start), Is(a.End, Comparison.Less, b.End)]),
        ["t_starts"] = Relation((a, b) => [Is(a.Start, Comparison.Equal, b.Start), Is(a.End, Comparison.Less, b.End)]),
        ["t_startedby"] = Relation((a, b) => [Is(a.Start, Comparison.Equal, b.Start), Is(a.End, Comparison.Greater, b.End)]),
        ["t_finishes"] = Relation((a, b) => [Is(a.Start, Comparison.Greater, b.Start), Is(a.End, Comparison.Equal, b.End)]),
        ["t_finishedby"] = Relation((a, b) => [Is(a.Start, Comparison.Less, b.Start), Is(a.End, Comparison.Equal, b.End)]),
        ["t_meets"] = Relation((a, b) => [Is(a.End, Comparison.Equal, b.Start)]),
        ["t_metby"] = Relation((a, b) => [Is(a.Start, Comparison.Equal, b.End)]),
        ["t_overlaps"] = Relation(Overlap),
        ["t_overlappedby"] = Relation((a, b) => Overlap(b, a)),
    };

    /// <summary>An end: an instant, a column, or open, which is before or after everything.</summary>
    private sealed record End(Instant? Instant, Column? Column, int Open);

    private sealed record Range(End Start, End End);

    private static List<Predicate> Meeting(Range a, Range b) => [Is(a.Start, Comparison.LessOrEqual, b.End), Is(a.End, Comparison.GreaterOrEqual, b.Start)];

    private static List<Predicate> Overlap(Range a, Range b) =>
        [Is(a.Start, Comparison.Less, b.Start), Is(b.Start, Comparison.Less, a.End), Is(a.End, Comparison.Less, b.End)];

    private static Func<Node.Call, Predicate> Relation(Func<Range, Range, List<Predicate>> ends) => call =>
    {
        Conditions.Count(call, 2);
        return Together(ends(Of(call.Args[0]), Of(call.Args[1])));
    };

    // Without the ends that are certain.
    private static Predicate Together(List<Predicate> terms)
    {
        var open = terms.Where(term => term != Predicate.Everything).ToList();
        return open.Count == 0 ? Predicate.Everything : open.Contains(Predicate.Nothing) ? Predicate.Nothing : Predicate.All(open);
    }

    private static Predicate Not(Predicate term) =>
        term == Predicate.Everything ? Predicate.Nothing : term == Predicate.Nothing ? Predicate.Everything : new Predicate.Not(term);

    private static Range Of(Node node)
    {
        if (node is not Node.Call { Name: "interval" } interval)
        {
            var instant = Instantly(node);
            return new Range(instant, instant);
        }
        Conditions.Count(interval, 2);
        var range = new Range(Bound(interval.Args[0], -1), Bound(interval.Args[1], 1));
        return range is { Start.Instant: { } start, End.Instant: { } end } && start.CompareTo(end) > 0
            ? throw new Cql2Exception(node.Place, "The interval ends before it begins.")
            : range;
    }

    private static End Bound(Node node, int open) => node is Node.Text { Value: ".." } ? new End(null, null, open) : Instantly(node);

    private static End Instantly(Node node) => Operand.Of(node) switch
    {
        Operand.Property { Column.Type: ColumnType.Date } property => new End(null, property.Column, 0),
        Operand.Time time => new End(time.Value, null, 0),
        Operand.Text text => new End(Instant.Read(text.Written, text.Place), null, 0),
        var other => throw new Cql2Exception(other.Place, $"Temporal functions take dates, timestamps, intervals and event_date, not {other.Kind}."),
    };

    // A column of dates is never null here, so that what is certain without it is certain.
    private static Predicate Is(End a, Comparison comparison, End b) => (a, b) switch
    {
        ({ Open: not 0 }, _) or (_, { Open: not 0 }) => Conditions.Constant(comparison.Holds(a.Open - b.Open)),
        ({ Column: { } left }, { Column: { } right }) => new Predicate.CompareColumns(left, comparison, right),
        ({ Column: { } column }, { Instant: { } instant }) => new Predicate.Compare(column, comparison, instant.Day),
        ({ Instant: { } instant }, { Column: { } column }) => new Predicate.Compare(column, Comparisons.Mirrored(comparison), instant.Day),
        _ => Conditions.Constant(comparison.Holds(a.Instant!.CompareTo(b.Instant!))),
    };
}
