using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Requests;

/// <summary>Conditions on the figures of a group.</summary>
internal static class HavingFilter
{
    private const int MostConditions = 20;

    // Metrics are numbers and days: what columns of these compare by, but for what is there for unknown values.
    private static readonly IReadOnlyList<Operator> Operators = [.. Operator.All.Where(known => known != Operator.IsNull && known.AppliesTo(EventColumns.Fatalities))];

    public static readonly Parameter Having = new("having", ParameterType.Text,
        "Only groups of which this holds: a metric, how it compares and a value, as events__gte=10. Repeated ones must all hold. "
        + "With compare also what that adds, as events_ratio__gte=2. The rows that fill and compare add are as any others: having=events__gte=1 drops those without events.")
    { Repeats = true, Example = "events__gte=1" };

    /// <param name="metrics">All that may be named.</param>
    public static IReadOnlyList<Having> Parse(RawRequest raw, IReadOnlyList<Metric> metrics)
    {
        var values = raw.Values(Having.Name);
        if (values.Count > MostConditions)
        {
            raw.Errors.Add(Having.Name, null, $"More than {MostConditions} conditions.");
        }
        return [.. values.Take(MostConditions).Select(value => ParseCondition(value, metrics, raw.Errors)).OfType<Having>()];
    }

    private static Having? ParseCondition(string text, IReadOnlyList<Metric> metrics, RequestErrors errors)
    {
        var split = text.IndexOf('=', StringComparison.Ordinal);
        var name = split < 0 ? text : text[..split].Trim();
        var suffix = name.IndexOf("__", StringComparison.Ordinal) is var at and >= 0 ? name[at..] : "";
        if (split < 0)
        {
            errors.Add(Having.Name, text, "Must be a metric, how it compares and a value, as events__gte=10.");
            return null;
        }
        if (metrics.FirstOrDefault(metric => Is(metric.Name, name[..^suffix.Length])) is not { } metric)
        {
            errors.AddUnknown(Having.Name, name[..^suffix.Length], "metric", [.. metrics.Select(known => known.Name)]);
            return null;
        }
        if (Operators.FirstOrDefault(known => Is(known.Suffix, suffix)) is not { } found)
        {
            errors.AddUnknown(Having.Name, suffix, "way to compare", [.. Operators.Select(known => known.Suffix).Where(known => known.Length > 0)]);
            return null;
        }
        return Value(metric, text[(split + 1)..].Trim(), errors) is { } value ? new Having(metric, found.Comparison, value, found == Operator.Not) : null;
    }

    private static object? Value(Metric metric, string text, RequestErrors errors) => metric.Type switch
    {
        ColumnType.Date => Values.Date(Having.Name, text, errors),
        ColumnType.Real => Values.Real(Having.Name, text, null, null, errors),
        _ => Values.Integer(Having.Name, text, null, null, errors),
    };

    private static bool Is(string known, string name) => known.Equals(name, StringComparison.OrdinalIgnoreCase);
}
