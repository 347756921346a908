using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using EventsApi.Representations;

namespace EventsApi.Compatibility.Acled;

/// <summary>The envelope with its rows as JSON; nothing is null and no member is missing.</summary>
internal sealed class AcledJsonWriter : AcledWriter
{
    private const int FlushBytes = 65_536;

    private readonly Stream _output;
    private readonly bool _isTyped;
    private readonly JsonEncodedText[] _names;
    private readonly AcledEnvelope _envelope;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes * 2);
    private readonly Utf8JsonWriter _json;

    public AcledJsonWriter(Stream output, AcledGeneration generation, IReadOnlyList<string> names, AcledEnvelope envelope)
    {
        _output = output;
        _isTyped = generation.IsTyped;
        _names = [.. names.Select(name => JsonEncodedText.Encode(name))];
        _envelope = envelope;
        _json = new Utf8JsonWriter(_buffer, EventJson.Options);
        Begin();
    }

    public override void BeginRow() => _json.WriteStartObject();

    public override void Text(int place, string text) => _json.WriteString(_names[place], text);

    public override void Integer(int place, long value)
    {
        if (_isTyped)
        {
            _json.WriteNumber(_names[place], value);
            return;
        }
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out var length);
        _json.WriteString(_names[place], text[..length]);
    }

    public override void Real(int place, double value)
    {
        if (_isTyped)
        {
            _json.WriteNumber(_names[place], value);
            return;
        }
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        _json.WriteString(_names[place], text[..length]);
    }

    public override void Date(int place, DateOnly value)
    {
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out _, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        _json.WriteString(_names[place], text);
    }

    public override ValueTask EndRowAsync(CancellationToken token)
    {
        _json.WriteEndObject();
        return _json.BytesPending + _buffer.WrittenCount < FlushBytes ? ValueTask.CompletedTask : new ValueTask(FlushAsync(token));
    }

    private async Task FlushAsync(CancellationToken token)
    {
        await _json.FlushAsync(token);
        await _output.WriteAsync(_buffer.WrittenMemory, token);
        _buffer.ResetWrittenCount();
    }

    public override ValueTask DisposeAsync() => _json.DisposeAsync();

    public override async Task EndAsync(CancellationToken token)
    {
        _json.WriteEndArray();
        _json.WriteString("filename", _envelope.FileName);
        if (_isTyped)
        {
            _json.WriteStartObject("data_query_restrictions");
            _json.WriteEndObject();
        }
        _json.WriteEndObject();
        await FlushAsync(token);
    }

    private void Begin()
    {
        _json.WriteStartObject();
        _json.WriteNumber("status", 200);
        _json.WriteBoolean("success", true);
        _json.WriteNumber("last_update", _envelope.HoursSinceUpdate);
        _json.WriteNumber("count", _envelope.Count);
        if (_isTyped)
        {
            _json.WriteNumber("total_count", _envelope.Total);
            _json.WriteStartArray("messages");
            foreach (var message in _envelope.Messages)
            {
                _json.WriteStringValue(message);
            }
            _json.WriteEndArray();
        }
        _json.WriteStartArray("data");
    }
}
