using System.Text.Json;

namespace EventsApi.Data.Imports;

/// <summary>
/// Rows of one JSON document: an array of objects, or an object with such an array under <c>features</c> (GeoJSON),
/// <c>data</c> (an answer of ACLED or of this server) or <c>Result</c> (of UCDP). The document must be whole; only the row at hand is in memory.
/// </summary>
internal sealed class JsonDocumentReader(Stream text, string file) : RowReader
{
    private enum Place
    {
        Before,
        Container,
        Rows,
        After,
    }

    private enum Step
    {
        Token,
        Row,
        NeedsMore,
        End,
    }

    private readonly JsonRows _rows = new(file);
    private readonly ByteWindow _window = new(text, file);
    private JsonReaderState _state;
    private Place _place;
    private bool _named;
    private bool _found;
    private long _number;

    public override IReadOnlyList<string> Names => _rows.Names;

    public override Row? Read()
    {
        for (; ; )
        {
            switch (Advance(out var row))
            {
                case Step.Row:
                    return row;
                case Step.NeedsMore:
                    _window.Grow();
                    break;
                case Step.End when !_found:
                    throw new UnreadableFileException($"{file} is a JSON object without a list of features, data or Result.");
                case Step.End:
                    return null;
            }
        }
    }

    /// <summary>Whether a property's name is one under which a document keeps its rows.</summary>
    public static bool IsContainer(in Utf8JsonReader reader) => 
        reader.ValueTextEquals("features"u8) || reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("Result"u8);

    public override void Dispose() => _window.Dispose();

    private Step Advance(out Row? row)
    {
        row = null;
        try
        {
            var reader = new Utf8JsonReader(_window.Bytes, _window.Ended, _state);
            if (!reader.Read())
            {
                return _window.Ended ? Step.End : Step.NeedsMore;
            }
            if (_place == Place.Rows && reader.TokenType != JsonTokenType.EndArray)
            {
                return Element(ref reader, out row);
            }
            Enter(reader);
            Commit(reader);
            return Step.Token;
        }
        catch (JsonException exception)
        {
            throw new UnreadableFileException($"{file} is not valid JSON near line {_window.Line}; it may be cut off.", exception);
        }
    }

    private Step Element(ref Utf8JsonReader reader, out Row? row)
    {
        row = null;
        var start = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return Step.NeedsMore;
        }
        var line = _window.Line + _window.Bytes[..start].Count((byte)'\n');
        row = _rows.Parse(_window.Bytes[start..(int)reader.BytesConsumed], ++_number, line);
        Commit(reader);
        return Step.Row;
    }

    private void Enter(in Utf8JsonReader reader)
    {
        switch (_place, reader.TokenType)
        {
            case (Place.Before, JsonTokenType.StartArray):
                (_place, _found) = (Place.Rows, true);
                break;
            case (Place.Before, _):
                _place = Place.Container;
                break;
            case (Place.Container, JsonTokenType.PropertyName) when reader.CurrentDepth == 1 && !_found:
                _named = IsContainer(reader);
                return;
            case (Place.Container, JsonTokenType.StartArray) when _named:
                (_place, _found) = (Place.Rows, true);
                break;
            case (Place.Rows, _):
                _place = Place.After;
                break;
        }
        _named = false;
    }

    private void Commit(in Utf8JsonReader reader)
    {
        _window.Use((int)reader.BytesConsumed);
        _state = reader.CurrentState;
    }
}
