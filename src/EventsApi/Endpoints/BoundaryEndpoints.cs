using EventsApi.Contract;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Endpoints;

/// <summary>The regions that events can be asked for by.</summary>
internal static class BoundaryEndpoints
{
    public static void MapBoundaries(this IEndpointRouteBuilder app)
    {
        var boundaries = app.MapGroup("/v1").WithTags("Reference");
        boundaries.MapGet("/boundaries", List).WithOperation(Operations.ListBoundaries);
        boundaries.MapGet("/boundaries/{id}", Get).WithOperation(Operations.GetBoundary);
    }

    private static Task List(HttpContext http, BoundaryAnswer answer) =>
        answer.WriteAsync(http, BoundaryRequest.Parse(RawRequest.FromQuery(http.Request.Query), BoundaryRequest.Parameters));

    private static async Task Get(HttpContext http, string id, BoundaryAnswer answer)
    {
        var request = BoundaryRequest.Parse(RawRequest.FromQuery(http.Request.Query), BoundaryRequest.OneParameters);
        // The one sign that a route's value keeps encoded.
        var meant = id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (!await answer.WriteOneAsync(http, request, meant))
        {
            await Problems.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no boundary '{meant}'.");
        }
    }
}
