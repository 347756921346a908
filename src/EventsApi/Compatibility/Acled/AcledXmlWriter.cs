using System.Globalization;
using System.Text;
using System.Xml;

namespace EventsApi.Compatibility.Acled;

/// <summary>The envelope as XML: <c>response</c> with the members of the JSON, and an <c>item</c> for each row of <c>data</c>.</summary>
internal sealed class AcledXmlWriter : AcledWriter
{
    private const int FlushBytes = 65_536;

    private readonly Stream _output;
    private readonly MemoryStream _buffer = new();
    private readonly XmlWriter _xml;
    private readonly IReadOnlyList<string> _names;
    private readonly AcledEnvelope _envelope;
    private readonly bool _isCurrent;

    public AcledXmlWriter(Stream output, AcledGeneration generation, IReadOnlyList<string> names, AcledEnvelope envelope)
    {
        (_output, _names, _envelope, _isCurrent) = (output, names, envelope, generation.IsTyped);
        _xml = XmlWriter.Create(_buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false });
        Begin();
    }

    public override void BeginRow() => _xml.WriteStartElement("item");

    public override void Text(int place, string text) => Element(_names[place], text);

    public override void Integer(int place, long value) => Element(_names[place], value.ToString(CultureInfo.InvariantCulture));

    public override void Real(int place, double value) => Element(_names[place], value.ToString(CultureInfo.InvariantCulture));

    public override void Date(int place, DateOnly value) => Element(_names[place], AcledDates.Text(value));

    public override ValueTask EndRowAsync(CancellationToken token)
    {
        _xml.WriteEndElement();
        _xml.Flush();
        return _buffer.Length < FlushBytes ? ValueTask.CompletedTask : new ValueTask(WriteAsync(token));
    }

    public override async Task EndAsync(CancellationToken token)
    {
        _xml.WriteEndElement();
        Element("filename", _envelope.FileName);
        if (_isCurrent)
        {
            Element("data_query_restrictions", "");
        }
        _xml.WriteEndElement();
        _xml.Flush();
        await WriteAsync(token);
    }

    public override async ValueTask DisposeAsync()
    {
        _xml.Dispose();
        await _buffer.DisposeAsync();
    }

    private async Task WriteAsync(CancellationToken token)
    {
        await _output.WriteAsync(_buffer.GetBuffer().AsMemory(0, (int)_buffer.Length), token);
        _buffer.SetLength(0);
    }

    private void Begin()
    {
        _xml.WriteStartElement("response");
        Element("status", "200");
        Element("success", "true");
        Element("last_update", _envelope.HoursSinceUpdate.ToString(CultureInfo.InvariantCulture));
        Element("count", _envelope.Count.ToString(CultureInfo.InvariantCulture));
        if (_isCurrent)
        {
            Element("total_count", _envelope.Total.ToString(CultureInfo.InvariantCulture));
            _xml.WriteStartElement("messages");
            foreach (var message in _envelope.Messages)
            {
                Element("item", message);
            }
            _xml.WriteEndElement();
        }
        _xml.WriteStartElement("data");
    }

    private void Element(string name, string text)
    {
        _xml.WriteStartElement(name);
        _xml.WriteString(Allowed(text));
        _xml.WriteEndElement();
    }

    // XML 1.0 has no way to write most control characters.
    private static string Allowed(string text) => text.EnumerateRunes().All(IsAllowed) ? text
        : string.Concat(text.EnumerateRunes().Select(rune => IsAllowed(rune) ? rune.ToString() : "\uFFFD"));

    private static bool IsAllowed(Rune rune) => rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and not 0xFFFE and not 0xFFFF);
}
