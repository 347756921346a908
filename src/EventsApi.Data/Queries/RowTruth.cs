using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Queries;

/// <summary>What a predicate says of one event that is in no store yet, as far as the event tells by itself.</summary>
public static class RowTruth
{
    /// <summary>True, false, or null for unknown, as the engines answer.</summary>
    /// <exception cref="NotSupportedException">The term asks for more than a row: a distance, a shape, a boundary, a cell.</exception>
    public static bool? Holds(this Predicate predicate, Event row) => predicate switch
    {
        Predicate.And and => and.Terms.Aggregate((bool?)true, (all, term) => all & term.Holds(row)),
        Predicate.Or or => or.Terms.Aggregate((bool?)false, (any, term) => any | term.Holds(row)),
        Predicate.Not not => !not.Term.Holds(row),
        Predicate.Compare compare => Value(compare.Column, compare.Form, row) is { } value ? compare.Operator.Holds(Order(value, compare.Value)) : null,
        Predicate.In { Values.Count: 0 } => false,
        Predicate.In list => Value(list.Column, list.Form, row) is { } value ? list.Values.Contains(value) : null,
        Predicate.Like like => (string?)Value(like.Column, like.Form, row) is not { } text ? null
            : like.Part == TextPart.Start ? text.StartsWith(like.Text, StringComparison.Ordinal)
            : text.Contains(like.Text, StringComparison.Ordinal),
        Predicate.HasElement element => ((string?)Value(element.Column, element.Form, row))?.Split(Column.ListSeparator).Contains(element.Text),
        Predicate.Involves involves => new Predicate.Or(ActorSql.Terms(involves)).Holds(row),
        Predicate.IsNull isNull => isNull.Column.Get(row) is null,
        Predicate.InBox inBox => row is { Longitude: { } longitude, Latitude: { } latitude } ? Contains(inBox.Box, longitude, latitude) : null,
        _ => throw new NotSupportedException(predicate.GetType().Name),
    };

    private static object? Value(Column column, TextForm form, Event row) =>
        column.IsText && column.GetText(row) is { } text ? Folding.Apply(form, text) : column.Get(row);

    private static int Order(object value, object other) => value is string text ? CodePoints.Compare(text, (string)other) : ((IComparable)value).CompareTo(other);

    private static bool Contains(BoundingBox box, double longitude, double latitude)
    {
        var (east, west) = (longitude >= box.MinLon, longitude <= box.MaxLon);
        return latitude >= box.MinLat && latitude <= box.MaxLat && (box.CrossesAntimeridian ? east || west : east && west);
    }
}
