using EventsApi.Contract;
using EventsApi.Data.Queries;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Endpoints;

/// <summary>Figures of events by groups, with a body for filters too long for a URL, and the values of one.</summary>
internal static class AggregateEndpoints
{
    public static void MapAggregates(this IEndpointRouteBuilder app)
    {
        var aggregates = app.MapGroup("/v1").WithTags("Aggregates");
        aggregates.MapGet("/aggregates", Aggregate).WithOperation(Operations.GetAggregates);
        aggregates.MapPost("/aggregates/search", Search).WithOperation(Operations.SearchAggregates);
        aggregates.MapGet("/facets/{column}", Facet).WithOperation(Operations.GetFacet);
    }

    private static Task Aggregate(HttpContext http, AggregateAnswer answer) =>
        answer.WriteAsync(http, AggregateRequest.Parse(RawRequest.FromQuery(http.Request.Query), http.Request.GetTypedHeaders()));

    private static async Task Search(HttpContext http, AggregateAnswer answer, Options options)
    {
        var body = await SearchBody.ReadAsync(http, options);
        await answer.WriteAsync(http, AggregateRequest.Parse(SearchBody.Read(http, body, AggregateRequest.Parameters), http.Request.GetTypedHeaders()), body);
    }

    private static Task Facet(HttpContext http, string column, FacetAnswer answer)
    {
        if (Group.Find(column) is { } group)
        {
            return answer.WriteAsync(http, FacetRequest.Parse(RawRequest.FromQuery(http.Request.Query), group));
        }
        var errors = new RequestErrors();
        errors.AddUnknown(FacetRequest.ColumnParameter.Name, column, "column to group by", FacetRequest.ColumnParameter.Allowed!);
        return Problems.WriteAsync(http, StatusCodes.Status404NotFound, errors.All[0].Message, errors.All);
    }
}
