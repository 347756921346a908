using System.Text.Json;

namespace EventsApi.Data.Imports;

/// <summary>
/// Turns JSON objects into rows. A GeoJSON feature (RFC 7946) gives its properties, its id, and longitude and latitude
/// from its point.
/// </summary>
internal sealed class JsonRows(string file)
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private Cell[] _cells = [];

    public IReadOnlyList<string> Names => _names;

    /// <summary>The row of one JSON object; a faulty one when it is no object or no point.</summary>
    public Row Parse(ReadOnlySpan<byte> json, long number, long line)
    {
        try
        {
            _cells = new Cell[_names.Count];
            var reader = new Utf8JsonReader(json);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return Row.Faulty(number, line, "This is not a JSON object.", Raw(json));
            }
            var fault = IsFeature(reader) ? Feature(ref reader, json) : Members(ref reader, json);
            Finish(ref reader);
            return fault is null ? new Row(number, line, _names, _cells) : Row.Faulty(number, line, fault, Raw(json));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half a surrogate pair, as "\ud800".
            return Row.Faulty(number, line, "This is not valid JSON; it may be cut off.", Raw(json));
        }
    }

    private static void Finish(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            reader.Skip();
        }
    }

    private static bool IsFeature(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var type = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (type && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("Feature"u8))
            {
                return true;
            }
            reader.Skip();
        }
        return false;
    }

    private string? Members(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            Set(name, Value(ref reader, json));
        }
        return null;
    }

    private string? Feature(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        Cell id = default, longitude = default, latitude = default;
        string? fault = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "properties" when reader.TokenType == JsonTokenType.StartObject:
                    Members(ref reader, json);
                    break;
                case "geometry" when reader.TokenType == JsonTokenType.StartObject:
                    fault = Point(ref reader, json, out longitude, out latitude);
                    break;
                case "id":
                    id = Value(ref reader, json);
                    break;
                case "type" or "bbox" or "properties" or "geometry":
                    reader.Skip();
                    break;
                default:
                    Set(name, Value(ref reader, json));
                    break;
            }
        }
        SetMissing("id", id);
        SetMissing("longitude", longitude);
        SetMissing("latitude", latitude);
        return fault;
    }

    private static string? Point(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, out Cell longitude, out Cell latitude)
    {
        (longitude, latitude) = (default, default);
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        using var geometry = JsonDocument.Parse(json[start..(int)reader.BytesConsumed].ToArray());
        if (!geometry.RootElement.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !type.ValueEquals("Point"))
        {
            return "The geometry is not a Point.";
        }
        if (!geometry.RootElement.TryGetProperty("coordinates", out var position) || position.ValueKind != JsonValueKind.Array)
        {
            return "The point has no coordinates.";
        }
        // RFC 7946, 3.1: an empty array of coordinates is a null object; a third number is the height.
        if (position.GetArrayLength() > 0)
        {
            (longitude, latitude) = (new Cell(position[0].GetRawText(), CellKind.Literal),
                position.GetArrayLength() > 1 ? new Cell(position[1].GetRawText(), CellKind.Literal) : default);
        }
        return null;
    }

    private static Cell Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return default;
            case JsonTokenType.String:
                return new Cell(reader.GetString());
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return new Cell(Text(json[start..(int)reader.BytesConsumed]), CellKind.Json);
            default:
                return new Cell(Text(reader.ValueSpan), CellKind.Literal);
        }
    }

    private void SetMissing(string name, Cell cell)
    {
        if (cell.Text is not null && !(_indexes.TryGetValue(name, out var index) && index < _cells.Length && _cells[index].Text is not null))
        {
            Set(name, cell);
        }
    }

    private void Set(string name, Cell cell)
    {
        if (!_indexes.TryGetValue(name, out var index))
        {
            if (_names.Count == RowReader.MaximumNames)
            {
                throw new UnreadableFileException($"{file} has more than {RowReader.MaximumNames} different columns.");
            }
            index = _indexes[name] = _names.Count;
            _names.Add(name);
        }
        if (index >= _cells.Length)
        {
            Array.Resize(ref _cells, Math.Max(_names.Count, index + 1));
        }
        _cells[index] = cell;
    }

    private static string Raw(ReadOnlySpan<byte> json) => Text(json[..Math.Min(json.Length, 2000)]);

    private static string Text(ReadOnlySpan<byte> utf8) => System.Text.Encoding.UTF8.GetString(utf8);
}
