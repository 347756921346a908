namespace EventsApi.Data.Imports;

/// <summary>The part of a stream that is in memory: it moves on, and grows until a whole record fits.</summary>
internal sealed class ByteWindow(Stream stream, string file) : IDisposable
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>What is in memory and not used yet.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Nothing follows <see cref="Bytes"/>.</summary>
    public bool Ended { get; private set; }

    /// <summary>Line of the file, from 1, on which <see cref="Bytes"/> begins.</summary>
    public long Line { get; private set; } = 1;

    public void Use(int count)
    {
        Line += Bytes[..count].Count((byte)'\n');
        _start += count;
    }

    /// <summary>Adds to <see cref="Bytes"/> what follows.</summary>
    /// <exception cref="UnreadableFileException">A record as long as this is not taken.</exception>
    public void Grow()
    {
        var length = _end - _start;
        if (length > RowReader.MaximumRecord)
        {
            throw RowReader.TooLong(file, Line);
        }
        var target = length > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Bytes.CopyTo(target);
        (_buffer, _start, _end) = (target, 0, length);
        var read = stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        Ended = read < _buffer.Length - _end;
        _end += read;
    }

    public void Dispose() => stream.Dispose();
}
