using EventsApi.Data.Model;

namespace EventsApi.Compatibility.Acled;

/// <summary>A column as ACLED's clients filter it: its name there, and how it compares where <c>NAME_where</c> does not say.</summary>
internal sealed record AcledColumn(string Name, Column Column, AcledOperator Default)
{
    public const string WhereSuffix = "_where";

    private static readonly HashSet<Column> Exact =
    [
        EventColumns.EventDate, EventColumns.Year, EventColumns.TimePrecision, EventColumns.Inter1, EventColumns.Inter2, EventColumns.Interaction, EventColumns.Iso,
        EventColumns.Region, EventColumns.Country, EventColumns.Latitude, EventColumns.Longitude, EventColumns.GeoPrecision, EventColumns.Fatalities,
    ];

    /// <summary>The 31 columns of an event, in their order; the catalogue begins with them.</summary>
    public static IReadOnlyList<AcledColumn> OfEvents { get; } =
        [.. EventColumns.All.TakeWhile(column => column != EventColumns.FatalitiesLow).Select(column => new AcledColumn(column.Name, column, DefaultOf(column)))];

    /// <summary>What is told of a deleted event: its id, and when it was deleted.</summary>
    public static IReadOnlyList<AcledColumn> OfDeletions { get; } =
        [OfEvents[0], new AcledColumn("deleted_timestamp", EventColumns.Timestamp, AcledOperator.GreaterOrEqual)];

    public string Where => Name + WhereSuffix;

    /// <summary>Whether its values have codes by which they are ordered.</summary>
    public bool IsCoded => Column.Closed && Column.Vocabulary!.Terms.Any(term => term.Code is not null);

    private static AcledOperator DefaultOf(Column column) => column == EventColumns.Timestamp ? AcledOperator.GreaterOrEqual
        : Exact.Contains(column) ? AcledOperator.Equal : AcledOperator.Like;
}
