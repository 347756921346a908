using EventsApi.Data.Model;
using EventsApi.Data.Places;
using NetTopologySuite.Geometries;

namespace EventsApi.Data.Queries;

/// <summary>How two values of a column compare.</summary>
public enum Comparison
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

public static class ComparisonExtensions
{
    /// <summary>Whether the comparison holds between two values in this order: below zero when the first is the lesser.</summary>
    public static bool Holds(this Comparison comparison, int order) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };
}

/// <summary>Where in a text a part must stand.</summary>
public enum TextPart
{
    Anywhere,
    Start,
}

/// <summary>How a point lies to a shape; with a point no other relations of OGC 06-103r4 than these differ.</summary>
public enum SpatialRelation
{
    /// <summary>Inside or on the boundary.</summary>
    Intersects,

    /// <summary>Inside.</summary>
    Within,

    /// <summary>On the boundary: an edge of an area, an end of a line.</summary>
    Touches,
}

/// <summary>
/// What an event must be to belong to an answer: a small closed set of records that every filter language parses into
/// and every engine evaluates. Logic is SQL's three-valued one: a comparison with an unknown value is unknown, and only
/// what is true belongs. Text is compared in a <see cref="TextForm"/>, exactly unless said otherwise: the column is brought
/// to that form, and the values come in it (<see cref="Folding.Apply"/>).
/// </summary>
public abstract record Predicate
{
    private Predicate()
    {
    }

    /// <summary>And, Or and Not above the lowest term; the engines take up to <see cref="MaximumHeight"/>.</summary>
    public int Height => this switch
    {
        And and => 1 + and.Terms.Select(term => term.Height).DefaultIfEmpty().Max(),
        Or or => 1 + or.Terms.Select(term => term.Height).DefaultIfEmpty().Max(),
        Not not => 1 + not.Term.Height,
        _ => 0,
    };

    public const int MaximumHeight = 40;

    /// <summary>Every event.</summary>
    public static Predicate Everything { get; } = new And([]);

    /// <summary>All terms hold; the empty conjunction is true.</summary>
    public sealed record And(IReadOnlyList<Predicate> Terms) : Predicate;

    /// <summary>At least one term holds; the empty disjunction is false.</summary>
    public sealed record Or(IReadOnlyList<Predicate> Terms) : Predicate;

    public sealed record Not(Predicate Term) : Predicate;

    /// <summary>Value is a string, long, double or <see cref="DateOnly"/> as the column's type asks.</summary>
    public sealed record Compare(Column Column, Comparison Operator, object Value, TextForm Form = TextForm.Exact) : Predicate;

    /// <summary>The two columns compare; both hold text, both numbers, or both dates.</summary>
    public sealed record CompareColumns(
        Column Left, Comparison Operator, Column Right, TextForm LeftForm = TextForm.Exact, TextForm RightForm = TextForm.Exact) : Predicate;

    /// <summary>The column equals one of the values.</summary>
    public sealed record In(Column Column, IReadOnlyList<object> Values, TextForm Form = TextForm.Exact) : Predicate;

    /// <summary>The column contains the text, or starts with it.</summary>
    public sealed record Like(Column Column, TextPart Part, string Text, TextForm Form = TextForm.Exact) : Predicate;

    /// <summary>The whole text of the column matches a pattern of any form; <see cref="TextPattern.On"/> finds a simpler term where there is one.</summary>
    public sealed record Matches(Column Column, TextPattern Pattern, TextForm Form = TextForm.Exact) : Predicate;

    /// <summary>One element of a list column (<see cref="Column.IsList"/>) equals the text.</summary>
    public sealed record HasElement(Column Column, string Text, TextForm Form = TextForm.Exact) : Predicate;

    /// <summary>One of the names, folded, is actor1, actor2 or an element of either list of associated actors.</summary>
    public sealed record Involves(IReadOnlyList<string> Actors) : Predicate;

    public sealed record IsNull(Column Column) : Predicate;

    /// <summary>The event's point lies in the box, edges included. Events without coordinates do not.</summary>
    public sealed record InBox(BoundingBox Box) : Predicate;

    /// <summary>The event's point is at most so many metres from the given one, along the WGS 84 ellipsoid.</summary>
    public sealed record WithinDistance(double Longitude, double Latitude, double Metres) : Predicate;

    /// <summary>The event's point stands in a relation to a shape, planar in longitude and latitude.</summary>
    /// <param name="Shape">In degrees, valid, no collection of mixed types; see <see cref="Places.Shapes"/>.</param>
    public sealed record Spatial(SpatialRelation Relation, Geometry Shape) : Predicate;

    /// <summary>The event lies in one of the boundaries of these ids, edges included; without coordinates it lies in none.</summary>
    public sealed record InBoundary(IReadOnlyList<string> Ids) : Predicate;

    /// <summary>The event lies in no boundary of any level.</summary>
    public sealed record InNoBoundary : Predicate;

    /// <summary>The event's point lies in one of these cells of a grid; null stands for an event that lies in none.</summary>
    public sealed record InCell(Grid Grid, IReadOnlyList<long?> Cells) : Predicate;

    /// <summary>No event.</summary>
    public static Predicate Nothing { get; } = new Or([]);

    /// <summary>The conjunction of the terms, without needless nesting.</summary>
    public static Predicate All(IReadOnlyList<Predicate> terms) => terms.Count == 1 ? terms[0] : new And(terms);

    /// <summary>The disjunction of the terms, without needless nesting.</summary>
    public static Predicate Any(IReadOnlyList<Predicate> terms) => terms.Count == 1 ? terms[0] : new Or(terms);
}
