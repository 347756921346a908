using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using EventsApi.Data.Model;

namespace EventsApi.Data.Queries;

/// <summary>
/// A place in an order: the sort values of the last event seen. It holds neither the limit nor the filter, so both may
/// change from page to page, and it stays right while events come and go. Clients see it as one opaque token.
/// </summary>
public sealed record Cursor(IReadOnlyList<SortKey> Sort, IReadOnlyList<object?> Values)
{
    /// <summary>No token of ours is longer: an id, and the sort values of a row, none of them a long text.</summary>
    public const int MaximumLength = 12_000;

    // Escapes would make a token of Arabic text three times as long.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Cursor After(IReadOnlyList<SortKey> sort, Event row) => new(sort, [.. sort.Select(key => key.Column.Get(row))]);

    public override string ToString()
    {
        var fields = new List<object?> { Signature(Sort) };
        fields.AddRange(Values.Select(value => value is DateOnly date ? date.DayNumber : value));
        return Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(fields, Json));
    }

    /// <summary>Reads a token made for the same order; anything else is refused.</summary>
    public static bool TryParse(string token, IReadOnlyList<SortKey> sort, [NotNullWhen(true)] out Cursor? cursor)
    {
        cursor = null;
        if (token.Length > MaximumLength || !Base64Url.IsValid(token))
        {
            return false;
        }
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(token));
            if (json.RootElement.ValueKind != JsonValueKind.Array || json.RootElement.GetArrayLength() != sort.Count + 1
                || json.RootElement[0].ValueKind != JsonValueKind.String || json.RootElement[0].GetString() != Signature(sort))
            {
                return false;
            }
            cursor = new Cursor(sort, [.. sort.Select((key, i) => Value(key.Column, json.RootElement[i + 1]))]);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private static string Signature(IReadOnlyList<SortKey> sort) => string.Join(',', sort);

    private static object? Value(Column column, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return column.Nullable ? null : throw new FormatException();
        }
        return column.Type switch
        {
            ColumnType.Integer => value.GetInt64(),
            ColumnType.Real => value.GetDouble(),
            ColumnType.Date => DateOnly.FromDayNumber(value.GetInt32()),
            _ => value.GetString(),
        };
    }
}
