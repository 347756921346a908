using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Requests;

/// <summary>
/// One way to compare a column, written behind its name: the parser, the OpenAPI document and the codebook read this table.
/// </summary>
public sealed record Operator(string Suffix, string Meaning, Func<Column, bool> AppliesTo)
{
    public static readonly Operator Equal = new("", "equals one of the values", _ => true);
    public static readonly Operator Not = new("__not", "equals none of the values; unknown ones belong", _ => true);
    public static readonly Operator Greater = new("__gt", "is greater", IsOrdered);
    public static readonly Operator GreaterOrEqual = new("__gte", "is greater or equal", IsOrdered);
    public static readonly Operator Less = new("__lt", "is less", IsOrdered);
    public static readonly Operator LessOrEqual = new("__lte", "is less or equal", IsOrdered);
    public static readonly Operator Contains = new("__contains", "contains one of the texts, whatever case and accents", column => column.IsText);
    public static readonly Operator StartsWith = new("__startswith", "starts with one of the texts, whatever case and accents", column => column.IsText);
    public static readonly Operator IsNull = new("__isnull", "is unknown (true) or known (false)", column => column.Nullable);

    public static IReadOnlyList<Operator> All { get; } =
        [Equal, Not, Greater, GreaterOrEqual, Less, LessOrEqual, Contains, StartsWith, IsNull];

    /// <summary>The comparison that an ordering operator makes.</summary>
    public Comparison Comparison => Suffix switch
    {
        "__gt" => Comparison.Greater,
        "__gte" => Comparison.GreaterOrEqual,
        "__lt" => Comparison.Less,
        "__lte" => Comparison.LessOrEqual,
        _ => Comparison.Equal,
    };

    private static bool IsOrdered(Column column) => !column.IsText;
}
