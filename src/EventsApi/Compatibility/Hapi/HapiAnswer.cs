using System.Globalization;
using System.Text.Json;
using CsvHelper;
using EventsApi.Data.Columns;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Compatibility.Hapi;

/// <summary>Answers a request: the aggregates of each category, one behind the other.</summary>
internal sealed class HapiAnswer(Database database, ColumnMemory columns, Options options)
{
    public async Task WriteAsync(HttpContext http)
    {
        var request = HapiRequest.Parse(RawRequest.FromQuery(http.Request.Query));
        var rows = await RowsAsync(http, request);
        if (rows is null)
        {
            return;
        }
        http.SetRows(rows.Count);
        if (request.IsCsv)
        {
            await WriteCsvAsync(http, rows);
            return;
        }
        http.Response.ContentType = EventFormat.Json.MediaType;
        await http.Response.WriteJsonAsync(json => Write(json, rows));
    }

    private static void Write(Utf8JsonWriter json, List<(HapiCategory, Bucket)> rows)
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var (category, bucket) in rows)
        {
            json.WriteStartObject();
            foreach (var column in HapiColumn.All)
            {
                json.WritePropertyName(column.Name);
                BucketRows.WriteValue(json, column.Of(category, bucket));
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Null when the client holds the answer and 304 was set.
    private async Task<List<(HapiCategory, Bucket)>?> RowsAsync(HttpContext http, HapiRequest request)
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        if (EntityTags.IsHeld(http, session.Version, EntityTags.Asked(http, options, request.IsCsv ? EventFormat.Csv.Name : EventFormat.Json.Name)))
        {
            return null;
        }
        var rows = new List<(HapiCategory, Bucket)>();
        var skipped = 0;
        foreach (var category in request.Categories)
        {
            var found = await BucketsAsync(session, Predicate.All([category.Where, request.Where]));
            rows.AddRange(found.Skip(request.Offset - skipped).Take(request.Limit - rows.Count).Select(bucket => (category, bucket)));
            skipped = Math.Min(request.Offset, skipped + found.Count);
        }
        return rows;
    }

    private async Task<IReadOnlyList<Bucket>> BucketsAsync(ReadSession session, Predicate where)
    {
        var query = new AggregateQuery { Where = where, GroupBy = HapiColumn.Groups, Metrics = HapiColumn.Metrics, Sort = AggregateQuery.TotalOrder([], HapiColumn.Groups) };
        try
        {
            return (await columns.AggregateAsync(session, query)).Page.Rows;
        }
        catch (TooManyBucketsException exception)
        {
            throw new InvalidRequestException([new RequestError("location_code", null, exception.Message + " Ask country by country.")]);
        }
    }

    private static async Task WriteCsvAsync(HttpContext http, List<(HapiCategory Category, Bucket Bucket)> rows)
    {
        http.Response.ContentType = EventFormat.Csv.MediaType;
        http.Response.Headers.ContentDisposition = "attachment; filename=conflict_events.csv";
        await using var csv = CsvWriter.Create(http.Response.Body, CsvWriterOptions.Default with { NewLine = "\r\n", BufferSize = 65_536 }, leaveOpen: true);
        foreach (var column in HapiColumn.All)
        {
            csv.WriteField(column.Name);
        }
        await csv.EndRecordAsync(http.RequestAborted);
        foreach (var (category, bucket) in rows)
        {
            foreach (var column in HapiColumn.All)
            {
                csv.WriteField(Convert.ToString(column.Of(category, bucket), CultureInfo.InvariantCulture) ?? "");
            }
            await csv.EndRecordAsync(http.RequestAborted);
        }
    }
}
