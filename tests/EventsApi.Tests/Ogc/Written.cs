using System.Globalization;
using EventsApi.Data.Queries;

namespace EventsApi.Tests.Ogc;

/// <summary>A predicate as text, so that two can be compared and a table can say what is meant.</summary>
internal static class Written
{
    public static string Text(Predicate predicate) => predicate switch
    {
        Predicate.And { Terms.Count: 0 } => "true",
        Predicate.Or { Terms.Count: 0 } => "false",
        Predicate.And and => "(" + string.Join(" & ", and.Terms.Select(Text)) + ")",
        Predicate.Or or => "(" + string.Join(" | ", or.Terms.Select(Text)) + ")",
        Predicate.Not not => "!" + Text(not.Term),
        Predicate.Compare compare => $"{Side(compare.Column, compare.Form)} {Sign(compare.Operator)} {Value(compare.Value)}",
        Predicate.CompareColumns columns => $"{Side(columns.Left, columns.LeftForm)} {Sign(columns.Operator)} {Side(columns.Right, columns.RightForm)}",
        Predicate.In list => $"{Side(list.Column, list.Form)} in {string.Join(", ", list.Values.Select(Value))}",
        Predicate.Like like => $"{Side(like.Column, like.Form)} {(like.Part == TextPart.Start ? "starts" : "contains")} '{like.Text}'",
        Predicate.Matches matches => $"{Side(matches.Column, matches.Form)} ~ '{matches.Pattern.Text}'",
        Predicate.IsNull isNull => $"{isNull.Column} unknown",
        Predicate.InBox { Box: var box } => string.Create(CultureInfo.InvariantCulture, $"box {box.MinLon} {box.MinLat} {box.MaxLon} {box.MaxLat}"),
        Predicate.Spatial spatial => $"{spatial.Relation} {spatial.Shape}",
        _ => throw new NotSupportedException(predicate.GetType().Name),
    };

    private static string Side(object column, Data.Model.TextForm form) => form == Data.Model.TextForm.Exact ? $"{column}" : $"{column}/{form}";

    private static string Value(object value) => value switch
    {
        string text => $"'{text}'",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        double number => number.ToString("0.0###############", CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    private static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        _ => ">=",
    };
}
