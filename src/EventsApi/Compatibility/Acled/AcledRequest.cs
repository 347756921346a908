using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Requests;

namespace EventsApi.Compatibility.Acled;

/// <summary>A request as ACLED's clients write it: which rows, what of each, which part of them, and how they are written.</summary>
internal sealed record AcledRequest
{
    public const int DefaultLimit = 5000;

    /// <summary>Columns that <c>population</c> adds; this server knows no populations, and they stay empty.</summary>
    private static readonly string[] Populations = ["population_1km", "population_2km", "population_5km", "population_best"];

    private static readonly HashSet<Column> SecondActor = [EventColumns.Actor2, EventColumns.AssocActor2, EventColumns.Inter2];

    public static readonly Parameter FieldsParameter = new("fields", ParameterType.Text, "Only these columns, with a | or a comma between; they come in their canonical order.") { Example = "event_id_cnty|event_date|fatalities" };

    public static readonly Parameter LimitParameter = new("limit", ParameterType.Integer, "Rows on a page; 0 for everything, streamed.") { Minimum = 0, Default = DefaultLimit, Example = 100 };

    public static readonly Parameter PageParameter = new("page", ParameterType.Integer, "Number of the page, from 1; a page past the end is empty.") { Minimum = 1, Maximum = int.MaxValue, Default = 1, Example = 1 };

    private static readonly Parameter InterNum = new("inter_num", ParameterType.Integer, "1: inter1, inter2 and interaction are codes; 0: they are labels.") { Minimum = 0, Maximum = 1, Default = 0, Example = 1 };

    public static readonly Parameter ExportType = new("export_type", ParameterType.Text, "monadic: a row for each of the two actors, without the columns of the second.") { Allowed = ["dyadic", "monadic"], Default = "dyadic", Example = "monadic" };

    private static readonly Parameter Population = new("population", ParameterType.Text, "true or full: columns of the population nearby, which are empty here.") { Allowed = ["true", "full", "false"], Default = "false", Example = "true" };

    // What clients add that changes nothing.
    public static readonly IReadOnlyList<Parameter> Unused =
    [
        new("key", ParameterType.Text, "A key of this server; not used beside a header Authorization."),
        new("email", ParameterType.Text, "Whose the key is; not used."),
        new("terms", ParameterType.Text, "accept, as older clients say; not used."),
    ];

    /// <summary>What only events have.</summary>
    private static readonly IReadOnlyList<Parameter> OfEventsAlone = [InterNum, ExportType, Population];

    public required IReadOnlyList<AcledFilter> Filters { get; init; }

    public required IReadOnlyList<AcledField> Fields { get; init; }

    public required AcledFormat Format { get; init; }

    /// <summary>0 for everything.</summary>
    public long Limit { get; init; }

    public long Page { get; init; }

    public bool HasCodes { get; init; }

    public bool IsMonadic { get; init; }

    /// <summary>What the client should know: what was not used, and how a value was understood.</summary>
    public required List<string> Messages { get; init; }

    public Predicate Where => Filters.Count == 0 ? Predicate.Everything : Predicate.All([.. Filters.Select(filter => filter.Where)]);

    /// <summary>Rows before the page.</summary>
    public long Offset => OffsetOf(Limit, Page);

    public static long OffsetOf(long limit, long page) => limit > 0 ? (page - 1) * limit : page > 1 ? long.MaxValue : 0;

    /// <summary>All parameters for rows of these columns.</summary>
    public static IReadOnlyList<Parameter> Parameters(IReadOnlyList<AcledColumn> columns) =>
    [
        .. columns.SelectMany(column => Filter(column.Name, column.Default, column.Column.Example)), FieldsParameter, LimitParameter, PageParameter, AcledFormat.Parameter,
        .. columns == AcledColumn.OfEvents ? OfEventsAlone : [], .. Unused,
    ];

    /// <summary>Reads a request for rows of these columns.</summary>
    /// <param name="format">What the path asks for; null where it does not.</param>
    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static AcledRequest Parse(RawRequest raw, IReadOnlyList<AcledColumn> columns, AcledFormat? format)
    {
        raw.RefuseUnknown([.. Parameters(columns).Select(parameter => parameter.Name)]);
        var messages = new List<string>();
        var isMonadic = Choice(raw, ExportType) == "monadic";
        var request = new AcledRequest
        {
            Filters = new AcledFilters(columns, raw, messages).Parse(),
            Fields = ParseFields(raw, AllFields(columns, isMonadic, Choice(raw, Population)), messages),
            Format = AcledFormat.Choose(raw, format),
            Limit = Number(raw, LimitParameter),
            Page = Number(raw, PageParameter),
            HasCodes = raw.Single(InterNum.Name) is { } codes && Values.Boolean(InterNum.Name, codes, raw.Errors) == true,
            IsMonadic = isMonadic,
            Messages = messages,
        };
        raw.Errors.ThrowIfAny();
        return request;
    }

    private static List<AcledField> AllFields(IReadOnlyList<AcledColumn> columns, bool isMonadic, string? population) =>
    [
        .. columns.Where(column => !(isMonadic && SecondActor.Contains(column.Column))).Select(column => new AcledField(column.Name, column.Column)),
        .. (population switch { "full" => Populations, "true" => Populations[^1..], _ => [] }).Select(name => new AcledField(name, null)),
    ];

    private static IReadOnlyList<AcledField> ParseFields(RawRequest raw, List<AcledField> all, List<string> messages)
    {
        var names = ParseNames(raw, [.. all.Select(field => field.Name)], messages);
        return all.FindAll(field => names.Contains(field.Name));
    }

    /// <summary>Which of these columns are wanted, in their order.</summary>
    public static List<string> ParseNames(RawRequest raw, List<string> all, List<string> messages)
    {
        var names = raw.Values(FieldsParameter.Name).SelectMany(value => value.Split(['|', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (names.Count == 0 && raw.Values(FieldsParameter.Name).Count > 0)
        {
            messages.Add("fields has no value; all columns are here.");
        }
        foreach (var name in names.Except(all, StringComparer.OrdinalIgnoreCase))
        {
            raw.Errors.Add("", name, $"Unknown column '{name}' in 'field list'"); // word by word what clients look for
        }
        return names.Count == 0 ? all : all.FindAll(names.Contains);
    }

    public static long Number(RawRequest raw, Parameter parameter) =>
        (raw.Single(parameter.Name) is { } text ? Values.Integer(parameter.Name, text, parameter.Minimum, int.MaxValue, raw.Errors) : null) ?? Convert.ToInt64(parameter.Default, System.Globalization.CultureInfo.InvariantCulture);

    private static string? Choice(RawRequest raw, Parameter parameter)
    {
        if (raw.Single(parameter.Name)?.ToLowerInvariant() is not { } text || parameter.Allowed!.Contains(text))
        {
            return raw.Single(parameter.Name)?.ToLowerInvariant();
        }
        raw.Errors.AddUnknown(parameter.Name, text, $"{parameter.Name}, there are {string.Join(", ", parameter.Allowed!)}", parameter.Allowed!);
        return null;
    }

    /// <summary>The two parameters by which a column is filtered.</summary>
    public static IEnumerable<Parameter> Filter(string name, AcledOperator by, string? example) =>
    [
        new(name, ParameterType.Text, $"Filter by {name}; compares by {by} unless {name}{AcledColumn.WhereSuffix} says otherwise. A|B is either, between two with BETWEEN.") { Repeats = true, Example = example },
        new(name + AcledColumn.WhereSuffix, ParameterType.Text, $"How {name} compares.") { Repeats = true, Allowed = [.. AcledOperator.All.Select(known => known.Name)], Example = example is null ? null : by.Name },
    ];
}
