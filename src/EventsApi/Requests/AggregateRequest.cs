using EventsApi.Data.Queries;
using EventsApi.Representations;
using Microsoft.AspNetCore.Http.Headers;

namespace EventsApi.Requests;

/// <summary>A request for figures of events by groups.</summary>
public sealed record AggregateRequest
{
    public const int DefaultLimit = 1000;
    public const int MaximumLimit = 100_000;

    private static readonly string[] GroupNames = [.. Group.All.Select(group => group.Name)];
    private static readonly string[] MetricNames = [.. Metric.All.Select(metric => metric.Name)];

    public static readonly Parameter GroupByParameter = new("group_by", ParameterType.Text,
        "What to group by, separated by commas; with actor an event counts once for each of its two actors. Without it the answer is one row of everything.")
    { List = (1, AggregateQuery.MostGroups), Allowed = GroupNames, Example = "country,year" };

    public static readonly Parameter MetricsParameter = new("metrics", ParameterType.Text, "Figures of each group, separated by commas.")
    { List = (1, MetricNames.Length), Allowed = MetricNames, Default = "events,fatalities", Example = "events,fatalities,actors" };

    public static readonly Parameter SortParameter = new("sort", ParameterType.Text,
        "Groups and metrics of the request to sort by, separated by commas, \"-\" before one for descending order; with compare also what that adds. Ties go by the groups, unknown keys and values come last.")
    {
        List = (1, 10),
        Allowed = [.. GroupNames.Concat(Comparable(Metric.All, Baseline.PreviousPeriod).Select(metric => metric.Name)).SelectMany(name => new[] { name, "-" + name })],
        Example = "-events",
    };

    public static readonly Parameter LimitParameter = new("limit", ParameterType.Integer, "Rows on a page; more than the maximum is taken as the maximum.")
    { Minimum = 1, Maximum = MaximumLimit, Default = DefaultLimit, Example = 100 };

    public static readonly Parameter FormatParameter = Negotiation.F with
    {
        Allowed = [.. Formats.Select(format => format.Name)],
        Description = Negotiation.F.Description + " GeoJSON is for groups with a place: cells, boundaries, and locations, whose point is the mean of their events'.",
    };

    /// <summary>All parameters of an aggregate.</summary>
    public static IReadOnlyList<Parameter> Parameters { get; } =
    [
        GroupByParameter, MetricsParameter, .. EventFilters.All, .. PastFilters.All, .. ShapeParameters.All, HavingFilter.Having, SortParameter, LimitParameter, EventRequest.CursorParameter, FormatParameter, EventRequest.CsvSafeParameter,
    ];

    private static readonly HashSet<string> Names = Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static IReadOnlyList<EventFormat> Formats => [EventFormat.Json, EventFormat.Csv, EventFormat.NdJson, EventFormat.GeoJson];

    public required AggregateQuery Query { get; init; }

    public required EventFormat Format { get; init; }

    public CsvOptions Csv { get; init; } = new();

    /// <summary>Null for the events as they are.</summary>
    public Past? Past { get; init; }

    /// <summary>Reads a request.</summary>
    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static AggregateRequest Parse(RawRequest raw, RequestHeaders? headers)
    {
        raw.RefuseUnknown(Names);
        var groups = ParseNames(raw, GroupByParameter, "group", Group.Find);
        var format = ChooseFormat(raw, headers, groups);
        var baseline = ShapeParameters.ParseCompare(raw);
        var metrics = Comparable(ParseNames(raw, MetricsParameter, "metric", Metric.Find), baseline);
        var sort = AggregateQuery.TotalOrder(ParseSort(raw, groups, metrics), groups);
        var request = new AggregateRequest
        {
            Past = PastFilters.Parse(raw),
            Format = format,
            Csv = EventRequest.ParseCsv(raw, format),
            Query = ShapeParameters.Parse(raw, new AggregateQuery
            {
                Where = EventFilters.Parse(raw, PlaceFilters.ParsePoint(raw)),
                GroupBy = groups,
                Place = format == EventFormat.GeoJson ? groups.Find(group => group.HasPlace) : null,
                Metrics = metrics,
                Baseline = baseline,
                Having = HavingFilter.Parse(raw, Comparable(Metric.All, baseline)),
                Sort = sort,
                Limit = ParseLimit(raw),
                After = ParseCursor(raw, sort),
            }),
        };
        raw.Errors.ThrowIfAny();
        return request;
    }

    // A map needs places; a client that would take one but can do without gets what there is.
    private static EventFormat ChooseFormat(RawRequest raw, RequestHeaders? headers, List<Group> groups)
    {
        var isMapped = groups.Exists(group => group.HasPlace) || raw.Single(FormatParameter.Name) is not null;
        var format = Negotiation.Choose(raw, headers, isMapped ? Formats : [.. Formats.Where(known => known != EventFormat.GeoJson)]);
        if (format == EventFormat.GeoJson && !groups.Exists(group => group.HasPlace))
        {
            raw.Errors.Add(FormatParameter.Name, format.Name, "Needs a group with a place: boundary, location, priogrid, or one of geohash:N and tile:N.");
        }
        return format;
    }

    // Metrics, each with what comparing adds to it.
    private static IReadOnlyList<Metric> Comparable(IReadOnlyList<Metric> metrics, Baseline? baseline) =>
        baseline is { } with ? [.. metrics.SelectMany(metric => Metric.Compared(metric, with).Prepend(metric))] : metrics;

    private static List<T> ParseNames<T>(RawRequest raw, Parameter parameter, string what, Func<string, T?> find)
        where T : class
    {
        var found = new List<T>();
        var names = raw.Values(parameter.Name).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).ToList();
        foreach (var name in names.Count == 0 && parameter.Default is string given ? given.Split(',') : [.. names])
        {
            if (find(name) is not { } item)
            {
                raw.Errors.AddUnknown(parameter.Name, name, what, parameter.Allowed!);
            }
            else if (found.Contains(item))
            {
                raw.Errors.Add(parameter.Name, name, $"Names the same {what} twice.");
            }
            else
            {
                found.Add(item);
            }
        }
        if (names.Count > parameter.List!.Value.Most)
        {
            raw.Errors.Add(parameter.Name, null, $"More than {parameter.List.Value.Most} {what}s.");
        }
        return found;
    }

    // The top comes with the biggest first.
    private static List<BucketSort> ParseSort(RawRequest raw, List<Group> groups, IReadOnlyList<Metric> metrics)
    {
        var keys = new List<BucketSort>();
        if (raw.Single(SortParameter.Name) is not { } sort)
        {
            return raw.Values(ShapeParameters.Top.Name).Count > 0 && metrics.Count > 0 ? [new BucketSort(null, metrics[0], Descending: true)] : keys;
        }
        foreach (var text in sort.Split(',', StringSplitOptions.TrimEntries))
        {
            var name = text is ['-' or '+', ..] ? text[1..] : text;
            var key = new BucketSort(groups.Find(group => Is(group.Name, name)), metrics.FirstOrDefault(metric => Is(metric.Name, name)), text.StartsWith('-'));
            if (key is { Group: null, Metric: null })
            {
                raw.Errors.AddUnknown(SortParameter.Name, name, "group or metric of this request", [.. groups.Select(group => group.Name), .. metrics.Select(metric => metric.Name)]);
            }
            else if (keys.Exists(known => known.Group == key.Group && known.Metric == key.Metric))
            {
                raw.Errors.Add(SortParameter.Name, text, "Names the same group or metric twice.");
            }
            else
            {
                keys.Add(key);
            }
        }
        if (keys.Count > SortParameter.List!.Value.Most)
        {
            raw.Errors.Add(SortParameter.Name, null, $"More than {SortParameter.List.Value.Most} groups and metrics.");
        }
        return keys;
    }

    private static int ParseLimit(RawRequest raw)
    {
        var limit = raw.Single(LimitParameter.Name) is { } text ? Values.Integer(LimitParameter.Name, text, LimitParameter.Minimum, null, raw.Errors) : null;
        return (int)Math.Min(limit ?? DefaultLimit, MaximumLimit);
    }

    private static BucketCursor? ParseCursor(RawRequest raw, IReadOnlyList<BucketSort> sort)
    {
        if (raw.Single(EventRequest.CursorParameter.Name) is not { } token)
        {
            return null;
        }
        if (!BucketCursor.TryParse(token, sort, out var cursor))
        {
            raw.Errors.Add(EventRequest.CursorParameter.Name, token, "Not a cursor of this server for these groups in this order; take it from the next link of an answer with the same group_by and sort.");
        }
        return cursor;
    }

    private static bool Is(string known, string name) => known.Equals(name, StringComparison.OrdinalIgnoreCase);
}
