using static EventsApi.Data.Model.Column;

namespace EventsApi.Data.Model;

/// <summary>
/// THE catalogue: every column of an event in its canonical order, ACLED's 31 first and ours after them. The API's
/// parameters, the SQL identifiers, the CSV header, the OpenAPI document and the codebook all read this one table.
/// </summary>
public static class EventColumns
{
    public static readonly Column EventIdCnty = Text("event_id_cnty", e => e.EventIdCnty, (e, v) => e.EventIdCnty = v ?? "", "SAMPLE1",
        "Identifier of the event, letters and digits; stable over the event's life and unique over all data sets.") with
    { Nullable = false, MaximumLength = 40, HxlTag = "#event+code" };

    public static readonly Column EventDate = Date("event_date", e => e.EventDate, (e, v) => e.EventDate = v, "2022-09-06",
        "Day of the event; how exact it is says time_precision.") with
    { Nullable = false, HxlTag = "#date+occurred" };

    public static readonly Column Year = Integer("year", e => e.Year, (e, v) => e.Year = v, "2022",
        "Year of event_date.") with
    { Nullable = false, Minimum = 1, Maximum = 9999, HxlTag = "#date+year" };

    public static readonly Column TimePrecision = Integer("time_precision", e => e.TimePrecision, (e, v) => e.TimePrecision = v, "1",
        "How exact the date is: 1 the day, 2 the week, 3 the month.") with
    { Minimum = 1, Maximum = 3, HxlTag = "#date+precision" };

    public static readonly Column DisorderType = Text("disorder_type", e => e.DisorderType, (e, v) => e.DisorderType = v, "Political violence",
        "Broadest class of the event.") with
    { Vocabulary = Codebook.DisorderType, Closed = true, HxlTag = "#event+disorder" };

    public static readonly Column EventType = Text("event_type", e => e.EventType, (e, v) => e.EventType = v, "Battles",
        "Type of the event.") with
    { Nullable = false, Vocabulary = Codebook.EventType, Closed = true, HxlTag = "#event+type" };

    public static readonly Column SubEventType = Text("sub_event_type", e => e.SubEventType, (e, v) => e.SubEventType = v, "Armed clash",
        "Type of the event in detail; belongs to one event_type.") with
    { Vocabulary = Codebook.SubEventType, Closed = true, HxlTag = "#event+type+sub" };

    public static readonly Column Actor1 = Text("actor1", e => e.Actor1, (e, v) => e.Actor1 = v, "Military Forces of Mali (2021-)",
        "First actor named; the one who acted where that is known.") with
    { Folded = true, HxlTag = "#group+name+first" };

    public static readonly Column AssocActor1 = Text("assoc_actor_1", e => e.AssocActor1, (e, v) => e.AssocActor1 = v, "G5S: Group of Five for the Sahel",
        "Actors on the side of actor1, joined by \"; \".") with
    { Folded = true, IsList = true, MaximumLength = 4000, Sortable = false, HxlTag = "#group+name+first+assoc" };

    public static readonly Column Inter1 = Text("inter1", e => e.Inter1, (e, v) => e.Inter1 = v, "State forces",
        "What kind of actor actor1 is; a filter takes the code as well.") with
    { Vocabulary = Codebook.Inter, Closed = true, HxlTag = "#group+type+first" };

    public static readonly Column Actor2 = Text("actor2", e => e.Actor2, (e, v) => e.Actor2 = v, "JNIM: Group for Support of Islam and Muslims",
        "Second actor; null when only one acted.") with
    { Folded = true, HxlTag = "#group+name+second" };

    public static readonly Column AssocActor2 = Text("assoc_actor_2", e => e.AssocActor2, (e, v) => e.AssocActor2 = v, "Civilians (Mali)",
        "Actors on the side of actor2, joined by \"; \".") with
    { Folded = true, IsList = true, MaximumLength = 4000, Sortable = false, HxlTag = "#group+name+second+assoc" };

    public static readonly Column Inter2 = Text("inter2", e => e.Inter2, (e, v) => e.Inter2 = v, "Rebel group",
        "What kind of actor actor2 is; a filter takes the code as well.") with
    { Vocabulary = Codebook.Inter, Closed = true, HxlTag = "#group+type+second" };

    public static readonly Column Interaction = Text("interaction", e => e.Interaction, (e, v) => e.Interaction = v, "State forces-Rebel group",
        "The two kinds of actor together, lower code first; a filter takes the two-digit code as well.") with
    { Vocabulary = Codebook.Interaction, Closed = true, HxlTag = "#event+interaction" };

    public static readonly Column CivilianTargeting = Text("civilian_targeting", e => e.CivilianTargeting, (e, v) => e.CivilianTargeting = v, "Civilian targeting",
        "\"Civilian targeting\" when civilians were the main or only target, else null.") with
    { Vocabulary = Codebook.CivilianTargeting, Closed = true, HxlTag = "#event+civilian_targeting" };

    public static readonly Column Iso = Integer("iso", e => e.Iso, (e, v) => e.Iso = v, "466",
        "ISO 3166-1 numeric code of the country.") with
    { Minimum = 0, Maximum = 999, HxlTag = "#country+code" };

    public static readonly Column Region = Text("region", e => e.Region, (e, v) => e.Region = v, "Western Africa",
        "Region of the world; a filter takes the region's code as well.") with
    { Vocabulary = Codebook.Region, Closed = true, HxlTag = "#region+name" };

    public static readonly Column Country = Text("country", e => e.Country, (e, v) => e.Country = v, "Mali",
        "Country; a filter takes ISO numeric, two- and three-letter codes and other names as well.") with
    { Folded = true, Vocabulary = Codebook.CountryName, HxlTag = "#country+name" };

    public static readonly Column Admin1 = Text("admin1", e => e.Admin1, (e, v) => e.Admin1 = v, "Gao",
        "Largest administrative division inside the country.") with
    { Folded = true, HxlTag = "#adm1+name" };

    public static readonly Column Admin2 = Text("admin2", e => e.Admin2, (e, v) => e.Admin2 = v, "Ansongo",
        "Second administrative division.") with
    { Folded = true, HxlTag = "#adm2+name" };

    public static readonly Column Admin3 = Text("admin3", e => e.Admin3, (e, v) => e.Admin3 = v, "Tessit",
        "Third administrative division.") with
    { Folded = true, HxlTag = "#adm3+name" };

    public static readonly Column Location = Text("location", e => e.Location, (e, v) => e.Location = v, "Tessit",
        "Name of the place.") with
    { Folded = true, HxlTag = "#loc+name" };

    public static readonly Column Latitude = Real("latitude", e => e.Latitude, (e, v) => e.Latitude = v, "15.2167",
        "Latitude in degrees, WGS 84; null together with longitude.") with
    { Minimum = -90, Maximum = 90, HxlTag = "#geo+lat" };

    public static readonly Column Longitude = Real("longitude", e => e.Longitude, (e, v) => e.Longitude = v, "-0.3",
        "Longitude in degrees, WGS 84; null together with latitude.") with
    { Minimum = -180, Maximum = 180, HxlTag = "#geo+lon" };

    public static readonly Column GeoPrecision = Integer("geo_precision", e => e.GeoPrecision, (e, v) => e.GeoPrecision = v, "1",
        "How exact the place is: 1 the town, 2 near a town or part of a region, 3 a larger region.") with
    { Minimum = 1, Maximum = 3, HxlTag = "#geo+precision" };

    public static readonly Column Source = Text("source", e => e.Source, (e, v) => e.Source = v, "Al-Mashareq",
        "Who reported it, several joined by \"; \".") with
    { Folded = true, IsList = true, MaximumLength = 8000, Sortable = false, HxlTag = "#meta+source" };

    public static readonly Column SourceScale = Text("source_scale", e => e.SourceScale, (e, v) => e.SourceScale = v, "Regional-International",
        "How far the sources are from the event.") with
    { Folded = true, HxlTag = "#meta+source+scale" };

    public static readonly Column Notes = Text("notes", e => e.Notes, (e, v) => e.Notes = v, "army camp at Tessit",
        "What happened, in a few sentences.") with
    { Folded = true, MaximumLength = 20_000, Sortable = false, HxlTag = "#description" };

    public static readonly Column Fatalities = Integer("fatalities", e => e.Fatalities, (e, v) => e.Fatalities = v, "52",
        "Best estimate of the people killed; null when unknown.") with
    { Minimum = 0, HxlTag = "#affected+killed" };

    public static readonly Column Tags = Text("tags", e => e.Tags, (e, v) => e.Tags = v, "approximate figure",
        "Tags, several joined by \"; \".") with
    { Folded = true, IsList = true, MaximumLength = 4000, Sortable = false, HxlTag = "#meta+tags" };

    public static readonly Column Timestamp = Integer("timestamp", e => e.Timestamp, (e, v) => e.Timestamp = v, "1781913600",
        "When this server last changed the row, in Unix seconds; updated_since filters on it.") with
    { Nullable = false, Minimum = 0, HxlTag = "#date+updated" };

    public static readonly Column FatalitiesLow = Integer("fatalities_low", e => e.FatalitiesLow, (e, v) => e.FatalitiesLow = v, "50",
        "Lowest estimate of the people killed.") with
    { Minimum = 0, HxlTag = "#affected+killed+min" };

    public static readonly Column FatalitiesHigh = Integer("fatalities_high", e => e.FatalitiesHigh, (e, v) => e.FatalitiesHigh = v, "60",
        "Highest estimate of the people killed.") with
    { Minimum = 0, HxlTag = "#affected+killed+max" };

    public static readonly Column Dataset = Text("dataset", e => e.Dataset, (e, v) => e.Dataset = v, "sample",
        "Data set that the row came from; /v1/datasets has its licence and citation.") with
    { Nullable = false, MaximumLength = 64, HxlTag = "#meta+dataset" };

    public static readonly Column SourceUrl = Text("source_url", e => e.SourceUrl, (e, v) => e.SourceUrl = v, "https://example.org/report",
        "Where the source can be read.") with
    { Folded = true, MaximumLength = 2000, Sortable = false, HxlTag = "#meta+url" };

    public static readonly Column Attributes = Json("attributes", e => e.Attributes, (e, v) => e.Attributes = v, "{}",
        "Columns of the imported file that have no place of their own, as a JSON object.") with
    { MaximumLength = 200_000 };

    /// <summary>Computed by a query that measures from a point, and in no row otherwise; so it is not among <see cref="All"/>.</summary>
    public static readonly Column DistanceKm = Real("distance_km", e => e.DistanceKm, (e, v) => e.DistanceKm = v, "119.838374",
        "Distance from near along the WGS 84 ellipsoid, in kilometres to the millimetre; only with sort=distance.") with
    { Nullable = false, Filterable = false, Minimum = 0, HxlTag = "#geo+distance" };

    /// <summary>All columns in canonical order.</summary>
    public static IReadOnlyList<Column> All { get; } =
    [
        EventIdCnty, EventDate, Year, TimePrecision, DisorderType, EventType, SubEventType, Actor1, AssocActor1, Inter1,
        Actor2, AssocActor2, Inter2, Interaction, CivilianTargeting, Iso, Region, Country, Admin1, Admin2, Admin3, Location,
        Latitude, Longitude, GeoPrecision, Source, SourceScale, Notes, Fatalities, Tags, Timestamp,
        FatalitiesLow, FatalitiesHigh, Dataset, SourceUrl, Attributes,
    ];

    /// <summary>The columns that have a folded twin in the store.</summary>
    public static IReadOnlyList<Column> Folded { get; } = [.. All.Where(column => column.Folded)];

    private static readonly Dictionary<string, Column> ByName = All.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The column of this name in any case, or null.</summary>
    public static Column? Find(string name) => ByName.GetValueOrDefault(name);
}
