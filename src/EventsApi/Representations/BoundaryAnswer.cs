using System.Text.Json;
using EventsApi.Data.Places;
using EventsApi.Data.Storage;
using EventsApi.Requests;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Simplify;

namespace EventsApi.Representations;

/// <summary>Answers requests for boundaries: a page of them, or one, as GeoJSON.</summary>
public sealed class BoundaryAnswer(Database database, Remembered<IReadOnlyList<BoundarySummary>> memory, Options options)
{
    /// <summary>A page.</summary>
    public async Task WriteAsync(HttpContext http, BoundaryRequest request)
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        if (EntityTags.IsHeld(http, session.Version, EntityTags.Asked(http, options, EventFormat.GeoJson.Name)))
        {
            return;
        }
        var inBox = request.Box is { } box ? await session.MeetingAsync(box) : null;
        var matched = (await memory.GetAsync(session)).Where(boundary => (request.Level is null || boundary.Level == request.Level) && inBox?.Contains(boundary.Id) != false).ToList();
        var page = matched.Skip(request.Offset).Take(request.Limit).ToList();
        var next = request.Offset + (long)page.Count < matched.Count ? Links.NextOffset(http.Request, options, request.Offset + page.Count) : null;
        if (next is not null)
        {
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        }
        var areas = await AreasAsync(session, page, request);
        http.SetRows(page.Count);
        await using var json = Start(http);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteNumber("numberReturned", page.Count);
        json.WriteNumber("numberMatched", matched.Count);
        Links.WriteNext(json, next);
        json.WriteStartArray("features");
        foreach (var boundary in page)
        {
            Write(json, boundary, areas[boundary.Id]);
            await json.FlushAsync(time.Token); // outlines are long; what is written need not wait in memory
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>One boundary, or false when there is none of that id.</summary>
    public async Task<bool> WriteOneAsync(HttpContext http, BoundaryRequest request, string id)
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        if ((await memory.GetAsync(session)).FirstOrDefault(boundary => boundary.Id == id) is not { } boundary)
        {
            return false;
        }
        if (EntityTags.IsHeld(http, session.Version, EntityTags.Asked(http, options, EventFormat.GeoJson.Name)))
        {
            return true;
        }
        var areas = await AreasAsync(session, [boundary], request);
        http.SetRows(1);
        await using var json = Start(http);
        Write(json, boundary, areas[id]);
        return true;
    }

    private static async Task<Dictionary<string, Geometry>> AreasAsync(ReadSession session, IReadOnlyList<BoundarySummary> boundaries, BoundaryRequest request)
    {
        var shapes = await session.ShapesAsync([.. boundaries.Select(boundary => boundary.Id)]);
        return shapes.ToDictionary(shape => shape.Id, shape => Simplify(shape, request.Tolerance, session.Token), StringComparer.Ordinal);
    }

    // The simplifier keeps rings from crossing, but a coast may pass over an island, which then lies inside: such are joined.
    private static Geometry Simplify(Boundary boundary, double tolerance, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var shape = tolerance > 0 ? TopologyPreservingSimplifier.Simplify(boundary.Area, tolerance) : boundary.Area;
        return tolerance == 0 || shape.IsValid ? shape : GeometryFixer.Fix(shape);
    }

    private static Utf8JsonWriter Start(HttpContext http)
    {
        http.Response.ContentType = EventFormat.GeoJson.MediaType;
        return new Utf8JsonWriter(http.Response.BodyWriter, EventJson.Options);
    }

    private static void Write(Utf8JsonWriter json, BoundarySummary boundary, Geometry area)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", boundary.Id);
        json.WritePropertyName("geometry");
        ShapeJson.WriteArea(json, area);
        json.WriteStartObject("properties");
        json.WriteString("level", boundary.Level);
        json.WriteString("name", boundary.Name);
        json.WriteNumber("events", boundary.Events);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
