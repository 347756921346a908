using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using EventsApi.Data.Model;

namespace EventsApi.Data.Columns;

/// <summary>
/// The values that a column has had, or two columns that share them. Each has a code; code 0 is unknown. It only grows, so
/// that a code means the same in every snapshot: one thread adds, and <see cref="View"/> is for any.
/// </summary>
internal sealed class ValueList(ColumnType type)
{
    // Nobody outside knows which keys fall together.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

    private object?[] _values = new object?[64];
    private int _count = 1;

    // The keys one behind the other: the key of a code ends where the next begins.
    private byte[] _bytes = new byte[4096];
    private int[] _ends = new int[64];

    // Open addressing: a hash and a code in one word, so that a miss touches no key. Twice as many as values, at least.
    private ulong[] _table = new ulong[256];
    private int _latest;
    private ValueView? _view;

    /// <summary>The code of a value, a new one where it has none.</summary>
    /// <param name="key">UTF-8 of a text or of a day as yyyy-MM-dd, the eight bytes of an integer, or nothing for unknown.</param>
    public int Code(ReadOnlySpan<byte> key)
    {
        // Rows that were written together are alike.
        if (key.IsEmpty || (_latest > 0 && key.SequenceEqual(Key(_latest))))
        {
            return key.IsEmpty ? 0 : _latest;
        }
        var hash = Hash(key);
        var place = (int)(hash % (uint)_table.Length);
        for (; _table[place] != 0; place = (place + 1) & (_table.Length - 1))
        {
            if ((uint)(_table[place] >> 32) == hash && key.SequenceEqual(Key((int)(uint)_table[place])))
            {
                return _latest = (int)(uint)_table[place];
            }
        }
        return _latest = Add(key, hash, place);
    }

    /// <summary>The codes here of another list's values, by their codes there.</summary>
    public int[] CodesOf(ValueList other)
    {
        var codes = new int[other._count];
        for (var code = 1; code < codes.Length; code++)
        {
            codes[code] = Code(other.Key(code));
        }
        return codes;
    }

    /// <summary>The values so far.</summary>
    public ValueView View() => _view?.Count == _count ? _view : _view = new ValueView(_values, _count, _view);

    private static int Digits(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out int number, out _) ? number : 0;

    private ReadOnlySpan<byte> Key(int code) => _bytes.AsSpan(_ends[code - 1], _ends[code] - _ends[code - 1]);

    // Eight bytes at a time: HashCode takes several times as long, and a row has dozens.
    private static uint Hash(ReadOnlySpan<byte> key)
    {
        var hash = Seed ^ (ulong)key.Length;
        for (; key.Length >= sizeof(ulong); key = key[sizeof(ulong)..])
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(key));
        }
        var rest = 0UL;
        foreach (var one in key)
        {
            rest = rest << 8 | one;
        }
        return (uint)(Mix(hash ^ rest) >> 32);
    }

    private static ulong Mix(ulong bits)
    {
        var high = Math.BigMul(bits, 0x9E37_79B9_7F4A_7C15, out var low);
        return high ^ low;
    }

    private int Add(ReadOnlySpan<byte> key, uint hash, int place)
    {
        if (_count == _values.Length)
        {
            // Views keep the old array.
            Array.Resize(ref _values, _count * 2);
            Array.Resize(ref _ends, _count * 2);
        }
        var end = _ends[_count - 1] + key.Length;
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(end, _bytes.Length * 2));
        }
        key.CopyTo(_bytes.AsSpan(_ends[_count - 1]));
        (_values[_count], _ends[_count]) = (Value(key), end);
        _table[place] = (ulong)hash << 32 | (uint)_count;
        if (++_count * 2 > _table.Length)
        {
            Widen();
        }
        return _count - 1;
    }

    private void Widen()
    {
        var table = new ulong[_table.Length * 2];
        foreach (var entry in _table.Where(entry => entry != 0))
        {
            var place = (int)(entry >> 32) & (table.Length - 1);
            while (table[place] != 0)
            {
                place = (place + 1) & (table.Length - 1);
            }
            table[place] = entry;
        }
        _table = table;
    }

    private object Value(ReadOnlySpan<byte> key) => type switch
    {
        ColumnType.Integer => MemoryMarshal.Read<long>(key),
        ColumnType.Date => new DateOnly(Digits(key[..4]), Digits(key[5..7]), Digits(key[8..])),
        _ => Encoding.UTF8.GetString(key),
    };
}

/// <summary>The first values of a list, which never change.</summary>
internal sealed class ValueView(object?[] values, int count, ValueView? earlier)
{
    private readonly Lock _folding = new();
    private string?[] _folded = earlier?._folded ?? [];

    public int Count => count;

    public object? this[int code] => values[code];

    /// <summary>The value as it compares in a form; folding all of them is remembered, since most filters compare so.</summary>
    public object? InForm(int code, TextForm form) => form == TextForm.Exact || values[code] is not string text ? values[code]
        : form == TextForm.Folded ? Folded()[code]
        : Folding.Apply(form, text);

    /// <summary>What a function makes of each value, by code.</summary>
    public T[] Table<T>(Func<object?, T> of)
    {
        var table = new T[count];
        for (var code = 0; code < count; code++)
        {
            table[code] = of(values[code]);
        }
        return table;
    }

    private string?[] Folded()
    {
        if (_folded.Length >= count)
        {
            return _folded;
        }
        lock (_folding)
        {
            if (_folded.Length < count)
            {
                var done = _folded.Length;
                var folded = _folded;
                Array.Resize(ref folded, count);
                for (var code = done; code < count; code++)
                {
                    folded[code] = values[code] is string text ? Folding.Fold(text) : null;
                }
                _folded = folded;
            }
            return _folded;
        }
    }
}
