using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using NetTopologySuite.Geometries;

namespace EventsApi.Ogc.Cql2;

/// <summary>
/// The spatial functions of 21-065r2 §7.5 between the event's point and a shape, in either order, and between two shapes.
/// An event without coordinates is unknown to all of them.
/// </summary>
internal static class SpatialFunctions
{
    public static IReadOnlyDictionary<string, Func<Node.Call, Predicate>> All { get; } = new Dictionary<string, Func<Node.Call, Predicate>>
    {
        ["s_intersects"] = Function(Intersects, Intersects, known: true, (a, b) => a.Intersects(b)),
        ["s_disjoint"] = Function(Disjoint, Disjoint, known: false, (a, b) => a.Disjoint(b)),
        ["s_equals"] = Function(Equal, Equal, known: true, (a, b) => a.EqualsTopologically(b)),
        ["s_within"] = Function(Within, Equal, known: true, (a, b) => a.Within(b)),
        ["s_contains"] = Function(Equal, Within, known: true, (a, b) => a.Contains(b)),
        ["s_touches"] = Function(Touches, Touches, known: false, (a, b) => a.Touches(b)),
        ["s_crosses"] = Function(Never, Never, known: false, (a, b) => a.Crosses(b)),
        ["s_overlaps"] = Function(Never, Never, known: false, (a, b) => a.Overlaps(b)),
    };

    /// <param name="point">The relation of the event's point to a shape.</param>
    /// <param name="shape">The relation of a shape to the event's point.</param>
    /// <param name="known">Whether a point stands in the relation to itself.</param>
    private static Func<Node.Call, Predicate> Function(Func<Shape, Predicate> point, Func<Shape, Predicate> shape, bool known, Func<Geometry, Geometry, bool> literal) => call =>
    {
        Conditions.Count(call, 2);
        return (Shape.Of(call.Args[0]), Shape.Of(call.Args[1])) switch
        {
            (null, null) => known ? new Predicate.Not(Unfindable) : Unfindable,
            (null, { } other) => point(other),
            ({ } other, null) => shape(other),
            ({ } one, { } other) => Conditions.Constant(literal(one.Single(call.Args[0].Place), other.Single(call.Args[1].Place))),
        };
    };

    // False for every event with coordinates.
    private static Predicate Unfindable { get; } = new Predicate.Compare(EventColumns.Longitude, Comparison.Greater, double.MaxValue);

    private static Predicate Never(Shape shape) => Unfindable;

    private static Predicate Intersects(Shape shape) => shape.Box is { } box ? new Predicate.InBox(box) : shape.Any(SpatialRelation.Intersects);

    private static Predicate Disjoint(Shape shape) => new Predicate.Not(Intersects(shape));

    private static Predicate Within(Shape shape) => shape.Any(SpatialRelation.Within);

    // The boundary of a collection is what is not inside of another part of it.
    private static Predicate Touches(Shape shape) => shape.Parts.Count == 1
        ? shape.Any(SpatialRelation.Touches)
        : new Predicate.And([shape.Any(SpatialRelation.Intersects), new Predicate.Not(shape.Any(SpatialRelation.Within))]);

    // A point equals, and contains, nothing but itself.
    private static Predicate Equal(Shape shape) => shape.Parts.SelectMany(part => part.Coordinates).Distinct().Count() == 1
        ? shape.Any(SpatialRelation.Intersects)
        : Unfindable;
}
