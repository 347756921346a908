using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Requests;

/// <summary>A request for the values of one column, with the number of events of each.</summary>
/// <param name="Query">The number of events by the column, the most first: of all values.</param>
/// <param name="Search">Folded; only values that contain it.</param>
/// <param name="Limit">At most so many values.</param>
/// <param name="Past">When the data is asked of; null for now.</param>
public sealed record FacetRequest(AggregateQuery Query, string Search, int Limit, Past? Past)
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1000;

    /// <summary>The part of the path that names the column.</summary>
    public static readonly Parameter ColumnParameter = new("column", ParameterType.Text, "What aggregates group by.")
    { Allowed = AggregateRequest.GroupByParameter.Allowed, Example = "country" };

    private static readonly Parameter SearchParameter = new("q", ParameterType.Text, "Only values that contain this text, whatever case and accents.")
    { Example = "ma" };

    private static readonly Parameter LimitParameter = new("limit", ParameterType.Integer, "Values in the answer; more than the maximum is taken as the maximum.")
    { Minimum = 1, Maximum = MaximumLimit, Default = DefaultLimit, Example = 10 };

    /// <summary>All parameters in the query string.</summary>
    public static IReadOnlyList<Parameter> Parameters { get; } = [SearchParameter, .. EventFilters.All, .. PastFilters.All, LimitParameter, PlainRequest.F];

    private static readonly HashSet<string> Names = Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a request.</summary>
    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static FacetRequest Parse(RawRequest raw, Group group)
    {
        raw.RefuseUnknown(Names);
        PlainRequest.CheckFormat(raw);
        var limit = raw.Single(LimitParameter.Name) is { } text ? Values.Integer(LimitParameter.Name, text, LimitParameter.Minimum, null, raw.Errors) : null;
        var query = new AggregateQuery
        {
            Where = EventFilters.Parse(raw, PlaceFilters.ParsePoint(raw)),
            GroupBy = [group],
            Metrics = [Metric.Events],
            Sort = AggregateQuery.TotalOrder([new BucketSort(null, Metric.Events, Descending: true)], [group]),
        };
        var request = new FacetRequest(query, raw.Single(SearchParameter.Name) is { } search ? Folding.Fold(search) : "", (int)Math.Min(limit ?? DefaultLimit, MaximumLimit), PastFilters.Parse(raw));
        raw.Errors.ThrowIfAny();
        return request;
    }
}
