using System.Text.Json;
using EventsApi.Data.Storage;
using EventsApi.Requests;

namespace EventsApi.Representations;

/// <summary>Answers requests for an event's revisions, the newest first.</summary>
public sealed class RevisionsAnswer(Database database, Options options)
{
    /// <summary>A page, or false when there never was an event of that id.</summary>
    public async Task<bool> WriteAsync(HttpContext http, RevisionsRequest request, string id)
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        var found = await session.RevisionsAsync(id, request.Before, request.Limit);
        if (found.Count == 0 && (await session.RevisionsAsync(id, long.MaxValue, 1)).Count == 0)
        {
            return false;
        }
        if (EntityTags.IsHeld(http, session.Version, EntityTags.Asked(http, options, EventFormat.Json.Name)))
        {
            return true;
        }
        // The first revision is 1, and none is left out.
        var next = found.Count > 0 && found[^1].Revision > 1 ? Links.NextBefore(http.Request, options, found[^1].Revision) : null;
        if (next is not null)
        {
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        }
        http.Response.ContentType = EventFormat.Json.MediaType;
        http.SetRows(found.Count);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, EventJson.Options);
        json.WriteStartObject();
        json.WriteString("event_id_cnty", id.ToUpperInvariant());
        json.WriteNumber("count", found.Count);
        json.WriteString("next", next);
        json.WriteStartArray("data");
        foreach (var change in found)
        {
            ChangeJson.WriteRevision(json, change);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        return true;
    }
}
