using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Requests;
using Microsoft.AspNetCore.Http.Headers;

namespace EventsApi.Ogc;

/// <summary>A request for the events as features: part 1's parameters, part 2's systems, the columns as queryables.</summary>
internal sealed record ItemsRequest(EventQuery Query, Crs Crs, bool IsHtml, Past? Past, bool CountsOnly = false, bool CountsExactly = true)
{
    public static readonly Parameter SortBy = EventRequest.SortParameter with
    {
        Name = "sortby",
        Description = "Columns to sort by, separated by commas, \"-\" before a column for descending order, \"+\" or nothing for ascending.",
        Allowed = [.. EventColumns.All.Where(column => column.Sortable).SelectMany(column => new[] { column.Name, "-" + column.Name, "+" + column.Name })],
    };

    public static readonly Parameter Properties = EventRequest.FieldsParameter with { Name = "properties", Description = "Only these properties, separated by commas." };

    public static readonly Parameter Bbox = PlaceFilters.Bbox with
    {
        Description = "Box of four numbers, or six with heights that are not used; in the axis order of bbox-crs. Events without coordinates match any box.",
    };

    public static readonly Parameter ResultType = new("resultType", ParameterType.Text, "hits: only how many there are.")
    { Allowed = ["results", "hits"], Default = "results", Example = "results" };

    public static readonly Parameter Count = EventRequest.CountParameter with { Description = "exact: numberMatched says how many events match in all. none: it is absent, and the answer needs no count." };

    private static readonly IReadOnlyList<ColumnFilter> Queryables = [.. EventFilters.Columns.Where(filter => filter.IsEquality)];

    /// <summary>What a page of features takes.</summary>
    public static IReadOnlyList<Parameter> Parameters { get; } =
    [
        Bbox, TimeFilters.Datetime, BoundaryFilter.Boundary, .. PastFilters.All, EventRequest.LimitParameter with { Description = "Features on a page; more than the maximum is taken as the maximum." },
        EventRequest.CursorParameter, EventRequest.OffsetParameter, SortBy, Properties, CrsParameters.Crs, CrsParameters.BboxCrs, ResultType, Count, OgcFormat.F, .. FilterParameters.All, .. Queryables.Select(filter => filter.AsQueryable()),
    ];

    /// <summary>What one feature takes.</summary>
    public static IReadOnlyList<Parameter> OneParameters { get; } = [.. PastFilters.OfOne, Properties, CrsParameters.Crs, OgcFormat.F, .. OgcFormat.Ignored];

    private static readonly IReadOnlyCollection<string> Names = [.. Parameters.Select(parameter => parameter.Name)];
    private static readonly IReadOnlyCollection<string> OneNames = [.. OneParameters.Select(parameter => parameter.Name)];

    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static ItemsRequest Parse(RawRequest raw, RequestHeaders headers)
    {
        raw.RefuseUnknown(Names);
        var sort = EventQuery.TotalOrder(EventRequest.ParseSort(raw, SortBy));
        var query = new EventQuery
        {
            Where = ParseWhere(raw),
            Sort = sort,
            Fields = EventRequest.ParseFields(raw, Properties),
            Limit = EventRequest.ParseLimit(raw) ?? EventRequest.DefaultLimit,
            After = EventRequest.ParseCursor(raw, sort),
            Offset = EventRequest.ParseOffset(raw),
        };
        var request = new ItemsRequest(query, CrsParameters.Parse(raw, CrsParameters.Crs), OgcFormat.IsHtml(raw, headers, OgcLinks.GeoJson), PastFilters.Parse(raw), ParseCountsOnly(raw), EventRequest.ParseCount(raw));
        raw.Errors.ThrowIfAny();
        return request;
    }

    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static ItemsRequest ParseOne(RawRequest raw, RequestHeaders headers, string id)
    {
        raw.RefuseUnknown(OneNames);
        var query = EventRequest.OneQuery(id) with { Fields = EventRequest.ParseFields(raw, Properties) };
        var request = new ItemsRequest(query, CrsParameters.Parse(raw, CrsParameters.Crs), OgcFormat.IsHtml(raw, headers, OgcLinks.GeoJson), PastFilters.Parse(raw));
        raw.Errors.ThrowIfAny();
        return request;
    }

    private static Predicate ParseWhere(RawRequest raw) => EventFilters.Conjunction(
    [
        .. Queryables.Select(filter => filter.Parse(raw)),
        .. FilterParameters.Parse(raw),
        TimeFilters.ParseDatetime(raw),
        BoundaryFilter.Parse(raw),
        PlaceFilters.ParseBox(raw, CrsParameters.Parse(raw, CrsParameters.BboxCrs).Read) is { } box ? new Predicate.Or([box, new Predicate.IsNull(EventColumns.Longitude)]) : null,
    ]);

    private static bool ParseCountsOnly(RawRequest raw)
    {
        var type = raw.Single(ResultType.Name) ?? "results";
        if (!ResultType.Allowed!.Contains(type))
        {
            raw.Errors.AddUnknown(ResultType.Name, type, "type of result", ResultType.Allowed!);
        }
        return type == "hits";
    }
}
