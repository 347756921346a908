namespace EventsApi.Data.Model;

/// <summary>
/// One event: ACLED's 31 columns and ours, under the names of <see cref="EventColumns"/>. Unknown is null; empty text
/// does not occur. The only row type of the program: imports fill it, stores read it, representations write it.
/// </summary>
public sealed class Event
{
    public string EventIdCnty { get; set; } = "";
    public DateOnly? EventDate { get; set; }
    public long? Year { get; set; }
    public long? TimePrecision { get; set; }
    public string? DisorderType { get; set; }
    public string? EventType { get; set; }
    public string? SubEventType { get; set; }
    public string? Actor1 { get; set; }
    public string? AssocActor1 { get; set; }
    public string? Inter1 { get; set; }
    public string? Actor2 { get; set; }
    public string? AssocActor2 { get; set; }
    public string? Inter2 { get; set; }
    public string? Interaction { get; set; }
    public string? CivilianTargeting { get; set; }
    public long? Iso { get; set; }
    public string? Region { get; set; }
    public string? Country { get; set; }
    public string? Admin1 { get; set; }
    public string? Admin2 { get; set; }
    public string? Admin3 { get; set; }
    public string? Location { get; set; }
    public double? Latitude { get; set; }
    public double? Longitude { get; set; }
    public long? GeoPrecision { get; set; }
    public string? Source { get; set; }
    public string? SourceScale { get; set; }
    public string? Notes { get; set; }
    public long? Fatalities { get; set; }
    public string? Tags { get; set; }
    public long? Timestamp { get; set; }
    public long? FatalitiesLow { get; set; }
    public long? FatalitiesHigh { get; set; }
    public string? Dataset { get; set; }
    public string? SourceUrl { get; set; }
    public string? Attributes { get; set; }

    /// <summary>Kilometres from the point that a query measures from; computed, never stored.</summary>
    public double? DistanceKm { get; set; }

    // What the store keeps about a row, see HistoryColumns.
    internal long? Revision { get; set; }
    internal long? Since { get; set; }
    internal long? Until { get; set; }
    internal long? Deleted { get; set; }
}
