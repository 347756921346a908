using System.Text;
using CsvHelper;

namespace EventsApi.Data.Imports;

/// <summary>
/// Rows of a CSV file. A row of HXL tags under the header is passed over; a column without a name is dropped when it
/// is the first (a row index), else named after its place.
/// </summary>
internal sealed class CsvRowReader : RowReader
{
    private const int MaximumRaw = 2000;

    private readonly CsvReader _csv;
    private readonly string _file;
    private readonly List<string> _names = [];
    private readonly int _named;
    private readonly int _first;
    private bool _unclosed;
    private bool _pending;
    private long _number;

    public CsvRowReader(Stream text, char? separator, string file)
    {
        _file = file;
        _csv = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            MaxRecordSize = MaximumRecord,
            TrackLineNumbers = true,
            OnMalformedRecord = malformed => _unclosed |= malformed.Reason == CsvMalformedReason.UnterminatedQuote,
        }, leaveOpen: false);
        if (!Next())
        {
            throw new UnreadableFileException($"{file} is empty.");
        }
        if (_csv.FieldCount > MaximumNames)
        {
            throw new UnreadableFileException($"{file}: the header has more than {MaximumNames} columns.");
        }
        var header = Enumerable.Range(0, _csv.FieldCount).Select(i => _csv.GetString(i).Trim()).ToList();
        _first = header[0].Length == 0 || header[0] == "Unnamed: 0" ? 1 : 0;
        _named = header.FindLastIndex(name => name.Length > 0) + 1;
        _names.AddRange(Distinct(header.Skip(_first)));
        _pending = Next() && !IsHxl();
    }

    public override IReadOnlyList<string> Names => _names;

    public override Row? Read()
    {
        if (!_pending && !Next())
        {
            return null;
        }
        _pending = false;
        _number++;
        return Fault() is { } fault
            ? Row.Faulty(_number, _csv.LineNumber, fault, Raw())
            : new Row(_number, _csv.LineNumber, _names, Cells());
    }

    public override void Dispose() => _csv.Dispose();

    private bool Next()
    {
        try
        {
            return _csv.Read();
        }
        catch (CsvFormatException exception)
        {
            throw TooLong(_file, exception.LineNumber);
        }
    }

    private string? Fault()
    {
        if (_unclosed)
        {
            _unclosed = false;
            return "A quote opens in this row and never closes; the rest of the file is in it.";
        }
        var width = _first + _names.Count;
        if (_csv.FieldCount < _named)
        {
            return $"The row has {_csv.FieldCount} of the header's {width} fields; it is cut off.";
        }
        for (var i = width; i < _csv.FieldCount; i++)
        {
            if (!_csv.IsEmpty(i))
            {
                return $"The row has {_csv.FieldCount} fields, the header {width}.";
            }
        }
        return null;
    }

    private Cell[] Cells()
    {
        var cells = new Cell[Math.Min(_names.Count, _csv.FieldCount - _first)];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = new Cell(_csv.IsEmpty(i + _first) ? null : _csv.GetString(i + _first));
        }
        return cells;
    }

    private string Raw()
    {
        var raw = _csv.RawRecord;
        return Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, MaximumRaw)]);
    }

    // https://hxlstandard.org: the tag row is the first below the header, every cell empty or a tag.
    private bool IsHxl()
    {
        var tags = 0;
        for (var i = 0; i < _csv.FieldCount; i++)
        {
            var cell = _csv.GetSpan(i).Trim(" \t"u8);
            if (cell.Length > 0 && cell[0] != '#')
            {
                return false;
            }
            tags += cell.Length > 0 ? 1 : 0;
        }
        return tags > 0;
    }

    private static IEnumerable<string> Distinct(IEnumerable<string> header)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var place = 0;
        foreach (var name in header)
        {
            place++;
            var unique = name.Length == 0 ? $"column_{place}" : name;
            for (var i = 2; !seen.Add(unique); i++)
            {
                unique = $"{name}_{i}";
            }
            yield return unique;
        }
    }
}
