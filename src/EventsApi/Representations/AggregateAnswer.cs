using System.Text.Json;
using EventsApi.Data.Queries;
using EventsApi.Requests;

namespace EventsApi.Representations;

/// <summary>Answers requests for figures by groups.</summary>
public sealed class AggregateAnswer(Figures figures, Options options)
{
    /// <param name="body">What the request was read from besides its address.</param>
    public async Task WriteAsync(HttpContext http, AggregateRequest request, string body = "")
    {
        if (await figures.AskAsync(http, request.Query, request.Format.Name, request.Past, body) is not { } answer)
        {
            return;
        }
        var found = answer.Aggregates;
        var next = found.Page.Next is { } cursor ? Links.Next(http.Request, options, cursor.ToString()) : null;
        if (next is not null)
        {
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        }
        http.Response.ContentType = request.Format.MediaType;
        http.SetRows(found.Page.Rows.Count);
        if (request.Format.Streams)
        {
            await BucketRows.WriteAsync(http.Response.Body, request, found, http.RequestAborted);
            return;
        }
        await http.Response.WriteJsonAsync(json => WriteEnvelope(json, request.Query, answer, next));
    }

    private static void WriteEnvelope(Utf8JsonWriter json, AggregateQuery query, Figures.Answer answer, string? next)
    {
        var found = answer.Aggregates;
        json.WriteStartObject();
        if (query.Place is not null)
        {
            json.WriteString("type", "FeatureCollection");
        }
        WriteNames(json, "group_by", query.GroupBy.Select(group => group.Name));
        WriteNames(json, "metrics", BucketRows.OfEvents(query).Select(metric => metric.Name));
        json.WriteNumber("count", found.Page.Rows.Count);
        WriteBucket(json, "totals", BucketRows.Figures(query), found.Totals);
        if (found.Other is { } other)
        {
            WriteBucket(json, "other", BucketRows.Figures(query), other);
        }
        if (found.Baseline is { } baseline)
        {
            json.WriteString("baseline_interval", baseline.ToString());
        }
        json.WriteString("next", next);
        json.WriteStartArray(query.Place is null ? "data" : "features");
        var fields = BucketRows.Fields(query);
        foreach (var row in found.Page.Rows)
        {
            if (query.Place is null)
            {
                BucketRows.WriteObject(json, fields, row);
            }
            else
            {
                BucketFeature.Write(json, query, fields, row, answer.Shapes);
            }
        }
        json.WriteEndArray();
        json.WriteNumber("data_version", answer.Version);
        json.WriteEndObject();
    }

    private static void WriteBucket(Utf8JsonWriter json, string name, IReadOnlyList<BucketRows.Field> fields, Bucket bucket)
    {
        json.WritePropertyName(name);
        BucketRows.WriteObject(json, fields, bucket);
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
