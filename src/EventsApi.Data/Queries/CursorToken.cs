using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using EventsApi.Data.Model;

namespace EventsApi.Data.Queries;

/// <summary>Values of an order as one opaque token, signed with the order's name.</summary>
internal static class CursorToken
{
    // Escapes would make a token of Arabic text three times as long.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(string order, IEnumerable<object?> values)
    {
        var fields = new List<object?> { order };
        fields.AddRange(values.Select(value => value is DateOnly date ? date.DayNumber : value));
        return Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(fields, Json));
    }

    /// <summary>Reads a token made for the same order; anything else is refused.</summary>
    public static bool TryRead(string token, string order, IReadOnlyList<(ColumnType Type, bool Nullable)> keys, [NotNullWhen(true)] out IReadOnlyList<object?>? values)
    {
        values = null;
        if (token.Length > Cursor.MaximumLength || !Base64Url.IsValid(token))
        {
            return false;
        }
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(token));
            if (json.RootElement.ValueKind != JsonValueKind.Array || json.RootElement.GetArrayLength() != keys.Count + 1
                || json.RootElement[0].ValueKind != JsonValueKind.String || json.RootElement[0].GetString() != order)
            {
                return false;
            }
            values = [.. keys.Select((key, i) => Value(key.Type, key.Nullable, json.RootElement[i + 1]))];
            return true;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private static object? Value(ColumnType type, bool nullable, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return nullable ? null : throw new FormatException();
        }
        return type switch
        {
            ColumnType.Integer => value.GetInt64(),
            ColumnType.Real => value.GetDouble() is var number && double.IsFinite(number) ? number : throw new FormatException(),
            ColumnType.Date => DateOnly.FromDayNumber(value.GetInt32()),
            _ => value.GetString(),
        };
    }
}
