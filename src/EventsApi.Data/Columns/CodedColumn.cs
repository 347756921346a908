using EventsApi.Data.Model;

namespace EventsApi.Data.Columns;

/// <summary>The different values of a column, or of two that share them; each has a code, and code 0 is unknown.</summary>
internal sealed class ValueList
{
    private readonly Dictionary<object, int> _codes = [];
    private readonly List<object?> _values = [null];
    private string?[]? _folded;

    public int Count => _values.Count;

    public object? this[int code] => _values[code];

    public int Code(object? value)
    {
        if (value is null)
        {
            return 0;
        }
        if (!_codes.TryGetValue(value, out var code))
        {
            _codes[value] = code = _values.Count;
            _values.Add(value);
        }
        return code;
    }

    /// <summary>The value as it compares in a form; folding all of them is remembered, since most filters compare so.</summary>
    public object? InForm(int code, TextForm form)
    {
        if (form == TextForm.Exact || _values[code] is not string text)
        {
            return _values[code];
        }
        if (form != TextForm.Folded)
        {
            return Folding.Apply(form, text);
        }
        _folded ??= [.. _values.Select(value => value is string one ? Folding.Fold(one) : null)];
        return _folded[code];
    }

    /// <summary>What a function makes of each value, by code.</summary>
    public T[] Table<T>(Func<object?, T> of) => [.. _values.Select(of)];
}

/// <summary>A column as codes of its different values.</summary>
internal sealed record CodedColumn(Column Column, ValueList Values, Codes Codes);
