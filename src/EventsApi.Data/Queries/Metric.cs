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
}

/// <summary>A figure of a group of events.</summary>
public sealed record Metric(string Name, Measure Measure, IReadOnlyList<Column> Columns, string Description)
{
    /// <summary>More than this is summed as this, so that no sum leaves 64 bits.</summary>
    public const long MostSummed = 1_000_000_000;

    public static readonly Metric Events = new("events", Measure.Events, [], "Number of events.");
    public static readonly Metric Fatalities = new("fatalities", Measure.Sum, [EventColumns.Fatalities], "Sum of fatalities; unknown ones add nothing.");

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

    /// <summary>What its values are.</summary>
    public ColumnType Type => Measure switch
    {
        Measure.Mean => ColumnType.Real,
        Measure.Least or Measure.Greatest => Columns[0].Type,
        _ => ColumnType.Integer,
    };

    public bool Nullable => Measure is Measure.Mean or Measure.Least or Measure.Greatest;

    /// <summary>The metric of this name in any case, or null.</summary>
    public static Metric? Find(string name) => All.FirstOrDefault(metric => metric.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public bool Equals(Metric? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}
