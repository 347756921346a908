using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Storage;
using EventsApi.Requests;

namespace EventsApi.Representations;

/// <summary>Answers requests for events: asks the store within one snapshot and writes what was asked for.</summary>
public sealed class EventAnswer(Database database, CountMemory counts, Options options)
{
    /// <summary>A page, or the whole result where the format streams and no limit was given.</summary>
    public async Task WriteAsync(HttpContext http, EventRequest request, string body = "")
    {
        using var time = QueryTime.Start(http, options, limited: request.Query.Limit is not null);
        await using var session = await database.ReadAsync(time.Token);
        await session.GoBackAsync(request.Past);
        await KnownBoundaries.RequireAsync(session, request.Query.Where);
        if (EntityTags.IsHeld(http, session.Version, EntityTags.Asked(http, options, request.Format.Name, body + session.Stamp(request.Query.Where)), request.Past))
        {
            return;
        }
        http.Response.ContentType = request.Format.MediaType;
        await (request.Query.Limit is null ? StreamAsync(http, session, request) : PageAsync(http, session, request));
    }

    /// <summary>One event, or false when there is none of that id.</summary>
    public async Task<bool> WriteOneAsync(HttpContext http, EventRequest request, string id)
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        await session.GoBackAsync(request.Past);
        if (await session.RevisionAsync(id) is not { } revision)
        {
            return false;
        }
        if (EntityTags.IsHeldStrong(http, revision, EntityTags.Asked(http, options, request.Format.Name)))
        {
            return true;
        }
        var row = await session.EventsAsync(request.CompleteQuery).FirstAsync(time.Token);
        http.Response.ContentType = request.Format.MediaType;
        http.SetRows(1);
        if (request.Format.Streams)
        {
            await WriteRowsAsync(http, request, new[] { row }.ToAsyncEnumerable());
            return true;
        }
        Action<Utf8JsonWriter, Event, IReadOnlyList<Column>> write = request.Format == EventFormat.GeoJson ? EventJson.WriteFeature : EventJson.WriteObject;
        await http.Response.WriteJsonAsync(json => write(json, row, request.Query.Fields));
        return true;
    }

    private static async Task StreamAsync(HttpContext http, ReadSession session, EventRequest request)
    {
        if (http.IsHead())
        {
            return;
        }
        await WriteRowsAsync(http, request, session.EventsAsync(request.CompleteQuery));
    }

    private async Task PageAsync(HttpContext http, ReadSession session, EventRequest request)
    {
        var (rows, cursor) = await EventPage.ReadAsync(session, request.CompleteQuery);
        var next = cursor is null ? null : Links.Next(http.Request, options, cursor);
        if (next is not null)
        {
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        }
        http.SetRows(rows.Count);
        if (request.Format.Streams)
        {
            await WriteRowsAsync(http, request, rows.ToAsyncEnumerable());
            return;
        }
        long? total = request.CountsExactly ? await counts.CountAsync(session, request.Query.Where) : null;
        await session.DisposeAsync(); // a client that reads slowly holds no connection
        Action<Utf8JsonWriter, IReadOnlyList<Event>, long?, string?, IReadOnlyList<Column>> write = request.Format == EventFormat.GeoJson ? WriteCollection : WriteEnvelope;
        await http.Response.WriteJsonAsync(json => write(json, rows, total, next, request.Query.Fields));
    }

    private static async Task WriteRowsAsync(HttpContext http, EventRequest request, IAsyncEnumerable<Event> rows)
    {
        var count = 0;
        await using var writer = RowWriter.For(request.Format, http.Response.Body, request.Query.Fields, request.Csv);
        await foreach (var row in rows)
        {
            await writer.WriteAsync(row, http.RequestAborted);
            count++;
        }
        http.SetRows(count);
    }

    private static void WriteEnvelope(Utf8JsonWriter json, IReadOnlyList<Event> rows, long? total, string? next, IReadOnlyList<Column> columns)
    {
        json.WriteStartObject();
        json.WriteNumber("count", rows.Count);
        WriteOptional(json, "total_count", total);
        json.WriteString("next", next);
        json.WriteStartArray("data");
        foreach (var row in rows)
        {
            EventJson.WriteObject(json, row, columns);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // numberReturned, numberMatched and links as OGC API Features names them.
    private static void WriteCollection(Utf8JsonWriter json, IReadOnlyList<Event> rows, long? total, string? next, IReadOnlyList<Column> columns)
    {
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteNumber("numberReturned", rows.Count);
        WriteOptional(json, "numberMatched", total);
        Links.WriteNext(json, next);
        json.WriteStartArray("features");
        foreach (var row in rows)
        {
            EventJson.WriteFeature(json, row, columns);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
