using System.Globalization;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using EventsApi.Requests;
using SortKey = EventsApi.Data.Queries.SortKey;

namespace EventsApi.Compatibility.Ucdp;

/// <summary>A request as UCDP's clients write it: which events, and which page of them, counted from 0.</summary>
internal sealed record UcdpRequest(EventQuery Query, int PageSize, long Page)
{
    private const int DefaultPageSize = 100;

    public static readonly Parameter PageSizeParameter = new("pagesize", ParameterType.Integer, "Events on a page.") { Minimum = 1, Maximum = 1000, Default = DefaultPageSize, Example = 100 };
    public static readonly Parameter PageParameter = new("page", ParameterType.Integer, "Number of the page, from 0; one past the end is empty.") { Minimum = 0, Maximum = int.MaxValue, Default = 0, Example = 0 };
    private static readonly Parameter Id = new("Id", ParameterType.Text, "Numbers of events, separated by commas; of events that are not UCDP's their event_id_cnty.") { Repeats = true, Example = "244657" };
    private static readonly Parameter Country = new("Country", ParameterType.Integer, "Countries by their number in Gleditsch and Ward's list, separated by commas.") { List = (1, RawRequest.MaximumValues), Example = "432" };
    private static readonly Parameter Geography = new("Geography", ParameterType.Text, "A box: latitude and longitude of its lower left and of its upper right corner.") { Example = "10 -5,17 4" };
    private static readonly Parameter StartDate = new("StartDate", ParameterType.Date, "Not before this day.") { Example = "2020-01-01" };
    private static readonly Parameter EndDate = new("EndDate", ParameterType.Date, "Not after this day.") { Example = "2024-12-31" };
    private static readonly Parameter Type = new("TypeOfViolence", ParameterType.Integer, "1 state-based, 2 non-state, 3 one-sided; several separated by commas.") { List = (1, 3), Example = "1,3" };
    private static readonly Parameter Dyad = new("Dyad", ParameterType.Integer, "Numbers of dyads (dyad_new_id), separated by commas; only events imported from UCDP have them.") { List = (1, RawRequest.MaximumValues), Example = "735" };
    private static readonly Parameter Actor = new("Actor", ParameterType.Integer, "Numbers of actors of either side (side_a_new_id, side_b_new_id), separated by commas; only events imported from UCDP have them.") { List = (1, RawRequest.MaximumValues), Example = "118" };

    public static IReadOnlyList<Parameter> Parameters { get; } = [PageSizeParameter, PageParameter, Id, Country, Geography, StartDate, EndDate, Type, Dyad, Actor];

    private static readonly HashSet<string> Names = Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static readonly IReadOnlyList<SortKey> Order = EventQuery.TotalOrder([new SortKey(EventColumns.EventDate, false)]);

    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static UcdpRequest Parse(RawRequest raw)
    {
        raw.RefuseUnknown(Names);
        var (size, page) = (Number(raw, PageSizeParameter) ?? DefaultPageSize, Number(raw, PageParameter) ?? 0);
        Predicate?[] filters =
        [
            Violence.Organized, ParseIds(raw), ParseCountries(raw), ParseBox(raw), ParseDay(raw, StartDate, "__gte"), ParseDay(raw, EndDate, "__lte"),
            Any(Numbers(raw, Type), Violence.Of), Any(Numbers(raw, Dyad), number => Says(number, "dyad_new_id")), Any(Numbers(raw, Actor), number => Says(number, "side_a_new_id", "side_b_new_id")),
        ];
        raw.Errors.ThrowIfAny();
        return new UcdpRequest(new EventQuery { Where = EventFilters.Conjunction(filters), Sort = Order }, (int)size, page);
    }

    private static long? Number(RawRequest raw, Parameter parameter) =>
        raw.Single(parameter.Name) is { } text ? Values.Integer(parameter.Name, text, parameter.Minimum, parameter.Maximum, raw.Errors) : null;

    private static IEnumerable<string> Parts(RawRequest raw, Parameter parameter) =>
        raw.Values(parameter.Name).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static List<long> Numbers(RawRequest raw, Parameter parameter)
    {
        var (least, most) = parameter == Type ? (1, 3) : (0d, (double?)null);
        return [.. Parts(raw, parameter).Select(part => Values.Integer(parameter.Name, part, least, most, raw.Errors)).OfType<long>().Distinct()];
    }

    private static Predicate? Any(List<long> numbers, Func<long, Predicate> says) => numbers.Count == 0 ? null : Predicate.Any([.. numbers.Select(says)]);

    private static Predicate.In? ParseIds(RawRequest raw)
    {
        var ids = Parts(raw, Id).Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? string.Create(CultureInfo.InvariantCulture, $"{GedRow.Prefix}{number}") : part.ToUpperInvariant()).ToList();
        return ids.Count == 0 ? null : new Predicate.In(EventColumns.EventIdCnty, ids);
    }

    private static Predicate.In? ParseCountries(RawRequest raw)
    {
        var names = new List<string>();
        foreach (var number in Numbers(raw, Country))
        {
            if (Codebook.FindCountry(number) is { } country)
            {
                names.Add(Folding.Fold(country.Name));
            }
            else
            {
                raw.Errors.Add(Country.Name, number.ToString(CultureInfo.InvariantCulture), $"No country has the number {number} in Gleditsch and Ward's list; /v1/countries has them as gwno.");
            }
        }
        return names.Count == 0 ? null : new Predicate.In(EventColumns.Country, names, TextForm.Folded);
    }

    // Ours has longitude first, theirs latitude, with spaces inside a corner.
    private static Predicate.InBox? ParseBox(RawRequest raw)
    {
        if (raw.Single(Geography.Name) is not { } text)
        {
            return null;
        }
        var box = new RawRequest();
        box.Add(PlaceFilters.Bbox.Name, [string.Join(',', text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))]);
        if (PlaceFilters.ParseBox(box, (latitude, longitude) => new GeoPoint(longitude, latitude)) is { } found)
        {
            return found;
        }
        raw.Errors.Add(Geography.Name, text, "Must be two corners, latitude before longitude, the lower left first: '10 -5,17 4'.");
        return null;
    }

    private static Predicate? ParseDay(RawRequest raw, Parameter parameter, string suffix) =>
        (EventFilters.Columns.First(filter => filter.Name == EventColumns.EventDate.Name + suffix) with { Name = parameter.Name }).Parse(raw);

    // The attributes are kept as compact JSON whose values are text where the file was CSV, else as the file had them.
    private static Predicate.Or Says(long number, params string[] names) => new(
    [
        .. from name in names
           from value in (string[])[$"\"{number}\"", $"{number},", $"{number}}}", $"\"{number}.0\""]
           select new Predicate.Like(EventColumns.Attributes, TextPart.Anywhere, $"\"{name}\":{value}"),
    ]);
}
