using System.IO.Compression;
using System.Text.Json;

namespace EventsApi.Data.Imports;

/// <summary>
/// A file as it was sent: gzipped or not, in any of the formats, recognised by its content. It can be read several
/// times; what cannot seek (standard input, a request's body) is first copied to a temporary file.
/// </summary>
internal sealed class SourceFile : IDisposable
{
    private readonly Stream _whole;
    private readonly bool _owned;
    private readonly UnpackingLimits _limits;
    private readonly CancellationToken _token;
    private bool? _cp1252;

    private SourceFile(Stream whole, string name, bool owned, UnpackingLimits limits, CancellationToken token)
    {
        _limits = limits;
        _token = token;
        _whole = whole;
        _owned = owned;
        Name = name;
    }

    public string Name { get; }

    /// <summary>Bytes as sent.</summary>
    public long Length => _whole.Length;

    /// <param name="token">Cancels this and all reading of the file.</param>
    public static async Task<SourceFile> OpenAsync(Stream stream, string name, UnpackingLimits limits, CancellationToken token)
    {
        if (stream.CanSeek)
        {
            return new SourceFile(stream, name, owned: false, limits, token);
        }
        // GetTempFileName makes a file that only its owner may read.
        var copy = new FileStream(Path.GetTempFileName(), new FileStreamOptions { Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        try
        {
            await stream.CopyToAsync(copy, token);
            return new SourceFile(copy, name, owned: true, limits, token);
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }

    /// <summary>A reader of the first row on, and how many bytes of <see cref="Length"/> it has taken.</summary>
    /// <exception cref="UnreadableFileException">The content is none of the formats.</exception>
    public RowReader OpenRows(out Func<long> position)
    {
        var pass = new PassStream(_whole, _token);
        position = () => pass.Consumed;
        try
        {
            _cp1252 ??= Utf8Stream.IsCp1252(Unpacked(new PassStream(_whole, _token)), Name);
            var text = Utf8Stream.Open(Unpacked(pass), Name, _cp1252.Value);
            var sample = new byte[RowReader.MaximumRecord];
            var length = text.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false);
            var rest = new PrefixedStream(sample[..length], text);
            return OpenRows(rest, sample.AsSpan(0, length));
        }
        catch (InvalidDataException exception)
        {
            throw Broken(exception);
        }
    }

    /// <summary>The whole text from its beginning, in UTF-8.</summary>
    public Stream OpenText() => Utf8Stream.Open(Unpacked(new PassStream(_whole, _token)), Name, cp1252: false);

    /// <summary>What a damaged gzip file is to its sender.</summary>
    public UnreadableFileException Broken(InvalidDataException exception) =>
        new($"{Name} is a gzip file that is damaged or cut off.", exception);

    private RowReader OpenRows(Stream text, ReadOnlySpan<byte> sample)
    {
        var start = sample.TrimStart(" \t\r\n"u8);
        return start switch
        {
            [] => throw new UnreadableFileException($"{Name} is empty."),
            [(byte)'P', (byte)'K', 3, 4, ..] => throw new UnreadableFileException($"{Name} is a zip archive or an Excel workbook; save it as CSV."),
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => throw new UnreadableFileException($"{Name} is a PDF document, not a table of events."),
            [(byte)'<', ..] => throw new UnreadableFileException($"{Name} is an HTML or XML page, not a table of events; perhaps an error page saved under this name."),
            [0x1E, ..] => new JsonTextReader(text, 0x1E, Name),
            [(byte)'[', ..] => new JsonDocumentReader(text, Name),
            [(byte)'{', ..] => OpenJson(text, start),
            _ when sample.Length < RowReader.MaximumRecord && !start.ContainsAny((byte)'\r', (byte)'\n') =>
                throw new UnreadableFileException($"{Name} is one line, at most a header without rows. Perhaps its line breaks were taken out, as curl does with -d and not with --data-binary."),
            _ => new CsvRowReader(text, Separator(start), Name),
        };
    }

    // One object per line, or one document: the first line tells, unless it is itself the whole document.
    private RowReader OpenJson(Stream text, ReadOnlySpan<byte> start)
    {
        var end = start.IndexOf((byte)'\n');
        var line = end < 0 ? start : start[..end];
        return IsRow(line) ? new JsonTextReader(text, (byte)'\n', Name) : new JsonDocumentReader(text, Name);
    }

    private static bool IsRow(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var container = JsonDocumentReader.IsContainer(reader);
                reader.Read();
                if (container && reader.TokenType == JsonTokenType.StartArray)
                {
                    return false;
                }
                reader.Skip();
            }
            return reader.TokenType == JsonTokenType.EndObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private Stream Unpacked(PassStream pass)
    {
        var bytes = Peek(pass, out var isPacked);
        if (!isPacked)
        {
            return bytes;
        }
        var unpacked = Peek(new BoundedStream(new GZipStream(bytes, CompressionMode.Decompress), pass, _limits, Name), out var isPackedTwice);
        return isPackedTwice ? throw new UnreadableFileException($"{Name} is gzipped twice; pack it once.") : unpacked;
    }

    private static PrefixedStream Peek(Stream stream, out bool isGzip)
    {
        Span<byte> magic = stackalloc byte[2];
        var length = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        isGzip = magic[..length] is [0x1F, 0x8B];
        return new PrefixedStream(magic[..length].ToArray(), stream);
    }

    /// <summary>The separator that occurs most often in the header; null when Excel's <c>sep=</c> line says it.</summary>
    private static char? Separator(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("sep="u8))
        {
            return null;
        }
        var (commas, semicolons, tabs, quoted) = (0, 0, 0, false);
        foreach (var character in text)
        {
            quoted ^= character == '"';
            if (quoted)
            {
                continue;
            }
            if (character is (byte)'\n' or (byte)'\r')
            {
                break;
            }
            commas += character == ',' ? 1 : 0;
            semicolons += character == ';' ? 1 : 0;
            tabs += character == '\t' ? 1 : 0;
        }
        return tabs > Math.Max(commas, semicolons) ? '\t' : semicolons > commas ? ';' : ',';
    }

    public void Dispose()
    {
        if (_owned)
        {
            _whole.Dispose();
        }
    }
}
