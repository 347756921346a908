using EventsApi.Contract;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Endpoints;

/// <summary>Figures of events by groups.</summary>
internal static class AggregateEndpoints
{
    public static void MapAggregates(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1").WithTags("Aggregates").MapGet("/aggregates", Aggregate).WithOperation(Operations.GetAggregates);

    private static Task Aggregate(HttpContext http, AggregateAnswer answer) =>
        answer.WriteAsync(http, AggregateRequest.Parse(RawRequest.FromQuery(http.Request.Query), http.Request.GetTypedHeaders()));
}
