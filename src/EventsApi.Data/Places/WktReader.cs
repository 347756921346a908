using System.Globalization;

namespace EventsApi.Data.Places;

/// <summary>
/// Well-known text (OGC 06-103r4 §7.2) to a sketch. Heights and measures are read and dropped. A reader of our own since
/// an error must name its place in the text.
/// </summary>
internal sealed class WktReader(string text)
{
    private const int Deepest = 8;

    private int _at;

    public static Sketch Read(string text)
    {
        var reader = new WktReader(text);
        var sketch = reader.Geometry(0);
        reader.SkipSpace();
        return reader._at == text.Length ? sketch : throw reader.Error("nothing should follow the geometry");
    }

    private Sketch Geometry(int depth)
    {
        var start = SkipSpace();
        if (ShapeType.Find(Word()) is not { } type)
        {
            _at = start;
            throw Error($"expected one of {string.Join(", ", ShapeType.All.Select(known => known.Name.ToUpperInvariant()))}");
        }
        SkipDimensions();
        if (type == ShapeType.Collection)
        {
            return depth < Deepest
                ? new Sketch(type, new SketchPart(null, []), List(() => Geometry(depth + 1)))
                : throw Error($"geometry collections are nested more than {Deepest} deep");
        }
        return new Sketch(type, type.Depth == 0 ? Between(Position) : Part(type, type.Depth), []);
    }

    private SketchPart Part(ShapeType type, int depth)
    {
        // MULTIPOINT has its points in parentheses or without.
        if (depth == 0)
        {
            SkipSpace();
            return type.Name == "MultiPoint" && Next == '(' ? Between(Position) : Position();
        }
        return new SketchPart(null, List(() => Part(type, depth - 1)));
    }

    private List<T> List<T>(Func<T> item)
    {
        var items = new List<T>();
        Expect('(');
        do
        {
            items.Add(item());
        }
        while (Take(','));
        Expect(')');
        return items;
    }

    private T Between<T>(Func<T> inside)
    {
        Expect('(');
        var value = inside();
        Expect(')');
        return value;
    }

    private SketchPart Position()
    {
        var numbers = new List<double>();
        SkipSpace();
        while (_at < text.Length && (char.IsAsciiDigit(Next) || Next is '-' or '+' or '.'))
        {
            numbers.Add(Number());
            SkipSpace();
        }
        return numbers.Count is >= 2 and <= 4
            ? new SketchPart([numbers[0], numbers[1]], [])
            : throw Error(numbers.Count < 2 ? "expected a longitude and a latitude" : "a position has at most four numbers");
    }

    private double Number()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(Next) || Next is '-' or '+' or '.'))
        {
            _at++;
        }
        if (double.TryParse(text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }
        _at = start;
        throw Error("expected a number");
    }

    private void SkipDimensions()
    {
        SkipSpace();
        var start = _at;
        var word = Word().ToUpperInvariant();
        if (word == "EMPTY")
        {
            _at = start;
            throw Error("the geometry is empty");
        }
        if (word is not ("" or "Z" or "M" or "ZM"))
        {
            _at = start;
            throw Error("expected '('");
        }
    }

    private string Word()
    {
        var start = _at;
        while (_at < text.Length && char.IsAsciiLetter(Next))
        {
            _at++;
        }
        return text[start.._at];
    }

    private void Expect(char wanted)
    {
        if (!Take(wanted))
        {
            throw Error($"expected '{wanted}'");
        }
    }

    private bool Take(char wanted)
    {
        SkipSpace();
        if (_at >= text.Length || Next != wanted)
        {
            return false;
        }
        _at++;
        return true;
    }

    private int SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(Next))
        {
            _at++;
        }
        return _at;
    }

    private char Next => text[_at];

    private ShapeException Error(string message) => new($"At character {_at + 1}: {message}.", _at + 1);
}
