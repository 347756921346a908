using System.Text.Encodings.Web;
using System.Text.Json;
using EventsApi.Data.Model;

namespace EventsApi.Representations;

/// <summary>Events as JSON objects and as GeoJSON features (RFC 7946).</summary>
internal static class EventJson
{
    /// <summary>Arabic and accented text stays readable; the media type is never HTML, so nothing else needs escaping.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a map draws around the point: the codebook's radius of the row's geo_precision, in kilometres.</summary>
    public const string Uncertainty = "uncertainty_km";

    public static void WriteObject(Utf8JsonWriter json, Event row, IReadOnlyList<Column> columns)
    {
        json.WriteStartObject();
        WriteMembers(json, row, columns);
        json.WriteEndObject();
    }

    public static void WriteFeature(Utf8JsonWriter json, Event row, IReadOnlyList<Column> columns)
    {
        json.WriteStartObject();
        WriteFeatureMembers(json, row, columns, (longitude, latitude) => (longitude, latitude));
        json.WriteEndObject();
    }

    /// <param name="project">The point's two coordinates in the answer's reference system; GeoJSON has but one, others are OGC API's.</param>
    public static void WriteFeatureMembers(Utf8JsonWriter json, Event row, IReadOnlyList<Column> columns, Func<double, double, (double First, double Second)> project)
    {
        json.WriteString("type", "Feature");
        json.WriteString("id", row.EventIdCnty);
        json.WritePropertyName("geometry");
        WritePoint(json, row, project);
        json.WritePropertyName("properties");
        json.WriteStartObject();
        WriteMembers(json, row, columns);
        if (columns.Contains(EventColumns.GeoPrecision) && Codebook.UncertaintyKm(row.GeoPrecision) is { } radius)
        {
            json.WriteNumber(Uncertainty, radius);
        }
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, Event row, IReadOnlyList<Column> columns)
    {
        foreach (var column in columns)
        {
            json.WritePropertyName(column.JsonName);
            WriteValue(json, row, column);
        }
    }

    private static void WritePoint(Utf8JsonWriter json, Event row, Func<double, double, (double First, double Second)> project)
    {
        if (row.Longitude is not { } longitude || row.Latitude is not { } latitude)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("type", "Point");
        json.WriteStartArray("coordinates");
        var (first, second) = project(longitude, latitude);
        json.WriteNumberValue(first);
        json.WriteNumberValue(second);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteValue(Utf8JsonWriter json, Event row, Column column)
    {
        switch (column.Type)
        {
            case ColumnType.Integer when column.GetInteger(row) is { } integer:
                json.WriteNumberValue(integer);
                break;
            case ColumnType.Real when column.GetReal(row) is { } real:
                json.WriteNumberValue(real);
                break;
            case ColumnType.Date when column.GetDate(row) is { } date:
                WriteDate(json, date);
                break;
            case ColumnType.Json when column.GetText(row) is { } raw:
                json.WriteRawValue(raw);
                break;
            case ColumnType.Text when column.GetText(row) is { } text:
                json.WriteStringValue(text);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void WriteDate(Utf8JsonWriter json, DateOnly date)
    {
        Span<char> text = stackalloc char[10];
        date.TryFormat(text, out _, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        json.WriteStringValue(text);
    }
}
