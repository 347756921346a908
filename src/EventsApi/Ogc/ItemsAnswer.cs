using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Representations;

namespace EventsApi.Ogc;

/// <summary>Answers requests for features: a page of them, or one, as GeoJSON or as a page for people.</summary>
internal sealed class ItemsAnswer(Database database, CountMemory counts, Options options)
{
    private const string MediaType = "application/geo+json; charset=utf-8";

    // A person reads these; properties= asks for others.
    private static readonly IReadOnlyList<Column> Readable =
    [
        EventColumns.EventDate, EventColumns.SubEventType, EventColumns.Actor1, EventColumns.Actor2, EventColumns.Country, EventColumns.Location, EventColumns.Fatalities,
    ];

    public async Task WriteAsync(HttpContext http, ItemsRequest request)
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        await session.GoBackAsync(request.Past);
        await KnownBoundaries.RequireAsync(session, request.Query.Where);
        if (IsHeld(http, session, request))
        {
            return;
        }
        var page = request.CountsOnly ? new EventPage([], null) : await EventPage.ReadAsync(session, Complete(request.Query));
        long? total = request.CountsExactly || request.CountsOnly ? await counts.CountAsync(session, request.Query.Where) : null;
        var links = OgcLinks.SelfAndAlternate(http, options, OgcLinks.GeoJson, request.IsHtml).ToList();
        http.Response.Headers.Append("Link", OgcDocuments.QueryablesLink(Links.Base(http.Request, options)));
        if (page.Next is not null)
        {
            var next = Links.Next(http.Request, options, page.Next);
            links.Add(OgcLinks.Link(next, "next", request.IsHtml ? OgcLinks.Html : OgcLinks.GeoJson, "The next page"));
            http.Response.Headers.Append("Link", $"<{next}>; rel=\"next\"");
        }
        http.SetRows(page.Rows.Count);
        if (request.IsHtml)
        {
            await PageAsync(http, request, page, total, links);
            return;
        }
        await session.DisposeAsync(); // a client that reads slowly holds no connection
        await WriteAsync(http, request, json => WriteCollection(json, request, page, total, links));
    }

    /// <summary>One feature, or false when there is none of that id.</summary>
    public async Task<bool> WriteOneAsync(HttpContext http, ItemsRequest request)
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        await session.GoBackAsync(request.Past);
        if (await session.EventsAsync(Complete(request.Query)).FirstOrDefaultAsync(time.Token) is not { } row)
        {
            return false;
        }
        if (IsHeld(http, session, request))
        {
            return true;
        }
        http.SetRows(1);
        var links = OgcLinks.SelfAndAlternate(http, options, OgcLinks.GeoJson, request.IsHtml)
            .Append(OgcLinks.Link($"{Links.Base(http.Request, options)}/collections/{OgcDocuments.Collection}", "collection", OgcLinks.Json, "The collection")).ToList();
        if (request.IsHtml)
        {
            await new HtmlPage(http, options, row.EventIdCnty).Add(Document(row, request.Query.Fields)).AddLinks(links).WriteAsync();
            return true;
        }
        await WriteAsync(http, request, json =>
        {
            json.WriteStartObject();
            WriteFeature(json, row, request);
            WriteLinks(json, links);
            json.WriteEndObject();
        });
        return true;
    }

    private bool IsHeld(HttpContext http, ReadSession session, ItemsRequest request) =>
        EntityTags.IsHeld(http, session.Version, EntityTags.Asked(http, options, request.IsHtml ? OgcLinks.Html : OgcLinks.GeoJson, session.Stamp(request.Query.Where)), request.Past);

    // A feature has an id and a point whatever properties were asked for.
    private static EventQuery Complete(EventQuery query) =>
        query with { Fields = [.. query.Fields.Union([EventColumns.EventIdCnty, EventColumns.Longitude, EventColumns.Latitude])] };

    private static Task WriteAsync(HttpContext http, ItemsRequest request, Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = MediaType;
        http.Response.Headers["Content-Crs"] = $"<{request.Crs.Uri}>";
        return http.Response.WriteJsonAsync(write);
    }

    private static void WriteCollection(Utf8JsonWriter json, ItemsRequest request, EventPage page, long? total, IReadOnlyList<JsonObject> links)
    {
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        if (total is not null)
        {
            json.WriteNumber("numberMatched", total.Value);
        }
        json.WriteNumber("numberReturned", page.Rows.Count);
        json.WriteString("timeStamp", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        WriteLinks(json, links);
        json.WriteStartArray("features");
        foreach (var row in page.Rows)
        {
            json.WriteStartObject();
            WriteFeature(json, row, request);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFeature(Utf8JsonWriter json, Event row, ItemsRequest request) =>
        EventJson.WriteFeatureMembers(json, row, request.Query.Fields, (longitude, latitude) => request.Crs.Write(new(longitude, latitude)));

    private static void WriteLinks(Utf8JsonWriter json, IReadOnlyList<JsonObject> links)
    {
        json.WritePropertyName("links");
        new JsonArray([.. links]).WriteTo(json);
    }

    private Task PageAsync(HttpContext http, ItemsRequest request, EventPage page, long? total, IReadOnlyList<JsonObject> links)
    {
        var columns = request.Query.Fields == EventColumns.All ? Readable : request.Query.Fields;
        var path = http.Request.PathBase + http.Request.Path;
        return new HtmlPage(http, options, "Conflict events")
            .AddParagraph(string.Create(CultureInfo.InvariantCulture, $"{(total is null ? "" : $"{total:N0} events match; ")}{page.Rows.Count:N0} are on this page."))
            .AddTable([EventColumns.EventIdCnty.Name, .. columns.Select(column => column.Name)], page.Rows.Select(row =>
                ($"{path}/{Uri.EscapeDataString(row.EventIdCnty)}?f=html", (IReadOnlyList<string>)[row.EventIdCnty, .. columns.Select(column => Text(row, column))])))
            .AddLinks(links).WriteAsync();
    }

    private static JsonObject Document(Event row, IReadOnlyList<Column> columns) => new()
    {
        ["properties"] = new JsonObject(columns.Select(column => KeyValuePair.Create(column.Name, (JsonNode?)Text(row, column)))),
    };

    private static string Text(Event row, Column column) => column.Get(row) switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var text => (string?)text ?? "",
    };
}
