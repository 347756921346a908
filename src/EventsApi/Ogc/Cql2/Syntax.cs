using System.Globalization;
using EventsApi.Data.Places;

namespace EventsApi.Ogc.Cql2;

/// <summary>Where in a filter something stands: a column of the text, counted from 1, or a path in JSON.</summary>
internal sealed record Place(int? Column, string? Path)
{
    public static Place Top { get; } = new(null, "");

    public static Place At(int column) => new(column, null);

    public Place Member(string name) => new(null, Path!.Length == 0 ? name : $"{Path}.{name}");

    public Place Element(int index) => new(null, string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]"));

    public override string ToString() => Column is { } column
        ? string.Create(CultureInfo.InvariantCulture, $"At column {column}: ")
        : Path!.Length > 0 ? $"At {Path}: " : "";
}

/// <summary>
/// A filter as it is written, whichever the language: CQL2 JSON is this tree, and CQL2 text is read into it. What it
/// means is decided in one place, <see cref="Conditions"/>, so that the two languages cannot differ.
/// </summary>
internal abstract record Node(Place Place)
{
    public sealed record Text(string Value, Place Place) : Node(Place);

    /// <summary>Exact is null where a decimal cannot hold the number.</summary>
    public sealed record Number(double Value, decimal? Exact, Place Place) : Node(Place);

    public sealed record Boolean(bool Value, Place Place) : Node(Place);

    public sealed record Property(string Name, Place Place) : Node(Place);

    /// <summary>The list of IN.</summary>
    public sealed record List(IReadOnlyList<Node> Items, Place Place) : Node(Place);

    /// <summary>A geometry in WKT or GeoJSON, read later.</summary>
    public sealed record Geometry(string Source, bool IsJson, Place Place) : Node(Place)
    {
        /// <summary>Makes a point of the two numbers of a position, in their reference system's order.</summary>
        public Func<double, double, GeoPoint>? ReadPoint { get; init; }
    }

    /// <summary>An operator or function by its name in lower case, as CQL2 JSON has it.</summary>
    public sealed record Call(string Name, IReadOnlyList<Node> Args, Place Place) : Node(Place);
}

/// <summary>What keeps a filter from growing beyond what a parser and an engine can hold.</summary>
internal sealed class Budget
{
    public const int MaximumDepth = 100;
    public const int MaximumNodes = 10_000;

    private int _depth;
    private int _nodes;

    public void Spend(Place place)
    {
        if (++_nodes > MaximumNodes)
        {
            throw new Cql2Exception(place, $"The filter has more than {MaximumNodes} operators, properties and values.");
        }
    }

    /// <summary>Reads what is nested one level deeper.</summary>
    public T Deeper<T>(Place place, Func<T> read)
    {
        if (++_depth > MaximumDepth)
        {
            throw new Cql2Exception(place, $"The filter is nested more than {MaximumDepth} levels deep.");
        }
        var answer = read();
        _depth--;
        return answer;
    }
}

/// <summary>Numbers are written the same way in both languages.</summary>
internal static class Numbers
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static Node.Number Read(string text, Place place)
    {
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            throw new Cql2Exception(place, "The number is too large.");
        }
        var exact = decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) && (double)number == value ? number : (decimal?)null;
        return new Node.Number(value, exact, place);
    }
}
