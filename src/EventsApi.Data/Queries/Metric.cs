using EventsApi.Data.Model;

namespace EventsApi.Data.Queries;

/// <summary>How a metric is made of the values of its columns; unknown values do not count in any.</summary>
public enum Measure
{
    /// <summary>The events, whatever their values.</summary>
    Events,

    /// <summary>The events whose value is above zero.</summary>
    Positive,

    /// <summary>0 when no value is known; see <see cref="Metric.MostSummed"/>.</summary>
    Sum,

    Mean,
    Least,
    Greatest,

    /// <summary>The different values of all columns together.</summary>
    Distinct,

    /// <summary>What another metric is compared with: no figure of the events of the group, as the two that follow.</summary>
    Baseline,

    /// <summary>The other metric less its baseline.</summary>
    Difference,

    /// <summary>The other metric divided by its baseline; null where that is 0.</summary>
    Ratio,
}

/// <summary>A figure of a group of events.</summary>
public sealed record Metric(string Name, Measure Measure, IReadOnlyList<Column> Columns, string Description)
{
    /// <summary>More than this is summed as this, so that no sum leaves 64 bits.</summary>
    public const long MostSummed = 1_000_000_000;

    public static readonly Metric Events = new("events", Measure.Events, [], "Number of events.");
    public static readonly Metric Fatalities = new("fatalities", Measure.Sum, [EventColumns.Fatalities], "Sum of fatalities; unknown ones add nothing.");

    /// <summary>Where the events of a group are, for its place on a map; nobody asks for it by name.</summary>
    internal static readonly Metric Longitude = new("longitude", Measure.Mean, [EventColumns.Longitude], "Mean of the longitudes.");
    internal static readonly Metric Latitude = new("latitude", Measure.Mean, [EventColumns.Latitude], "Mean of the latitudes.");

    /// <summary>All metrics there are.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Events,
        Fatalities,
        new("fatalities_low", Measure.Sum, [EventColumns.FatalitiesLow], "Sum of fatalities_low; unknown ones add nothing."),
        new("fatalities_high", Measure.Sum, [EventColumns.FatalitiesHigh], "Sum of fatalities_high; unknown ones add nothing."),
        new("fatalities_max", Measure.Greatest, [EventColumns.Fatalities], "Most fatalities of one event; null when none are known."),
        new("fatalities_mean", Measure.Mean, [EventColumns.Fatalities], "Mean of the known fatalities; null when none are known."),
        new("fatal_events", Measure.Positive, [EventColumns.Fatalities], "Number of events with at least one death."),
        new("actors", Measure.Distinct, [EventColumns.Actor1, EventColumns.Actor2], "Number of different actors, actor1 and actor2 together."),
        new("locations", Measure.Distinct, [EventColumns.Location], "Number of different names of locations."),
        new("days", Measure.Distinct, [EventColumns.EventDate], "Number of different days."),
        new("first_date", Measure.Least, [EventColumns.EventDate], "Day of the first event; null when there is none."),
        new("last_date", Measure.Greatest, [EventColumns.EventDate], "Day of the last event; null when there is none."),
    ];

    /// <summary>The metric that a comparison is of; null for figures of the events themselves.</summary>
    public Metric? Of { get; private init; }

    /// <summary>What its values are.</summary>
    public ColumnType Type => Measure switch
    {
        Measure.Mean or Measure.Ratio => ColumnType.Real,
        Measure.Least or Measure.Greatest => Columns[0].Type,
        _ => IsOfMean || Of is { Type: ColumnType.Real } ? ColumnType.Real : ColumnType.Integer,
    };

    public bool Nullable => Of is not null || Measure is Measure.Mean or Measure.Least or Measure.Greatest;

    /// <summary>Whether it has a baseline; days have none.</summary>
    public bool IsComparable => Of is null && Type != ColumnType.Date;

    /// <summary>Its value where there are no events.</summary>
    public object? OfNothing => Nullable ? null : 0L;

    private bool IsOfMean { get; init; }

    /// <summary>What comparing a metric adds: its baseline, the difference to that, and the ratio.</summary>
    public static IReadOnlyList<Metric> Compared(Metric metric, Baseline baseline)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return !metric.IsComparable ? [] :
        [
            Derived("_baseline", Measure.Baseline, $"What {metric.Name} is compared with; null where the calendar has nothing to compare with, or no such value is known."),
            Derived("_difference", Measure.Difference, $"{metric.Name} less its baseline."),
            Derived("_ratio", Measure.Ratio, $"{metric.Name} divided by its baseline: 1.25 is a quarter more; null where the baseline is 0 or null."),
        ];

        Metric Derived(string suffix, Measure measure, string description) =>
            new(metric.Name + suffix, measure, metric.Columns, description) { Of = metric, IsOfMean = baseline == Baseline.Mean12Months && measure != Measure.Ratio };
    }

    /// <summary>The metric of this name in any case, or null.</summary>
    public static Metric? Find(string name) => All.FirstOrDefault(metric => metric.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public bool Equals(Metric? other) => Name == other?.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}
