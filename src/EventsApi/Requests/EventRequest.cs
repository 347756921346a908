using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Representations;
using Microsoft.AspNetCore.Http.Headers;

namespace EventsApi.Requests;

/// <summary>A request for events: which, in which order, which part, and in which format.</summary>
public sealed record EventRequest
{
    public const int DefaultLimit = 100;
    public const int MaximumLimit = 5000;

    private const string Distance = "distance";

    public static readonly Parameter SortParameter = new("sort", ParameterType.Text,
        "Columns to sort by, separated by commas, \"-\" before a column for descending order; ties go by event_id_cnty, unknown values come last. distance: nearest to near first, with the column distance_km.")
    {
        List = (1, 10),
        Allowed = [.. EventColumns.All.Where(column => column.Sortable).SelectMany(column => new[] { column.Name, "-" + column.Name }), Distance],
        Default = "-event_date",
        Example = "-fatalities,event_date",
    };

    public static readonly Parameter FieldsParameter = new("fields", ParameterType.Text,
        "Only these columns, separated by commas; they come in the catalogue's order.")
    { List = (1, EventColumns.All.Count), Allowed = [.. EventColumns.All.Select(column => column.Name)], Example = "event_id_cnty,event_date,fatalities" };

    public static readonly Parameter LimitParameter = new("limit", ParameterType.Integer,
        "Events on a page; more than the maximum is taken as the maximum. CSV, NDJSON and GeoJSON text sequence without it are the whole result.")
    { Minimum = 1, Maximum = MaximumLimit, Default = DefaultLimit, Example = 100 };

    public static readonly Parameter CursorParameter = new("cursor", ParameterType.Text,
        "Place to go on from, as the answer's next link has it; valid for the same sort only.")
    { Example = null };

    public static readonly Parameter OffsetParameter = new("offset", ParameterType.Integer,
        "Events to skip, for clients that know no cursor; slower the larger it is.")
    { Minimum = 0, Maximum = int.MaxValue, Default = 0, Example = 0 };

    public static readonly Parameter CountParameter = new("count", ParameterType.Text,
        "exact: total_count says how many events match in all. none: it is null, and the answer needs no count.")
    { Allowed = ["exact", "none"], Default = "exact", Example = "none" };

    public static readonly Parameter HxlParameter = new("hxl", ParameterType.Boolean,
        "CSV only: a second row with the tags of the Humanitarian Exchange Language.")
    { Default = false, Example = false };

    public static readonly Parameter CsvSafeParameter = new("csv_safe", ParameterType.Boolean,
        "CSV only: an apostrophe before text that a spreadsheet would run as a formula.")
    { Default = false, Example = false };

    /// <summary>What a page of events takes besides filters.</summary>
    public static IReadOnlyList<Parameter> Shape { get; } =
    [
        SortParameter, FieldsParameter, LimitParameter, CursorParameter, OffsetParameter, CountParameter, Negotiation.F, HxlParameter, CsvSafeParameter,
    ];

    /// <summary>All parameters of a page of events.</summary>
    public static IReadOnlyList<Parameter> Parameters { get; } = [.. EventFilters.All, .. PastFilters.All, .. Shape];

    /// <summary>What one event takes.</summary>
    public static IReadOnlyList<Parameter> OneParameters { get; } = [.. PastFilters.OfOne, FieldsParameter, Negotiation.F, HxlParameter, CsvSafeParameter];

    private static readonly HashSet<string> Names = Known(Parameters);
    private static readonly HashSet<string> OneNames = Known(OneParameters);

    public required EventQuery Query { get; init; }

    public required EventFormat Format { get; init; }

    /// <summary>Null for the events as they are.</summary>
    public Past? Past { get; init; }

    public bool CountsExactly { get; init; }

    public CsvOptions Csv { get; init; } = new();

    /// <summary>The query with what the format needs: a feature has an id and a point whatever fields were asked for.</summary>
    public EventQuery CompleteQuery => Format == EventFormat.GeoJson || Format == EventFormat.GeoJsonSeq
        ? Query with { Fields = [.. Query.Fields.Union([EventColumns.EventIdCnty, EventColumns.Longitude, EventColumns.Latitude])] }
        : Query;

    /// <summary>Reads a request for a page of events.</summary>
    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static EventRequest Parse(RawRequest raw, RequestHeaders? headers)
    {
        raw.RefuseUnknown(Names);
        var format = Negotiation.Choose(raw, headers);
        var sort = EventQuery.TotalOrder(ParseSort(raw, SortParameter));
        var origin = PlaceFilters.ParsePoint(raw);
        var isNearest = sort.Any(key => key.Column == EventColumns.DistanceKm);
        var request = new EventRequest
        {
            Format = format,
            Past = PastFilters.Parse(raw),
            CountsExactly = ParseCount(raw),
            Csv = ParseCsv(raw, format),
            Query = new EventQuery
            {
                Where = EventFilters.Parse(raw, origin, isNearest),
                Sort = sort,
                Origin = isNearest ? origin : null,
                Fields = isNearest ? [.. ParseFields(raw, FieldsParameter), EventColumns.DistanceKm] : ParseFields(raw, FieldsParameter),
                Limit = ParseLimit(raw) ?? (format.Streams ? null : DefaultLimit),
                After = ParseCursor(raw, sort),
                Offset = ParseOffset(raw),
            },
        };
        raw.Errors.ThrowIfAny();
        return request;
    }

    /// <summary>Reads a request for one event.</summary>
    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static EventRequest ParseOne(RawRequest raw, RequestHeaders? headers, string id)
    {
        raw.RefuseUnknown(OneNames);
        var format = Negotiation.Choose(raw, headers);
        var request = new EventRequest
        {
            Format = format,
            Past = PastFilters.Parse(raw),
            Csv = ParseCsv(raw, format),
            Query = OneQuery(id) with { Fields = ParseFields(raw, FieldsParameter) },
        };
        raw.Errors.ThrowIfAny();
        return request;
    }

    /// <summary>The event of an id, in any case.</summary>
    internal static EventQuery OneQuery(string id) => new()
    {
        Where = new Predicate.Compare(EventColumns.EventIdCnty, Comparison.Equal, id.ToUpperInvariant()),
        Sort = EventQuery.TotalOrder([]),
        Limit = 1,
    };

    private static HashSet<string> Known(IEnumerable<Parameter> parameters) =>
        parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    internal static int? ParseLimit(RawRequest raw)
    {
        var limit = raw.Single(LimitParameter.Name) is { } text ? Values.Integer(LimitParameter.Name, text, LimitParameter.Minimum, null, raw.Errors) : null;
        return limit is null ? null : (int)Math.Min(limit.Value, MaximumLimit);
    }

    /// <param name="parameter">Of that name, and with that default.</param>
    internal static List<SortKey> ParseSort(RawRequest raw, Parameter parameter)
    {
        var keys = new List<SortKey>();
        foreach (var key in (raw.Single(parameter.Name) ?? (string)parameter.Default!).Split(',', StringSplitOptions.TrimEntries))
        {
            var name = key is ['-' or '+', ..] ? key[1..] : key;
            if (!parameter.Allowed!.Contains(name, StringComparer.OrdinalIgnoreCase) || Sortable(name) is not { } column)
            {
                raw.Errors.AddUnknown(parameter.Name, name, "column to sort by", [.. parameter.Allowed!.Where(known => known[0] is not ('-' or '+'))]);
            }
            else if (column == EventColumns.DistanceKm && (key.StartsWith('-') || keys.Count > 0))
            {
                raw.Errors.Add(parameter.Name, key, "The nearest come first: distance is the first column, without \"-\".");
                keys.Add(new SortKey(column, false));
            }
            else if (keys.Exists(known => known.Column == column))
            {
                raw.Errors.Add(parameter.Name, key, "Names the same column twice.");
            }
            else
            {
                keys.Add(new SortKey(column, key.StartsWith('-')));
            }
        }
        if (keys.Count > parameter.List!.Value.Most)
        {
            raw.Errors.Add(parameter.Name, null, $"More than {parameter.List.Value.Most} columns.");
        }
        return keys;
    }

    private static Column? Sortable(string name) => name.Equals(Distance, StringComparison.OrdinalIgnoreCase)
        ? EventColumns.DistanceKm
        : EventColumns.Find(name) is { Sortable: true } column ? column : null;

    internal static IReadOnlyList<Column> ParseFields(RawRequest raw, Parameter parameter)
    {
        var wanted = new HashSet<Column>();
        foreach (var name in raw.Values(parameter.Name).SelectMany(value => value.Split(',')))
        {
            if (EventColumns.Find(name.Trim()) is { } column)
            {
                wanted.Add(column);
            }
            else
            {
                raw.Errors.AddUnknown(parameter.Name, name, "column", parameter.Allowed!);
            }
        }
        return wanted.Count == 0 ? EventColumns.All : [.. EventColumns.All.Where(wanted.Contains)];
    }

    internal static Cursor? ParseCursor(RawRequest raw, IReadOnlyList<SortKey> sort)
    {
        if (raw.Single(CursorParameter.Name) is not { } token)
        {
            return null;
        }
        if (!Cursor.TryParse(token, sort, out var cursor))
        {
            raw.Errors.Add(CursorParameter.Name, token, "Not a cursor of this server for this sort; take it from the next link of an answer with the same sort.");
        }
        return cursor;
    }

    // Together they would skip events on every page that follows.
    internal static int ParseOffset(RawRequest raw)
    {
        var offset = raw.Single(OffsetParameter.Name) is { } text
            ? (int)(Values.Integer(OffsetParameter.Name, text, OffsetParameter.Minimum, OffsetParameter.Maximum, raw.Errors) ?? 0)
            : 0;
        if (offset > 0 && raw.Values(CursorParameter.Name).Count > 0)
        {
            raw.Errors.Add(OffsetParameter.Name, $"{offset}", "Counts from the first event; leave it out where there is a cursor.");
        }
        return offset;
    }

    internal static bool ParseCount(RawRequest raw)
    {
        var count = raw.Single(CountParameter.Name) ?? "exact";
        if (!CountParameter.Allowed!.Contains(count))
        {
            raw.Errors.AddUnknown(CountParameter.Name, count, "way to count", CountParameter.Allowed!);
        }
        return count == "exact";
    }

    internal static CsvOptions ParseCsv(RawRequest raw, EventFormat format)
    {
        return new CsvOptions { Hxl = Flag(HxlParameter), Safe = Flag(CsvSafeParameter) };

        bool Flag(Parameter parameter)
        {
            var value = raw.Single(parameter.Name) is { } text && Values.Boolean(parameter.Name, text, raw.Errors) == true;
            if (value && format != EventFormat.Csv)
            {
                raw.Errors.Add(parameter.Name, "true", "Only CSV has this; ask with f=csv or leave it out.");
            }
            return value;
        }
    }
}
