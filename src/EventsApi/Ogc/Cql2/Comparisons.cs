using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Ogc.Cql2;

/// <summary>Comparisons of columns and values by their kinds; different kinds do not compare.</summary>
internal static class Comparisons
{
    public static Predicate Of(Operand left, Comparison comparison, Operand right) => (left, right) switch
    {
        (Operand.Property one, Operand.Property other) => Columns(one, comparison, other),
        (Operand.Property property, _) => Column(property, comparison, right),
        (_, Operand.Property property) => Column(property, Mirrored(comparison), left),
        _ => Conditions.Constant(comparison.Holds(Order(left, right))),
    };

    /// <summary>The operand equals one of the others.</summary>
    public static Predicate OneOf(Operand left, IReadOnlyList<Operand> list)
    {
        if (left is not Operand.Property property || list.Any(item => item is Operand.Property))
        {
            return Predicate.Any([.. list.Select(item => Of(left, Comparison.Equal, item))]);
        }
        // What no value of the column can be, as 5.5 among integers, does not look for any.
        var values = list.Select(item => Column(property, Comparison.Equal, item)).OfType<Predicate.Compare>()
            .Where(compare => compare.Operator == Comparison.Equal).Select(compare => compare.Value).Distinct().ToList();
        return values.Count switch
        {
            0 => Integers.Never(property.Column),
            1 => new Predicate.Compare(property.Column, Comparison.Equal, values[0], property.Form),
            _ => new Predicate.In(property.Column, values, property.Form),
        };
    }

    /// <summary>The comparison with its sides exchanged.</summary>
    public static Comparison Mirrored(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };

    private static Predicate Columns(Operand.Property left, Comparison comparison, Operand.Property right) => Kind(left.Column) == Kind(right.Column)
        ? new Predicate.CompareColumns(left.Column, comparison, right.Column, left.Form, right.Form)
        : throw Mismatch(left, right);

    private static ColumnType Kind(Column column) => column.Type switch
    {
        ColumnType.Integer => ColumnType.Real,
        ColumnType.Json => ColumnType.Text,
        var type => type,
    };

    private static Predicate Column(Operand.Property property, Comparison comparison, Operand value) => (property.Column.Type, value) switch
    {
        (ColumnType.Text, Operand.Text text) => new Predicate.Compare(property.Column, comparison, text.Value, property.Form),
        (ColumnType.Integer, Operand.Number number) => Integers.Compare(property.Column, comparison, number.Value),
        (ColumnType.Real, Operand.Number number) => new Predicate.Compare(property.Column, comparison, number.Value.Value),
        (ColumnType.Date, Operand.Time time) => new Predicate.Compare(property.Column, comparison, time.Value.Day),
        (ColumnType.Date, Operand.Text text) => new Predicate.Compare(property.Column, comparison, Instant.Read(text.Written, text.Place).Day),
        _ => throw Mismatch(property, value),
    };

    private static Cql2Exception Mismatch(Operand.Property property, Operand value) =>
        new(value.Place, $"{property.Column.Name} is {Operand.Name(property.Column.Type)} and cannot be compared with {value.Kind}.");

    private static int Order(Operand left, Operand right) => (left, right) switch
    {
        (Operand.Text one, Operand.Text other) => CodePoints.Compare(one.Value, other.Value),
        (Operand.Number { Value.Exact: { } one }, Operand.Number { Value.Exact: { } other }) => one.CompareTo(other),
        (Operand.Number one, Operand.Number other) => one.Value.Value.CompareTo(other.Value.Value),
        (Operand.Boolean one, Operand.Boolean other) => one.Value.CompareTo(other.Value),
        (Operand.Time one, Operand.Time other) => one.Value.CompareTo(other.Value),
        (Operand.Time one, Operand.Text other) => one.Value.CompareTo(Instant.Read(other.Written, other.Place)),
        (Operand.Text one, Operand.Time other) => Instant.Read(one.Written, one.Place).CompareTo(other.Value),
        _ => throw new Cql2Exception(right.Place, $"{left.Kind} cannot be compared with {right.Kind}."),
    };
}
