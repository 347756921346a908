using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Storage;

namespace EventsApi.Representations;

/// <summary>What happened to events as JSON.</summary>
internal static class ChangeJson
{
    /// <summary>A time to the millisecond in UTC.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A change with the event's new values, null when it was deleted.</summary>
    public static void WriteChange(Utf8JsonWriter json, EventChange change)
    {
        json.WriteStartObject();
        json.WriteString("event_id_cnty", change.Id);
        WriteMembers(json, change);
        json.WritePropertyName("event");
        if (change.After is { } row)
        {
            EventJson.WriteObject(json, row, EventColumns.All);
        }
        else
        {
            json.WriteNullValue();
        }
        json.WriteEndObject();
    }

    /// <summary>A change as a revision of its event.</summary>
    public static void WriteRevision(Utf8JsonWriter json, EventChange change)
    {
        json.WriteStartObject();
        WriteMembers(json, change);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, EventChange change)
    {
        json.WriteNumber("revision", change.Revision);
        json.WriteString("operation", change.Operation);
        json.WriteString("time", Time(change.Write.At));
        json.WriteNumber("data_version", change.Write.Version);
        if (change.Write.ImportNumber is { } number)
        {
            json.WriteNumber("import", number);
        }
        else
        {
            json.WriteNull("import");
        }
        json.WriteString("key", change.Write.KeyName);
        json.WriteString("reason", change.Reason);
        json.WriteStartArray("changes");
        foreach (var column in change.Columns)
        {
            json.WriteStartObject();
            json.WriteString("column", column.Name);
            json.WritePropertyName("old");
            EventJson.WriteValue(json, change.Before!, column);
            json.WritePropertyName("new");
            EventJson.WriteValue(json, change.After!, column);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
