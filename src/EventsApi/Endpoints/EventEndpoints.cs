using EventsApi.Contract;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Endpoints;

/// <summary>Events: a page or all of them, one, and a search for filters too long for a URL.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        var events = app.MapGroup("/v1").WithTags("Events");
        events.MapGet("/events", List).WithOperation(Operations.ListEvents);
        events.MapPost("/events/search", Search).WithOperation(Operations.SearchEvents);
        events.MapGet("/events/{event_id_cnty}", Get).WithOperation(Operations.GetEvent);
    }

    private static Task List(HttpContext http, EventAnswer answer) =>
        answer.WriteAsync(http, EventRequest.Parse(RawRequest.FromQuery(http.Request.Query), http.Request.GetTypedHeaders()));

    private static async Task Search(HttpContext http, EventAnswer answer, Options options)
    {
        var body = await SearchBody.ReadAsync(http, options);
        await answer.WriteAsync(http, EventRequest.Parse(SearchBody.Read(http, body, EventRequest.Parameters), http.Request.GetTypedHeaders()), body);
    }

    private static async Task Get(HttpContext http, string event_id_cnty, EventAnswer answer)
    {
        var request = EventRequest.ParseOne(RawRequest.FromQuery(http.Request.Query), http.Request.GetTypedHeaders(), event_id_cnty);
        if (!await answer.WriteOneAsync(http, request, event_id_cnty))
        {
            await Problems.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no event '{event_id_cnty}'.");
        }
    }
}
