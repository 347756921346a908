using System.Text.Json;
using EventsApi.Data.Storage;
using EventsApi.Requests;

namespace EventsApi.Representations;

/// <summary>Answers requests for what changed: a page, perhaps after waiting for one, or server-sent events.</summary>
public sealed class ChangesAnswer(Database database, VersionWatch watch, IHostApplicationLifetime server, Options options)
{
    // A client that is cut off connects again by itself; so nobody holds a place for ever.
    private static readonly TimeSpan LongestStream = TimeSpan.FromMinutes(10);

    // Proxies close what is silent for longer.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public async Task WriteAsync(HttpContext http, ChangesRequest request)
    {
        http.Response.Headers.CacheControl = "no-store";
        var isStream = request.Format == ChangesRequest.ServerSentEvents;
        using var place = isStream || request.Wait > TimeSpan.Zero ? watch.Enter() : null;
        if (place is null && (isStream || request.Wait > TimeSpan.Zero))
        {
            http.Response.Headers.RetryAfter = "10";
            await Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, $"{VersionWatch.MostWaiting} clients wait for changes already; ask again later, or without wait.");
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, server.ApplicationStopping);
        await (isStream ? StreamAsync(http, request, stop.Token) : PageAsync(http, request, stop.Token));
    }

    private async Task PageAsync(HttpContext http, ChangesRequest request, CancellationToken stop)
    {
        var (page, newest) = await ReadAsync(http, request.Since, request.Limit);
        var end = DateTimeOffset.UtcNow + request.Wait;
        while (page.Changes.Count == 0 && end - DateTimeOffset.UtcNow is { Ticks: > 0 } left && await WaitAsync(http, newest, left, stop))
        {
            (page, newest) = await ReadAsync(http, page.Next, request.Limit);
        }
        http.Response.ContentType = EventFormat.Json.MediaType;
        http.SetRows(page.Changes.Count);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, EventJson.Options);
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var change in page.Changes)
        {
            ChangeJson.WriteChange(json, change);
        }
        json.WriteEndArray();
        json.WriteString("next", page.Next.ToString());
        json.WriteEndObject();
    }

    // WHATWG HTML, server-sent events: the id of each is the place to go on from.
    private async Task StreamAsync(HttpContext http, ChangesRequest request, CancellationToken stop)
    {
        var (page, newest) = await ReadAsync(http, request.Since, request.Limit);
        http.Response.ContentType = request.Format.MediaType;
        var end = DateTimeOffset.UtcNow + LongestStream;
        var rows = 0;
        while (!http.IsHead())
        {
            foreach (var change in page.Changes)
            {
                await WriteEventAsync(http, change);
            }
            http.SetRows(rows += page.Changes.Count);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            if (stop.IsCancellationRequested || DateTimeOffset.UtcNow > end)
            {
                return;
            }
            if (page.Changes.Count < request.Limit && !await WaitAsync(http, newest, Silence, stop))
            {
                await http.Response.WriteAsync(":\n\n", http.RequestAborted);
            }
            (page, newest) = await ReadAsync(http, page.Next, request.Limit);
        }
    }

    // The server's end is no reason to break off what is being written.
    private async Task<bool> WaitAsync(HttpContext http, long newest, TimeSpan atMost, CancellationToken stop)
    {
        try
        {
            return await watch.WaitAsync(newest, atMost, stop);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<(ChangePage Page, long Newest)> ReadAsync(HttpContext http, ChangeCursor since, int limit)
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        if (since.Version > session.Newest + 1)
        {
            throw new InvalidRequestException([new RequestError("since", since.ToString(), "Is of a later data version than this server has; its database was perhaps restored from an older copy. Begin from the beginning.")]);
        }
        return (await session.ChangesAsync(since, limit), session.Newest);
    }

    private static async Task WriteEventAsync(HttpContext http, EventChange change)
    {
        var body = http.Response.Body;
        var cursor = new ChangeCursor(change.Write.Version, change.Id);
        await http.Response.WriteAsync($"id: {cursor}\nevent: {change.Operation}\ndata: ", http.RequestAborted);
        await using (var json = new Utf8JsonWriter(body, EventJson.Options))
        {
            ChangeJson.WriteChange(json, change);
        }
        await http.Response.WriteAsync("\n\n", http.RequestAborted);
    }
}
