namespace EventsApi.Data.Imports;

/// <summary>
/// Rows of NDJSON (an object on each line) or of a JSON text sequence (RFC 7464, each object after a record
/// separator). A broken record is a faulty row and the next one is read.
/// </summary>
internal sealed class JsonTextReader(Stream text, byte separator, string file) : RowReader
{
    private readonly JsonRows _rows = new(file);
    private readonly ByteWindow _window = new(text, file);
    private long _number;

    public override IReadOnlyList<string> Names => _rows.Names;

    public override Row? Read()
    {
        for (; ; )
        {
            var length = RecordLength();
            var record = _window.Bytes[..length];
            var json = record.Trim(" \t\r\n"u8);
            if (json.Length > 0)
            {
                var line = _window.Line + record[..record.IndexOf(json)].Count((byte)'\n');
                var row = _rows.Parse(json, ++_number, line);
                _window.Use(Math.Min(length + 1, _window.Bytes.Length));
                return row;
            }
            if (length == _window.Bytes.Length)
            {
                return null;
            }
            _window.Use(length + 1);
        }
    }

    public override void Dispose() => _window.Dispose();

    private int RecordLength()
    {
        var searched = 0;
        for (; ; )
        {
            var found = _window.Bytes[searched..].IndexOf(separator);
            if (found >= 0)
            {
                return searched + found;
            }
            searched = _window.Bytes.Length;
            if (_window.Ended)
            {
                return searched;
            }
            _window.Grow();
        }
    }
}
