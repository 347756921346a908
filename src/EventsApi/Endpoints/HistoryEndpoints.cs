using EventsApi.Contract;
using EventsApi.Data.Storage;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Endpoints;

/// <summary>What happened to events: an event's revisions, all changes in their order, and the releases.</summary>
internal static class HistoryEndpoints
{
    public static void MapHistory(this IEndpointRouteBuilder app)
    {
        var history = app.MapGroup("/v1").WithTags("History");
        history.MapGet("/events/{event_id_cnty}/revisions", Revisions).WithOperation(HistoryOperations.ListRevisions);
        history.MapGet("/changes", Changes).WithOperation(HistoryOperations.ListChanges);
        history.MapGet("/releases", Releases).AddEndpointFilter(PlainRequest.Check).WithOperation(HistoryOperations.ListReleases);
    }

    private static async Task Revisions(HttpContext http, string event_id_cnty, RevisionsAnswer answer)
    {
        if (!await answer.WriteAsync(http, RevisionsRequest.Parse(RawRequest.FromQuery(http.Request.Query)), event_id_cnty))
        {
            await Problems.WriteAsync(http, StatusCodes.Status404NotFound, $"There never was an event '{event_id_cnty}'.");
        }
    }

    private static Task Changes(HttpContext http, ChangesAnswer answer) =>
        answer.WriteAsync(http, ChangesRequest.Parse(RawRequest.FromQuery(http.Request.Query), http.Request.GetTypedHeaders(), http.Request.Headers["Last-Event-ID"]));

    private static async Task<ReleasesAnswer?> Releases(HttpContext http, Database database, Options options)
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        if (EntityTags.IsHeld(http, session.Version, EntityTags.Asked(http, options, EventFormat.Json.Name)))
        {
            return null;
        }
        var releases = await session.ReleasesAsync();
        return new ReleasesAnswer(releases.Count, [.. releases.Select(release => new ReleaseEntry(release.Name, release.At, release.Version, $"{Links.Base(http.Request, options)}/v1/events?release={release.Name}"))]);
    }
}
