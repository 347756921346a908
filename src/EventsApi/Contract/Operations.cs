using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Contract;

/// <summary>The operations of the API, each with a name that never changes.</summary>
public static class Operations
{
    private static readonly IReadOnlyList<Content> Events =
    [
        new("application/json", Schemas.EventPage), new("application/geo+json", Schemas.EventCollection), new("text/csv", null),
        new("application/x-ndjson", null), new("application/geo+json-seq", null),
    ];

    public static readonly Operation ListEvents = new("listEvents", "List events",
        "Events that satisfy all filters. Repeated parameters are alternatives, different ones must all hold. Text is compared without regard to case and accents. "
        + "JSON and GeoJSON come in pages with a link to the next; CSV, NDJSON and GeoJSON text sequence without a limit are the whole result.")
    { Query = EventRequest.Parameters, Answers = Events, IsConditional = true, IsPaged = true };

    public static readonly Operation SearchEvents = new("searchEvents", "Search events with a body",
        "The same as listing, for filters too long for a URL: the members of the body are the query parameters' names. The next page is the same body, without offset, posted to the next link.")
    {
        Query = [EventRequest.CursorParameter, EventRequest.LimitParameter, Negotiation.F],
        Bodies = [new("application/json", Schemas.EventSearch)],
        Answers = Events,
        IsConditional = true,
        IsPaged = true,
        Problems = [400, 405, 406, 413, 414, 415, 500, 503],
    };

    public static readonly Operation GetEvent = new("getEvent", "Get one event", "The event of this id.")
    {
        Path = [new Parameter("event_id_cnty", ParameterType.Text, "Identifier of the event, in any case.") { Example = "SAMPLE27" }],
        Query = EventRequest.OneParameters,
        Answers =
        [
            new("application/json", Schemas.Event), new("application/geo+json", Schemas.EventFeature), new("text/csv", null),
            new("application/x-ndjson", null), new("application/geo+json-seq", null),
        ],
        IsConditional = true,
        Problems = [400, 404, 405, 406, 414, 500, 503],
    };

    public static readonly Operation GetAggregates = new("getAggregates", "Aggregate events",
        "Figures of the events that satisfy all filters, by any groups; one row of everything without group_by. totals are the same figures of the whole filter, whatever part of the rows is on the page. "
        + "Rows come in the order of their groups, with top biggest first, unless sort says otherwise, unknown keys last; without more than limit of them there is no next page.")
    {
        Query = AggregateRequest.Parameters,
        Answers = [new("application/json", Schemas.Aggregates), new("text/csv", null), new("application/x-ndjson", null), new("application/geo+json", Schemas.AggregateMap)],
        IsConditional = true,
        IsPaged = true,
    };

    public static readonly Operation SearchAggregates = new("searchAggregates", "Aggregate events with a body",
        "The same, for filters too long for a URL: the members of the body are the query parameters' names. The next page is the same body posted to the next link.")
    {
        Query = [EventRequest.CursorParameter, AggregateRequest.LimitParameter, AggregateRequest.FormatParameter],
        Bodies = [new("application/json", Schemas.AggregateSearch)],
        Answers = GetAggregates.Answers,
        IsConditional = true,
        IsPaged = true,
        Problems = SearchEvents.Problems,
    };

    public static readonly Operation GetFacet = new("getFacet", "List the values of a column",
        "The values that a column has in the events that satisfy all filters, those with most events first, each with their number; unknown is null. Made for menus of filters: q searches among the values, truncated says whether there are more than limit.")
    {
        Path = [FacetRequest.ColumnParameter],
        Query = FacetRequest.Parameters,
        Answers = [new("application/json", Schemas.Facet)],
        IsConditional = true,
        Problems = [400, 404, 405, 414, 500, 503],
    };

    public static readonly Operation GetCodebook = new("getCodebook", "Get the codebook",
        "The columns with their filters, the event types, the codes, the precision scales and the rules of imports.")
    { Query = [PlainRequest.F], Answers = [new("application/json", nameof(CodebookAnswer))], Problems = [400, 405, 414, 500] };

    public static readonly Operation ListCountries = new("listCountries", "List countries",
        "The countries of the codebook with their ISO codes, region, first year and other names.")
    { Query = [PlainRequest.F], Answers = [new("application/json", nameof(CountriesAnswer))], Problems = [400, 405, 414, 500] };

    public static readonly Operation ListDatasets = new("listDatasets", "List data sets",
        "Where the events come from: licence, citation, and what each data set holds.")
    { Query = [PlainRequest.F], Answers = [new("application/json", nameof(DatasetsAnswer))], IsConditional = true, Problems = [400, 405, 414, 500, 503] };

    public static readonly Operation ListBoundaries = new("listBoundaries", "List boundaries",
        "The regions that events can be asked for by, by level and id, with their outlines and the number of events in each.")
    {
        Query = BoundaryRequest.Parameters,
        Answers = [new("application/geo+json", Schemas.BoundaryCollection)],
        IsConditional = true,
        IsPaged = true,
        Problems = [400, 405, 414, 500, 503],
    };

    public static readonly Operation GetBoundary = new("getBoundary", "Get one boundary", "The boundary of this id.")
    {
        Path = [new Parameter("id", ParameterType.Text, "Id of the boundary.") { Example = "ML-7" }],
        Query = BoundaryRequest.OneParameters,
        Answers = [new("application/geo+json", Schemas.BoundaryFeature)],
        IsConditional = true,
        Problems = [400, 404, 405, 414, 500, 503],
    };

    public static readonly Operation GetLiveness = new("getLiveness", "Is the server alive", "200 as soon as the server takes requests.")
    { Answers = [new("application/json", nameof(HealthAnswer))], Problems = [405, 500] };

    public static readonly Operation GetReadiness = new("getReadiness", "Does the server answer queries", "200 as soon as queries are answered, with the data version; columns says whether aggregates come from memory yet (ready) or still from the database (building).")
    { Answers = [new("application/json", nameof(HealthAnswer))], Problems = [405, 500, 503] };
}
