using System.Buffers;
using System.Text.Json;
using CsvHelper;
using EventsApi.Data.Model;

namespace EventsApi.Representations;

/// <summary>What a client may ask of CSV.</summary>
public sealed record CsvOptions
{
    /// <summary>A second row with HXL tags.</summary>
    public bool Hxl { get; init; }

    /// <summary>Text that a spreadsheet would run as a formula gets an apostrophe.</summary>
    public bool Safe { get; init; }

    /// <summary>A text as a field; spreadsheets read these signs as the beginning of a formula, tab and line breaks included (OWASP, CSV injection).</summary>
    public string Text(string? text) => Safe && text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + text : text ?? "";
}

/// <summary>Writes events one after the other into a stream: the formats that have no envelope.</summary>
public abstract class RowWriter : IAsyncDisposable
{
    /// <summary>The writer for a format that <see cref="EventFormat.Streams"/>.</summary>
    public static RowWriter For(EventFormat format, Stream output, IReadOnlyList<Column> columns, CsvOptions csv) => format == EventFormat.Csv
        ? new CsvRowWriter(output, columns, csv)
        : new JsonRowWriter(output, columns, isFeature: format == EventFormat.GeoJsonSeq);

    public abstract ValueTask WriteAsync(Event row, CancellationToken token);

    /// <summary>Writes what is still held back.</summary>
    public abstract ValueTask DisposeAsync();
}

/// <summary>RFC 4180 with a header, CRLF and UTF-8; dates and numbers as in JSON, unknown as nothing.</summary>
internal sealed class CsvRowWriter : RowWriter
{
    private readonly CsvWriter _csv;
    private readonly IReadOnlyList<Column> _columns;
    private readonly CsvOptions _options;

    public CsvRowWriter(Stream output, IReadOnlyList<Column> columns, CsvOptions options)
    {
        _columns = columns;
        _options = options;
        _csv = CsvWriter.Create(output, CsvWriterOptions.Default with { NewLine = "\r\n", BufferSize = 65_536 }, leaveOpen: true);
        WriteLine(columns.Select(column => column.Name));
        if (options.Hxl)
        {
            WriteLine(columns.Select(column => column.HxlTag));
        }
    }

    public override ValueTask WriteAsync(Event row, CancellationToken token)
    {
        foreach (var column in _columns)
        {
            WriteField(row, column);
        }
        return _csv.EndRecordAsync(token);
    }

    public override ValueTask DisposeAsync() => _csv.DisposeAsync();

    private void WriteLine(IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            _csv.WriteField(field);
        }
        _csv.EndRecord();
    }

    private void WriteField(Event row, Column column)
    {
        switch (column.Type)
        {
            case ColumnType.Integer:
                _csv.WriteField(column.GetInteger(row), default);
                break;
            case ColumnType.Real:
                _csv.WriteField(column.GetReal(row), default);
                break;
            case ColumnType.Date when column.GetDate(row) is { } date:
                _csv.WriteField(date, "yyyy-MM-dd");
                break;
            default:
                _csv.WriteField(_options.Text(column.GetText(row)));
                break;
        }
    }
}

/// <summary>One JSON object a line (NDJSON), or a GeoJSON text sequence (RFC 8142).</summary>
internal sealed class JsonRowWriter : RowWriter
{
    private const int FlushBytes = 65_536;
    private const byte RecordSeparator = 0x1E;

    private readonly Stream _output;
    private readonly IReadOnlyList<Column> _columns;
    private readonly bool _isFeature;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes * 2);
    private readonly Utf8JsonWriter _json;

    public JsonRowWriter(Stream output, IReadOnlyList<Column> columns, bool isFeature)
    {
        _output = output;
        _columns = columns;
        _isFeature = isFeature;
        _json = new Utf8JsonWriter(_buffer, EventJson.Options);
    }

    public override ValueTask WriteAsync(Event row, CancellationToken token)
    {
        if (_isFeature)
        {
            _buffer.Write([RecordSeparator]);
            EventJson.WriteFeature(_json, row, _columns);
        }
        else
        {
            EventJson.WriteObject(_json, row, _columns);
        }
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        return _buffer.WrittenCount >= FlushBytes ? FlushAsync(token) : ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await FlushAsync(CancellationToken.None);
        await _json.DisposeAsync();
    }

    private async ValueTask FlushAsync(CancellationToken token)
    {
        await _output.WriteAsync(_buffer.WrittenMemory, token);
        _buffer.ResetWrittenCount();
    }
}
