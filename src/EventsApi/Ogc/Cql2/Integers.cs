using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Ogc.Cql2;

/// <summary>
/// Integer columns against any number, with nothing rounded: between two integers, or beyond all of them, lies no
/// value, and the comparison becomes one with the neighbour. What is unknown stays so.
/// </summary>
internal static class Integers
{
    /// <summary>False for every known value of the column.</summary>
    public static Predicate Never(Column column) => column.IsText
        ? new Predicate.Compare(column, Comparison.Less, "")
        : new Predicate.Compare(column, Comparison.Greater, long.MaxValue);

    public static Predicate Compare(Column column, Comparison comparison, Node.Number number)
    {
        var floor = number.Exact is { } exact ? decimal.Floor(exact) : Math.Floor(number.Value) switch
        {
            <= -1e20 => -1e20m,
            >= 1e20 => 1e20m,
            var value => (decimal)value,
        };
        if (floor == number.Exact && floor is >= long.MinValue and <= long.MaxValue)
        {
            return new Predicate.Compare(column, comparison, (long)floor);
        }
        if (comparison == Comparison.Equal)
        {
            return Never(column);
        }
        var isLess = comparison is Comparison.Less or Comparison.LessOrEqual;
        return floor < long.MinValue
            ? new Predicate.Compare(column, isLess ? Comparison.Less : Comparison.GreaterOrEqual, long.MinValue)
            : new Predicate.Compare(column, isLess ? Comparison.LessOrEqual : Comparison.Greater, (long)decimal.Min(floor, long.MaxValue));
    }
}
