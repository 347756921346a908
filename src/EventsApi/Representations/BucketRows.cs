using System.Globalization;
using System.Text.Json;
using CsvHelper;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Requests;

namespace EventsApi.Representations;

/// <summary>Buckets as JSON objects and as rows of CSV and NDJSON: keys, the first day behind each span of time, then the metrics.</summary>
internal static class BucketRows
{
    private const string IsOther = "is_other";

    /// <summary>A member of a row: its name, and its value as string, long, double, bool or null.</summary>
    public sealed record Field(string Name, Func<Bucket, object?> Value);

    public static IReadOnlyList<Field> Fields(AggregateQuery query) => [.. query.GroupBy.SelectMany(KeyFields), .. Figures(query, query.Metrics)];

    /// <summary>The members of a bucket that stands for no group.</summary>
    public static IReadOnlyList<Field> Figures(AggregateQuery query) => Figures(query, OfEvents(query));

    /// <summary>The metrics asked for, without what comparing adds.</summary>
    public static IEnumerable<Metric> OfEvents(AggregateQuery query) => query.Metrics.Where(metric => metric.Of is null);

    public static void WriteObject(Utf8JsonWriter json, IReadOnlyList<Field> fields, Bucket bucket)
    {
        json.WriteStartObject();
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Name);
            WriteValue(json, field.Value(bucket));
        }
        json.WriteEndObject();
    }

    /// <summary>Writes rows without an envelope; what is in no group kept comes last, and a column tells it from a group of any name.</summary>
    public static Task WriteAsync(Stream output, AggregateRequest request, Aggregates found, CancellationToken token)
    {
        var (fields, rows) = (Fields(request.Query), found.Page.Rows);
        if (found.Other is { } other)
        {
            fields = [.. fields, new Field(IsOther, bucket => ReferenceEquals(bucket, other))];
            rows = found.Page.Next is null ? [.. rows, other] : rows;
        }
        return request.Format == EventFormat.Csv ? WriteCsvAsync(output, request.Csv, fields, rows, token) : WriteLinesAsync(output, fields, rows, token);
    }

    private static IReadOnlyList<Field> Figures(AggregateQuery query, IEnumerable<Metric> metrics)
    {
        var computed = query.Computed.ToList();
        return [.. metrics.Select(metric => (metric.Name, Place: computed.IndexOf(metric))).Select(found => new Field(found.Name, bucket => Plain(bucket.Values[found.Place])))];
    }

    private static IEnumerable<Field> KeyFields(Group group, int i)
    {
        yield return new Field(group.Name, bucket => group.Label(bucket.Keys[i]));
        if (group is Group.OfTime time)
        {
            yield return new Field(time.StartName, bucket => Plain(bucket.Keys[i]));
        }
    }

    private static object? Plain(object? value) => value is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value;

    public static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case long integer:
                json.WriteNumberValue(integer);
                break;
            case double real:
                json.WriteNumberValue(real);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            default:
                json.WriteStringValue((string?)value);
                break;
        }
    }

    // As CSV of events: RFC 4180, unknown as nothing.
    private static async Task WriteCsvAsync(Stream output, CsvOptions options, IReadOnlyList<Field> fields, IReadOnlyList<Bucket> rows, CancellationToken token)
    {
        await using var csv = CsvWriter.Create(output, CsvWriterOptions.Default with { NewLine = "\r\n", BufferSize = 65_536 }, leaveOpen: true);
        foreach (var field in fields)
        {
            csv.WriteField(field.Name);
        }
        await csv.EndRecordAsync(token);
        foreach (var row in rows)
        {
            foreach (var field in fields)
            {
                csv.WriteField(field.Value(row) switch
                {
                    bool flag => flag ? "true" : "false",
                    string text => options.Text(text),
                    var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
                });
            }
            await csv.EndRecordAsync(token);
        }
    }

    private static async Task WriteLinesAsync(Stream output, IReadOnlyList<Field> fields, IReadOnlyList<Bucket> rows, CancellationToken token)
    {
        using var buffer = new MemoryStream();
        await using var json = new Utf8JsonWriter(buffer, EventJson.Options);
        foreach (var row in rows)
        {
            WriteObject(json, fields, row);
            await json.FlushAsync(token);
            json.Reset();
            buffer.WriteByte((byte)'\n');
        }
        buffer.Position = 0;
        await buffer.CopyToAsync(output, token);
    }
}
