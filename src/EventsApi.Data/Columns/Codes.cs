using System.Numerics;

namespace EventsApi.Data.Columns;

/// <summary>A column's codes in one segment, row by row, in the smallest integers that hold them.</summary>
internal sealed class Codes
{
    private readonly byte[]? _bytes;
    private readonly ushort[]? _shorts;
    private readonly int[]? _integers;

    public Codes(ReadOnlySpan<int> codes)
    {
        var most = 0;
        foreach (var code in codes)
        {
            most = Math.Max(most, code);
        }
        if (most <= byte.MaxValue)
        {
            _bytes = Narrow(codes, code => (byte)code);
        }
        else if (most <= ushort.MaxValue)
        {
            _shorts = Narrow(codes, code => (ushort)code);
        }
        else
        {
            _integers = codes.ToArray();
        }
    }

    /// <summary>Bytes that a code takes.</summary>
    public int Width => _bytes is not null ? sizeof(byte) : _shorts is not null ? sizeof(ushort) : sizeof(int);

    public int this[int row] => _bytes is not null ? _bytes[row] : _shorts is not null ? _shorts[row] : _integers![row];

    /// <summary>What a table has for the codes of the rows from one on.</summary>
    public void Look<T>(int first, ReadOnlySpan<T> table, Span<T> into)
    {
        if (_bytes is not null)
        {
            Look(_bytes.AsSpan(first, into.Length), table, into);
        }
        else if (_shorts is not null)
        {
            Look(_shorts.AsSpan(first, into.Length), table, into);
        }
        else
        {
            Look(_integers.AsSpan(first, into.Length), table, into);
        }
    }

    /// <summary>Adds what a table has for the codes of the rows from one on.</summary>
    public void Add<T>(int first, ReadOnlySpan<T> table, Span<T> into)
        where T : struct, IAdditionOperators<T, T, T>
    {
        if (_bytes is not null)
        {
            Add(_bytes.AsSpan(first, into.Length), table, into);
        }
        else if (_shorts is not null)
        {
            Add(_shorts.AsSpan(first, into.Length), table, into);
        }
        else
        {
            Add(_integers.AsSpan(first, into.Length), table, into);
        }
    }

    /// <summary>Adds what a table has for the codes of some rows to the sums of their slots.</summary>
    /// <param name="rows">Counted from the first.</param>
    public void Sum(int first, ReadOnlySpan<int> rows, ReadOnlySpan<long> table, ReadOnlySpan<int> slots, Span<long> sums)
    {
        if (_bytes is not null)
        {
            Sum(_bytes.AsSpan(first), rows, table, slots, sums);
        }
        else if (_shorts is not null)
        {
            Sum(_shorts.AsSpan(first), rows, table, slots, sums);
        }
        else
        {
            Sum(_integers.AsSpan(first), rows, table, slots, sums);
        }
    }

    /// <summary>The same rows in other codes.</summary>
    public Codes Mapped(int count, int[] codes)
    {
        var mapped = new int[count];
        Look(0, codes, mapped.AsSpan());
        return new Codes(mapped);
    }

    private static void Look<TCode, T>(ReadOnlySpan<TCode> codes, ReadOnlySpan<T> table, Span<T> into)
        where TCode : struct, IBinaryInteger<TCode>
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = table[int.CreateTruncating(codes[i])];
        }
    }

    private static void Add<TCode, T>(ReadOnlySpan<TCode> codes, ReadOnlySpan<T> table, Span<T> into)
        where TCode : struct, IBinaryInteger<TCode>
        where T : struct, IAdditionOperators<T, T, T>
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] += table[int.CreateTruncating(codes[i])];
        }
    }

    private static void Sum<TCode>(ReadOnlySpan<TCode> codes, ReadOnlySpan<int> rows, ReadOnlySpan<long> table, ReadOnlySpan<int> slots, Span<long> sums)
        where TCode : struct, IBinaryInteger<TCode>
    {
        for (var i = 0; i < rows.Length; i++)
        {
            sums[slots[i]] += table[int.CreateTruncating(codes[rows[i]])];
        }
    }

    private static T[] Narrow<T>(ReadOnlySpan<int> codes, Func<int, T> narrow)
    {
        var narrowed = new T[codes.Length];
        for (var i = 0; i < narrowed.Length; i++)
        {
            narrowed[i] = narrow(codes[i]);
        }
        return narrowed;
    }
}
