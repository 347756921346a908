namespace EventsApi.Data.Columns;

/// <summary>A column's codes, row by row, in the smallest integers that hold them.</summary>
internal sealed class Codes(int rows)
{
    private byte[]? _bytes = new byte[rows];
    private ushort[]? _shorts;
    private int[]? _integers;

    /// <summary>Bytes that a code takes.</summary>
    public int Width => _bytes is not null ? 1 : _shorts is not null ? 2 : 4;

    public void Set(int row, int code)
    {
        if (_bytes is not null && code > byte.MaxValue)
        {
            (_shorts, _bytes) = (Array.ConvertAll(_bytes, known => (ushort)known), null);
        }
        if (_shorts is not null && code > ushort.MaxValue)
        {
            (_integers, _shorts) = (Array.ConvertAll(_shorts, known => (int)known), null);
        }
        if (_bytes is not null)
        {
            _bytes[row] = (byte)code;
        }
        else if (_shorts is not null)
        {
            _shorts[row] = (ushort)code;
        }
        else
        {
            _integers![row] = code;
        }
    }

    /// <summary>What a table has for the codes of the rows from one on.</summary>
    public void Look<T>(int first, ReadOnlySpan<T> table, Span<T> into)
    {
        if (_bytes is not null)
        {
            var codes = _bytes.AsSpan(first, into.Length);
            for (var i = 0; i < into.Length; i++)
            {
                into[i] = table[codes[i]];
            }
        }
        else if (_shorts is not null)
        {
            var codes = _shorts.AsSpan(first, into.Length);
            for (var i = 0; i < into.Length; i++)
            {
                into[i] = table[codes[i]];
            }
        }
        else
        {
            var codes = _integers.AsSpan(first, into.Length);
            for (var i = 0; i < into.Length; i++)
            {
                into[i] = table[codes[i]];
            }
        }
    }
}
