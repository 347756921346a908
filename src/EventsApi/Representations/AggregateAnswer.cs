using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Columns;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Requests;

namespace EventsApi.Representations;

/// <summary>Answers requests for figures by groups: asks the store within one snapshot and writes what was asked for.</summary>
public sealed class AggregateAnswer(Database database, ColumnMemory columns, Options options)
{
    public async Task WriteAsync(HttpContext http, AggregateRequest request)
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        await session.GoBackAsync(request.Past);
        await KnownBoundaries.RequireAsync(session, request.Query.Where);
        if (EntityTags.IsHeld(http, session.Version, EntityTags.Asked(http, options, request.Format.Name, session.Stamp(request.Query.Where)), request.Past))
        {
            return;
        }
        var found = await AskAsync(session, request.Query);
        var next = found.Page.Next is { } cursor ? Links.Next(http.Request, options, cursor.ToString()) : null;
        if (next is not null)
        {
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        }
        http.Response.Headers["Server-Timing"] = string.Create(CultureInfo.InvariantCulture, $"total;dur={time.Elapsed.TotalMilliseconds:0.###}");
        http.Response.ContentType = request.Format.MediaType;
        http.SetRows(found.Page.Rows.Count);
        if (request.Format.Streams)
        {
            await BucketRows.WriteAsync(http.Response.Body, request.Format, request.Query, found.Page.Rows, http.RequestAborted);
            return;
        }
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, EventJson.Options);
        WriteEnvelope(json, request.Query, found, next, session.Version);
    }

    private async Task<Aggregates> AskAsync(ReadSession session, AggregateQuery query)
    {
        try
        {
            return await columns.AggregateAsync(session, query);
        }
        catch (TooManyBucketsException exception)
        {
            throw new InvalidRequestException([new RequestError(AggregateRequest.GroupByParameter.Name, string.Join(',', query.GroupBy), exception.Message + " Filter more, or group by less.")]);
        }
    }

    private static void WriteEnvelope(Utf8JsonWriter json, AggregateQuery query, Aggregates found, string? next, long version)
    {
        json.WriteStartObject();
        WriteNames(json, "group_by", query.GroupBy.Select(group => group.Name));
        WriteNames(json, "metrics", query.Metrics.Select(metric => metric.Name));
        json.WriteNumber("count", found.Page.Rows.Count);
        json.WritePropertyName("totals");
        BucketRows.WriteObject(json, BucketRows.Fields(query with { GroupBy = [] }), found.Totals);
        json.WriteString("next", next);
        json.WriteStartArray("data");
        var fields = BucketRows.Fields(query);
        foreach (var row in found.Page.Rows)
        {
            BucketRows.WriteObject(json, fields, row);
        }
        json.WriteEndArray();
        json.WriteNumber("data_version", version);
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IEnumerable<string> names)
    {
        json.WriteStartArray(name);
        foreach (var one in names)
        {
            json.WriteStringValue(one);
        }
        json.WriteEndArray();
    }
}
