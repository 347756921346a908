using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Requests;

namespace EventsApi.Representations;

/// <summary>Answers requests for the values of a column: an aggregate by it alone, searched.</summary>
public sealed class FacetAnswer(Figures figures)
{
    public async Task WriteAsync(HttpContext http, FacetRequest request)
    {
        if (await figures.AskAsync(http, request.Query, EventFormat.Json.Name, request.Past) is not { } answer)
        {
            return;
        }
        var group = request.Query.GroupBy[0];
        var found = answer.Aggregates.Page.Rows.Where(row => IsFound(request, group.Label(row.Keys[0]))).ToList();
        var rows = found.Take(request.Limit).ToList();
        http.Response.ContentType = EventFormat.Json.MediaType;
        http.SetRows(rows.Count);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, EventJson.Options);
        json.WriteStartObject();
        json.WriteString("column", group.Name);
        json.WriteNumber("count", rows.Count);
        json.WriteNumber("total_count", found.Count);
        json.WriteBoolean("truncated", rows.Count < found.Count);
        json.WritePropertyName("totals");
        BucketRows.WriteObject(json, BucketRows.Figures(request.Query), answer.Aggregates.Totals);
        json.WriteStartArray("data");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WritePropertyName("value");
            BucketRows.WriteValue(json, group.Label(row.Keys[0]));
            json.WriteNumber(Metric.Events.Name, (long)row.Values[0]!);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("data_version", answer.Version);
        json.WriteEndObject();
    }

    // Unknown has no text to search in.
    private static bool IsFound(FacetRequest request, object? label) => request.Search.Length == 0
        || (label is not null && Folding.Fold(Convert.ToString(label, CultureInfo.InvariantCulture)!).Contains(request.Search, StringComparison.Ordinal));
}
