using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Requests;

namespace EventsApi.Compatibility.Hapi;

/// <summary>A request as HDX HAPI's clients write it: which categories of which events, and which part of the rows.</summary>
internal sealed record HapiRequest(IReadOnlyList<HapiCategory> Categories, Predicate Where, int Limit, int Offset, bool IsCsv)
{
    private const int MaximumLimit = 10_000;

    private static readonly Parameter EventType = new("event_type", ParameterType.Text, "Category of the events.") { Allowed = [.. HapiCategory.All.Select(category => category.Name)], Example = "political_violence" };
    private static readonly Parameter LocationCode = new("location_code", ParameterType.Text, "Country by its ISO 3166-1 code of three letters.") { Example = "MLI" };
    private static readonly Parameter AdminLevel = new("admin_level", ParameterType.Integer, "How deep the place of a row is known: 0 the country, 1 and 2 its divisions.") { Minimum = 0, Maximum = 2, Example = 2 };
    private static readonly Parameter StartDate = new("start_date", ParameterType.Text, "Months that end on this day or later.") { Example = "2022-01-01" };
    private static readonly Parameter EndDate = new("end_date", ParameterType.Text, "Months that begin on this day or earlier.") { Example = "2022-12-31" };
    private static readonly Parameter LimitParameter = new("limit", ParameterType.Integer, "Rows at most.") { Minimum = 0, Maximum = MaximumLimit, Default = MaximumLimit, Example = 100 };
    private static readonly Parameter OffsetParameter = new("offset", ParameterType.Integer, "Rows to skip.") { Minimum = 0, Maximum = int.MaxValue, Default = 0, Example = 0 };
    private static readonly Parameter OutputFormat = new("output_format", ParameterType.Text, "Format of the answer.") { Allowed = ["json", "csv"], Default = "json", Example = "json" };
    private static readonly Parameter AppIdentifier = new("app_identifier", ParameterType.Text, "Who asks; not needed here.");

    // A part of a name, whatever case, of the column on the right.
    private static readonly IReadOnlyList<(Parameter Parameter, Column Column)> Parts =
    [
        .. new[]
        {
            ("location_name", EventColumns.Country), ("admin1_name", EventColumns.Admin1), ("provider_admin1_name", EventColumns.Admin1),
            ("admin2_name", EventColumns.Admin2), ("provider_admin2_name", EventColumns.Admin2),
        }.Select(pair => (new Parameter(pair.Item1, ParameterType.Text, $"Part of the name ({pair.Item2}).") { Repeats = true, Example = pair.Item2.Example }, pair.Item2)),
    ];

    private static readonly IReadOnlyList<Parameter> Codes =
        [.. new[] { "admin1_code", "admin2_code" }.Select(name => new Parameter(name, ParameterType.Text, "Not known here: the events have names of divisions, no P-codes."))];

    public static IReadOnlyList<Parameter> Parameters { get; } =
        [EventType, LocationCode, .. Parts.Select(part => part.Parameter), .. Codes, AdminLevel, StartDate, EndDate, LimitParameter, OffsetParameter, OutputFormat, AppIdentifier];

    private static readonly HashSet<string> Names = Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static HapiRequest Parse(RawRequest raw)
    {
        raw.RefuseUnknown(Names);
        foreach (var code in Codes.Where(code => raw.Values(code.Name).Count > 0))
        {
            raw.Errors.Add(code.Name, raw.Values(code.Name)[0], $"This server knows no P-codes; filter by {code.Name.Replace("code", "name", StringComparison.Ordinal)}.");
        }
        Predicate?[] filters = [ParseLocation(raw), .. Parts.Select(part => ParsePart(raw, part.Parameter, part.Column)), ParseLevel(raw), ParseMonth(raw, StartDate), ParseMonth(raw, EndDate)];
        var request = new HapiRequest(
            ParseCategory(raw), EventFilters.Conjunction(filters), (int)(Number(raw, LimitParameter) ?? MaximumLimit), (int)(Number(raw, OffsetParameter) ?? 0), ParseFormat(raw) == "csv");
        raw.Errors.ThrowIfAny();
        return request;
    }

    private static long? Number(RawRequest raw, Parameter parameter) =>
        raw.Single(parameter.Name) is { } text ? Values.Integer(parameter.Name, text, parameter.Minimum, parameter.Maximum, raw.Errors) : null;

    private static IReadOnlyList<HapiCategory> ParseCategory(RawRequest raw)
    {
        if (raw.Single(EventType.Name) is not { } name)
        {
            return HapiCategory.All;
        }
        var found = HapiCategory.All.Where(category => category.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0)
        {
            raw.Errors.AddUnknown(EventType.Name, name, "category", EventType.Allowed!);
        }
        return found;
    }

    private static string? ParseFormat(RawRequest raw)
    {
        var name = raw.Single(OutputFormat.Name)?.ToLowerInvariant();
        if (name is not null && !OutputFormat.Allowed!.Contains(name))
        {
            raw.Errors.AddUnknown(OutputFormat.Name, name, "format", OutputFormat.Allowed!);
        }
        return name;
    }

    private static Predicate.Compare? ParseLocation(RawRequest raw)
    {
        if (raw.Single(LocationCode.Name) is not { } code)
        {
            return null;
        }
        if (Codebook.Countries.FirstOrDefault(country => code.Equals(country.Iso3, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return new Predicate.Compare(EventColumns.Country, Comparison.Equal, Folding.Fold(found.Name), TextForm.Folded);
        }
        raw.Errors.AddUnknown(LocationCode.Name, code, "code of a country", [.. Codebook.Countries.Select(country => country.Iso3).OfType<string>()]);
        return null;
    }

    private static Predicate? ParsePart(RawRequest raw, Parameter parameter, Column column) =>
        (EventFilters.Columns.First(filter => filter.Name == column.Name + Operator.Contains.Suffix) with { Name = parameter.Name }).Parse(raw);

    private static Predicate? ParseLevel(RawRequest raw)
    {
        Predicate first = new Predicate.IsNull(EventColumns.Admin1), second = new Predicate.IsNull(EventColumns.Admin2);
        return Number(raw, AdminLevel) switch
        {
            0 => Predicate.All([first, second]),
            1 => Predicate.All([new Predicate.Not(first), second]),
            2 => new Predicate.Not(second),
            _ => null,
        };
    }

    // A month belongs whole.
    private static Predicate.Compare? ParseMonth(RawRequest raw, Parameter parameter)
    {
        if (raw.Single(parameter.Name) is not { } text)
        {
            return null;
        }
        if (!TimeFilters.TryInstant(text, out var time))
        {
            raw.Errors.Add(parameter.Name, text, "Must be a day or a date-time: 2022-01-31, 2022-01-31T00:00:00.");
            return null;
        }
        var first = new DateOnly(time.Year, time.Month, 1);
        return parameter == StartDate
            ? new Predicate.Compare(EventColumns.EventDate, Comparison.GreaterOrEqual, first)
            : new Predicate.Compare(EventColumns.EventDate, Comparison.LessOrEqual, new DateOnly(time.Year, time.Month, DateTime.DaysInMonth(time.Year, time.Month)));
    }
}
