using FluentValidation;

namespace EventsApi.Data.Imports;

/// <summary>Something an event must fulfil. An error rejects the row, a warning only counts.</summary>
public sealed record Rule(string Id, Severity Severity, string Sentence);

/// <summary>Every rule of imports; reports, rejects files and documentation name them by id.</summary>
public static class Rules
{
    public static readonly Rule RowMalformed = Error("row-malformed", "The row has the header's fields, or is a JSON object.");
    public static readonly Rule IdMissing = Error("id-missing", "event_id_cnty is given.");
    public static readonly Rule IdMalformed = Error("id-malformed", "event_id_cnty is letters and digits, or digits and letters.");
    public static readonly Rule IdRepeated = Error("id-repeated", "An id occurs once in a file, unless the rows differ only in their actors.");
    public static readonly Rule IdForeign = Error("id-foreign", "An id that another data set holds is left to it, by a key that is bound to data sets.");
    public static readonly Rule IdHeld = Error("id-held", "With mode=insert an id is new, or its event says the same.");
    public static readonly Rule OutsideFilter = Error("outside-filter", "With mode=replace and a filter every row lies in what the filter says.");
    public static readonly Rule DateMissing = Error("date-missing", "event_date is given.");
    public static readonly Rule DateImpossible = Error("date-impossible", "event_date is a day of the calendar in a known form.");
    public static readonly Rule DateFuture = Error("date-future", "event_date is not after tomorrow (UTC).");
    public static readonly Rule EventTypeUnknown = Error("event-type-unknown", "event_type is one of the codebook, today's or one of before 2019.");
    public static readonly Rule SubEventTypeUnknown = Error("sub-event-type-unknown", "sub_event_type is empty or one of the codebook.");
    public static readonly Rule EventPairUnknown = Error("event-pair-unknown", "sub_event_type belongs to event_type.");
    public static readonly Rule CoordinatesRange = Error("coordinates-range", "latitude is a number from -90 to 90, longitude from -180 to 180.");
    public static readonly Rule CoordinatesHalf = Error("coordinates-half", "latitude and longitude are both given or both empty.");
    public static readonly Rule FatalitiesInvalid = Error("fatalities-invalid", "fatalities and its low and high estimate are whole numbers of 0 or more.");
    public static readonly Rule PrecisionUnknown = Error("precision-unknown", "time_precision and geo_precision are 1, 2 or 3.");
    public static readonly Rule InterUnknown = Error("inter-unknown", "inter1 and inter2 are a code from 0 to 8 or its label.");
    public static readonly Rule TextNull = Error("text-null", "A text does not hold the character U+0000.");
    public static readonly Rule TextTooLong = Error("text-too-long", "A text keeps within its column's length.");
    public static readonly Rule CountryUnusual = Warning("country-unusual", "country is a name or alias of the codebook.");
    public static readonly Rule CoordinatesOutside = Warning("coordinates-outside", "The coordinates lie within 0.1 degrees of the country's outline where boundaries of level country or admin0 are loaded, else in its rough box.");
    public static readonly Rule FatalitiesOrder = Warning("fatalities-order", "fatalities_low <= fatalities <= fatalities_high.");
    public static readonly Rule YearDiffers = Warning("year-differs", "year is the year of event_date; the date wins.");

    public static IReadOnlyList<Rule> All { get; } =
    [
        RowMalformed, IdMissing, IdMalformed, IdRepeated, IdForeign, IdHeld, OutsideFilter, DateMissing, DateImpossible, DateFuture, EventTypeUnknown,
        SubEventTypeUnknown, EventPairUnknown, CoordinatesRange, CoordinatesHalf, FatalitiesInvalid, PrecisionUnknown,
        InterUnknown, TextNull, TextTooLong, CountryUnusual, CoordinatesOutside, FatalitiesOrder, YearDiffers,
    ];

    private static readonly Dictionary<string, Rule> ById = All.ToDictionary(rule => rule.Id, StringComparer.Ordinal);

    /// <summary>The rule of an id of <see cref="All"/>.</summary>
    public static Rule Get(string id) => ById[id];

    private static Rule Error(string id, string sentence) => new(id, Severity.Error, sentence);

    private static Rule Warning(string id, string sentence) => new(id, Severity.Warning, sentence);
}

/// <summary>A broken rule in one row; <paramref name="Column"/> is null when the row as a whole is meant.</summary>
internal sealed record Finding(Rule Rule, string? Column, string? Value, string Message);
