using EventsApi.Access;
using EventsApi.Contract;
using EventsApi.Data.Imports;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Endpoints;

/// <summary>Single events, written and deleted by whoever knows what they are now.</summary>
internal static class EditEndpoints
{
    public static void MapEdits(this IEndpointRouteBuilder app)
    {
        var events = app.MapGroup("/v1").WithTags("Events");
        events.MapPut("/events/{event_id_cnty}", Put).RequireScope(Scopes.Import).WithOperation(ImportOperations.PutEvent);
        events.MapDelete("/events/{event_id_cnty}", Delete).RequireScope(Scopes.Delete).WithOperation(ImportOperations.DeleteEvent);
    }

    private static Task Put(HttpContext http, string event_id_cnty, Database database, EventAnswer answer, Options options) => GuardedAsync(http, async edit =>
    {
        var body = EventEdit.ReadBody(await SearchBody.ReadAsync(http, options), event_id_cnty);
        var key = http.GetKey()!;
        var (report, isNew) = await database.PutEventAsync(event_id_cnty, edit.Condition, held => edit.Open(body, event_id_cnty, key, held), http.RequestAborted);
        if (report.Rejected > 0)
        {
            var errors = new RequestErrors();
            report.FirstRejects.ToList().ForEach(reject => errors.Add(reject.Column ?? "body", reject.Value, $"{reject.Message} ({reject.Rule})"));
            errors.ThrowIfAny();
        }
        http.Response.StatusCode = isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        // The answer is the event as it is now, whichever the client held.
        http.Request.Headers.IfNoneMatch = default;
        http.Request.QueryString = default;
        await answer.WriteOneAsync(http, EventRequest.ParseOne(new RawRequest(), null, event_id_cnty), event_id_cnty);
    });

    private static Task Delete(HttpContext http, string event_id_cnty, Database database) => GuardedAsync(http, async edit =>
    {
        if (await database.DeleteEventAsync(event_id_cnty, edit.Condition, edit.Origin, http.GetKey()!.BoundTo, http.RequestAborted) is null)
        {
            await Problems.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no event '{event_id_cnty}'.");
            return;
        }
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    private static async Task GuardedAsync(HttpContext http, Func<EventEdit, Task> write)
    {
        if (EventEdit.Parse(http) is not { } edit)
        {
            await Problems.WriteAsync(http, StatusCodes.Status428PreconditionRequired, "Say what you believe there is: If-Match with the event's ETag, or If-None-Match: * for a new one.");
            return;
        }
        try
        {
            await write(edit);
        }
        catch (EditRefusedException exception)
        {
            await Problems.WriteAsync(http, StatusCodes.Status412PreconditionFailed, exception.Message);
        }
        catch (ForeignEventException exception)
        {
            await Problems.WriteAsync(http, StatusCodes.Status403Forbidden, exception.Message);
        }
        catch (OvertakenException exception)
        {
            await Problems.WriteAsync(http, StatusCodes.Status409Conflict, exception.Message);
        }
        catch (UnreadableFileException exception)
        {
            await Problems.WriteAsync(http, StatusCodes.Status422UnprocessableEntity, exception.Message);
        }
    }
}
