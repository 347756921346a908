using System.Globalization;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Requests;

namespace EventsApi.Compatibility.Ucdp;

/// <summary>
/// A column of UCDP's Georeferenced Event Dataset: as it was imported where it was, which the attributes keep, else from
/// what the event says.
/// </summary>
/// <param name="Of">string, long, double or null.</param>
internal sealed record GedColumn(string Name, ParameterType Type, Func<GedRow, object?> Of)
{
    private static readonly Grid.Equal.PrioGrid Cells = new();

    /// <summary>The 49 columns of the full schema, in its order.</summary>
    public static IReadOnlyList<GedColumn> All { get; } =
    [
        new("id", ParameterType.Integer, row => row.Id),
        Text("relid", row => row.Event.EventIdCnty),
        new("year", ParameterType.Integer, row => row.Event.Year),
        Integer("active_year"),
        Text("code_status"),
        new("type_of_violence", ParameterType.Integer, row => Violence.TypeOf(row.Event)),
        Text("conflict_dset_id"),
        Integer("conflict_new_id"),
        Text("conflict_name"),
        Text("dyad_dset_id"),
        Integer("dyad_new_id"),
        Text("dyad_name", row => row.Event is { Actor1: { } first, Actor2: { } second } ? $"{first} - {second}" : row.Event.Actor1 ?? row.Event.Actor2),
        Text("side_a_dset_id"),
        Integer("side_a_new_id"),
        new("side_a", ParameterType.Text, row => row.Event.Actor1),
        Text("side_b_dset_id"),
        Integer("side_b_new_id"),
        new("side_b", ParameterType.Text, row => row.Event.Actor2),
        Integer("number_of_sources", row => row.Event.Source?.Split(Column.ListSeparator).Length),
        Text("source_article"),
        Text("source_office", row => row.Event.Source),
        Text("source_date"),
        Text("source_headline", row => row.IsHeadline ? row.Event.Notes : null),
        Text("source_original"),
        Integer("where_prec", row => row.Event.GeoPrecision switch { 1 => 1, 2 => 2, 3 => 4, _ => null }),
        new("where_coordinates", ParameterType.Text, row => row.Event.Location),
        Text("where_description", row => row.IsHeadline ? null : row.Event.Notes),
        new("adm_1", ParameterType.Text, row => row.Event.Admin1),
        new("adm_2", ParameterType.Text, row => row.Event.Admin2),
        new("latitude", ParameterType.Real, row => row.Event.Latitude),
        new("longitude", ParameterType.Real, row => row.Event.Longitude),
        new("geom_wkt", ParameterType.Text, row => row.Event is { Longitude: { } longitude, Latitude: { } latitude } ? string.Create(CultureInfo.InvariantCulture, $"POINT ({longitude} {latitude})") : null),
        new("priogrid_gid", ParameterType.Integer, row => row.Event is { Longitude: { } longitude, Latitude: { } latitude } ? Cells.Label(Cells.CellOf(longitude, latitude)!.Value) : null),
        Text("country", row => row.Event.Country),
        Integer("country_id", row => row.Country?.Gwno),
        Text("region", row => Continent(row.Event.Region)),
        Integer("event_clarity"),
        Integer("date_prec", row => row.Event.TimePrecision switch { 1 => 1, 2 => 3, 3 => 4, _ => null }),
        new("date_start", ParameterType.Text, row => Midnight(row.Event.EventDate)),
        new("date_end", ParameterType.Text, row => row.Attribute("date_end") is { Length: >= 10 } text && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", out var day) ? Midnight(day) : Midnight(row.Event.EventDate)),
        Integer("deaths_a"),
        Integer("deaths_b"),
        Integer("deaths_civilians"),
        Integer("deaths_unknown"),
        new("best", ParameterType.Integer, row => row.Event.Fatalities),
        new("high", ParameterType.Integer, row => row.Event.FatalitiesHigh ?? row.Event.Fatalities),
        new("low", ParameterType.Integer, row => row.Event.FatalitiesLow ?? row.Event.Fatalities),
        Text("gwnoa"),
        Text("gwnob"),
    ];

    private static GedColumn Text(string name, Func<GedRow, object?>? mapped = null) => new(name, ParameterType.Text, row => row.Attribute(name) ?? mapped?.Invoke(row));

    // Files write integers as 15960 and as 15960.0.
    private static GedColumn Integer(string name, Func<GedRow, long?>? mapped = null) => new(name, ParameterType.Integer, row =>
        row.Attribute(name) is { } text && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.Truncate(number) == number && Math.Abs(number) < long.MaxValue
            ? (long)number : mapped?.Invoke(row));

    private static string? Midnight(DateOnly? day) => day?.ToString("yyyy-MM-dd'T00:00:00'", CultureInfo.InvariantCulture);

    private static string? Continent(string? region) => region is null ? null
        : region.EndsWith("Africa", StringComparison.Ordinal) ? "Africa"
        : region.EndsWith("America", StringComparison.Ordinal) || region == "Caribbean" ? "Americas"
        : region is "Middle East" or "Europe" ? region : "Asia";
}
