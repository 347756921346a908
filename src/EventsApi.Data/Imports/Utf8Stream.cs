using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace EventsApi.Data.Imports;

/// <summary>
/// A file's text as UTF-8, read forward. What is valid UTF-8 passes unchanged, any other byte is read as cp1252: one
/// damaged letter does not change the rest. A file surveyed to be cp1252 is read as such throughout, since two of its
/// letters may happen to look like one of UTF-8 ("É»").
/// </summary>
internal sealed class Utf8Stream : ForwardStream
{
    private const int ChunkSize = 1 << 16;

    // Code points of bytes 80 to 9F; the five that cp1252 leaves undefined stand for themselves, as in the WHATWG encoding standard.
    private const string Cp1252 = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
        "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    private readonly Stream _inner;
    private readonly string _file;
    private readonly bool _cp1252;
    private readonly byte[] _chunk = new byte[ChunkSize];
    private readonly byte[] _text = new byte[ChunkSize * 3];
    private long _letters;
    private long _strays;
    private int _kept;
    private int _position;
    private int _length;
    private bool _ended;

    private Utf8Stream(Stream inner, string file, bool cp1252) => (_inner, _file, _cp1252) = (inner, file, cp1252);

    /// <summary>Reads a file to its end: whether it has more bytes that are not UTF-8 than letters beyond ASCII that are.</summary>
    public static bool IsCp1252(Stream bytes, string file)
    {
        using var text = Open(bytes, file, cp1252: false);
        text.CopyTo(Null);
        return text is Utf8Stream { _strays: > 0 } survey && survey._strays >= survey._letters;
    }

    /// <summary>Opens text in UTF-8, cp1252, or UTF-16 with a byte order mark, from the stream's beginning.</summary>
    public static Stream Open(Stream bytes, string file, bool cp1252)
    {
        var mark = new byte[3];
        var length = bytes.ReadAtLeast(mark, 3, throwOnEndOfStream: false);
        return mark.AsSpan(0, length) switch
        {
            [0xEF, 0xBB, 0xBF] => new Utf8Stream(bytes, file, cp1252: false),
            [0xFF, 0xFE, ..] => Utf16(bytes, Encoding.Unicode, mark.AsSpan(2, length - 2)),
            [0xFE, 0xFF, ..] => Utf16(bytes, Encoding.BigEndianUnicode, mark.AsSpan(2, length - 2)),
            _ => new Utf8Stream(new PrefixedStream(mark[..length], bytes), file, cp1252),
        };
    }

    public override int Read(Span<byte> buffer)
    {
        while (_position == _length)
        {
            if (_ended)
            {
                return 0;
            }
            NextChunk();
        }
        var count = Math.Min(buffer.Length, _length - _position);
        _text.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    private void NextChunk()
    {
        var read = _inner.Read(_chunk, _kept, ChunkSize - _kept);
        _ended = read == 0;
        var chunk = _chunk.AsSpan(0, _kept + read);
        if (chunk.Contains((byte)0))
        {
            throw new UnreadableFileException($"{_file} is a binary file, not text.");
        }
        var whole = _ended ? chunk : chunk[..^IncompleteTail(chunk)];
        _length = Ascii.IsValid(whole) ? Copy(whole) : _cp1252 || !Utf8.IsValid(whole) ? Repair(whole) : CopyLetters(whole);
        _position = 0;
        _kept = chunk.Length - whole.Length;
        chunk[whole.Length..].CopyTo(_chunk);
    }

    private int Copy(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_text);
        return text.Length;
    }

    private int CopyLetters(ReadOnlySpan<byte> text)
    {
        foreach (var unit in text)
        {
            _letters += unit >= 0xC0 ? 1 : 0;
        }
        return Copy(text);
    }

    private int Repair(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (text.Length > 0)
        {
            var valid = Rune.DecodeFromUtf8(text, out var rune, out var count) == OperationStatus.Done && (!_cp1252 || rune.IsAscii);
            if (!valid)
            {
                (rune, count) = (new Rune(text[0] is >= 0x80 and < 0xA0 ? Cp1252[text[0] - 0x80] : (char)text[0]), 1);
            }
            _letters += valid && !rune.IsAscii ? 1 : 0;
            _strays += valid ? 0 : 1;
            length += rune.EncodeToUtf8(_text.AsSpan(length));
            text = text[count..];
        }
        return length;
    }

    // Bytes at the end that may be the beginning of a character whose rest is in the next chunk: at most three.
    private static int IncompleteTail(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i <= Math.Min(3, text.Length); i++)
        {
            if ((text[^i] & 0xC0) != 0x80)
            {
                var needed = text[^i] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
                return needed > i ? i : 0;
            }
        }
        return 0;
    }

    private static Stream Utf16(Stream bytes, Encoding encoding, ReadOnlySpan<byte> rest) =>
        Encoding.CreateTranscodingStream(new PrefixedStream(rest.ToArray(), bytes), encoding, Encoding.UTF8);

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }
}
