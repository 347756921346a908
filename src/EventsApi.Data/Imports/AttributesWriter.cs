using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EventsApi.Data.Imports;

/// <summary>Writes <c>attributes</c>: a JSON object with its members in ordinal order, letters of all scripts as they are.</summary>
internal sealed class AttributesWriter
{
    // The text is stored, and escaped again wherever it is put into HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The object of the members, which come in ordinal order; null when there are none.</summary>
    public string? Write(ReadOnlySpan<int> order, IReadOnlyList<string> names, Cell[] cells, ReadOnlySpan<bool> without)
    {
        Utf8JsonWriter? writer = null;
        foreach (var index in order)
        {
            if (index >= cells.Length || without[index] || cells[index].Value is null)
            {
                continue;
            }
            writer ??= Start();
            writer.WritePropertyName(names[index]);
            WriteValue(writer, cells[index]);
        }
        return writer is null ? null : End(writer);
    }

    /// <summary>Two JSON objects as one in ordinal order; of a name in both, the first's value. Null when that is empty.</summary>
    /// <exception cref="JsonException">One of them is no JSON object.</exception>
    public string? Merge(string? first, string? second)
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in new[] { second, first }.OfType<string>())
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException("Attributes are a JSON object.");
            }
            foreach (var member in document.RootElement.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
            {
                members[member.Name] = Canonical(member.Value);
            }
        }
        if (members.Count == 0)
        {
            return null;
        }
        var writer = Start();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value, skipInputValidation: true);
        }
        return End(writer);
    }

    /// <summary>A whole row as the file has it.</summary>
    public string WriteRow(Row row)
    {
        var writer = Start();
        for (var i = 0; i < row.Cells.Length; i++)
        {
            writer.WritePropertyName(row.Names[i]);
            WriteValue(writer, row.Cells[i]);
        }
        return End(writer);
    }

    private static string Canonical(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            value.WriteTo(writer);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private Utf8JsonWriter Start()
    {
        _buffer.ResetWrittenCount();
        var writer = new Utf8JsonWriter(_buffer, Options);
        writer.WriteStartObject();
        return writer;
    }

    private string End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.Dispose();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    private static void WriteValue(Utf8JsonWriter writer, Cell cell)
    {
        if (cell.Kind == CellKind.Text)
        {
            writer.WriteStringValue(cell.Text);
        }
        else
        {
            writer.WriteRawValue(cell.Text!, skipInputValidation: true);
        }
    }
}
