using System.Text;
using System.Text.RegularExpressions;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using EventsApi.Tests.Places;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace EventsApi.Tests.Sql;

/// <summary>What a predicate says of an event, straight from its definition: true, false, or null for unknown.</summary>
internal static class Evaluator
{
    public static bool? Evaluate(Predicate predicate, Event row) => predicate switch
    {
        Predicate.And and => and.Terms.Aggregate((bool?)true, (all, term) => all & Evaluate(term, row)),
        Predicate.Or or => or.Terms.Aggregate((bool?)false, (any, term) => any | Evaluate(term, row)),
        Predicate.Not not => !Evaluate(not.Term, row),
        Predicate.Compare compare => Value(compare.Column, compare.Form, row) is { } value ? Holds(compare.Operator, Order(value, compare.Value)) : null,
        Predicate.CompareColumns columns => Value(columns.Left, columns.LeftForm, row) is { } left && Value(columns.Right, columns.RightForm, row) is { } right
            ? Holds(columns.Operator, left.GetType() == right.GetType() ? Order(left, right) : Number(left).CompareTo(Number(right)))
            : null,
        Predicate.In { Values.Count: 0 } => false,
        Predicate.In list => Value(list.Column, list.Form, row) is { } value ? list.Values.Any(wanted => Order(value, wanted) == 0) : null,
        Predicate.Like like => (string?)Value(like.Column, like.Form, row) is { } text
            ? like.Part == TextPart.Start ? text.StartsWith(like.Text, StringComparison.Ordinal) : text.Contains(like.Text, StringComparison.Ordinal)
            : null,
        Predicate.Matches matches => (string?)Value(matches.Column, matches.Form, row) is { } text ? Expression(matches.Pattern.Text).IsMatch(text) : null,
        Predicate.HasElement element => Has(element.Column, element.Form, element.Text, row),
        Predicate.Involves involves => involves.Actors.Aggregate((bool?)false, (any, actor) => any | Involves(actor, row)),
        Predicate.IsNull isNull => isNull.Column.Get(row) is null,
        Predicate.InBox inBox => row.Longitude is { } longitude && row.Latitude is { } latitude ? Contains(inBox.Box, longitude, latitude) : null,
        Predicate.Spatial spatial => row.Longitude is { } x && row.Latitude is { } y ? Relates(spatial.Relation, new PointLocator().Locate(new Coordinate(x, y), spatial.Shape)) : null,
        Predicate.WithinDistance within => Distance(within, row) is { } metres ? metres <= within.Metres : null,
        Predicate.InNoBoundary => Evaluate(new Predicate.InBoundary([.. RandomPredicates.Boundaries.Select(boundary => boundary.Id)]), row) == false,
        Predicate.InCell inCell => inCell.Cells.Contains(row.Longitude is { } east ? AggregateReference.Cell(inCell.Grid, east, row.Latitude!.Value) : null),
        Predicate.InBoundary inBoundary => RandomPredicates.Boundaries.Any(boundary => inBoundary.Ids.Contains(boundary.Id)
            && row.Longitude is not null && new PointLocator().Locate(new Coordinate(row.Longitude.Value, row.Latitude!.Value), boundary.Area) != Location.Exterior),
        _ => throw new NotSupportedException(predicate.GetType().Name),
    };

    public static double? Distance(Predicate.WithinDistance within, Event row) =>
        row.Longitude is { } longitude ? Ellipsoid.Distance(within.Longitude, within.Latitude, longitude, row.Latitude!.Value) : null;

    private static bool Relates(SpatialRelation relation, Location place) => relation switch
    {
        SpatialRelation.Intersects => place != Location.Exterior,
        SpatialRelation.Within => place == Location.Interior,
        _ => place == Location.Boundary,
    };

    private static bool? Involves(string actor, Event row) =>
        Evaluate(new Predicate.Compare(EventColumns.Actor1, Comparison.Equal, actor, TextForm.Folded), row)
        | Evaluate(new Predicate.Compare(EventColumns.Actor2, Comparison.Equal, actor, TextForm.Folded), row)
        | Has(EventColumns.AssocActor1, TextForm.Folded, actor, row) | Has(EventColumns.AssocActor2, TextForm.Folded, actor, row);

    private static bool? Has(Column column, TextForm form, string element, Event row) =>
        ((string?)Value(column, form, row))?.Split(Column.ListSeparator).Contains(element);

    private static object? Value(Column column, TextForm form, Event row) =>
        column.IsText && column.GetText(row) is { } text ? Folding.Apply(form, text) : column.Get(row);

    private static double Number(object value) => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);

    // One code point is one sign, whether it is one or two in UTF-16.
    private static Regex Expression(string pattern) => new("^(?:" + string.Concat(Regex.Matches(pattern, @"\\[%_\\]|[\s\S]").Select(part => part.Value switch
    {
        "%" => @"[\s\S]*",
        "_" => @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\uD800-\uDFFF])",
        [.., var sign] => Regex.Escape(sign.ToString()),
        _ => "",
    })) + @")\z");

    // Text by code point, as UTF-8 orders it.
    private static int Order(object value, object other) => value is string text
        ? Encoding.UTF8.GetBytes(text).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes((string)other))
        : ((IComparable)value).CompareTo(other);

    private static bool Holds(Comparison comparison, int order) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };

    private static bool Contains(BoundingBox box, double longitude, double latitude) => latitude >= box.MinLat && latitude <= box.MaxLat
        && (box.CrossesAntimeridian ? longitude >= box.MinLon || longitude <= box.MaxLon : longitude >= box.MinLon && longitude <= box.MaxLon);
}
