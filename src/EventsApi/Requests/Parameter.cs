using EventsApi.Data.Model;

namespace EventsApi.Requests;

/// <summary>What a parameter takes, as OpenAPI says it.</summary>
public sealed record ParameterType(string Name, string? Format = null)
{
    public static readonly ParameterType Text = new("string");
    public static readonly ParameterType Date = new("string", "date");
    public static readonly ParameterType Integer = new("integer", "int64");
    public static readonly ParameterType Real = new("number", "double");
    public static readonly ParameterType Boolean = new("boolean");

    public static readonly ParameterType Uri = new("string", "uri");

    /// <summary>A shape: well-known text, in a body GeoJSON as well.</summary>
    public static readonly ParameterType Shape = new("string", "wkt");

    public static ParameterType Of(Column column) => Of(column.Type);

    public static ParameterType Of(ColumnType type) => type switch
    {
        ColumnType.Integer => Integer,
        ColumnType.Real => Real,
        ColumnType.Date => Date,
        _ => Text,
    };
}

/// <summary>
/// One parameter of a request: what the parser knows by this name, and what the OpenAPI document says of it.
/// </summary>
public record Parameter(string Name, ParameterType Type, string Description)
{
    /// <summary>Whether it may be repeated; a body then takes an array.</summary>
    public bool Repeats { get; init; }

    /// <summary>Several values in one, separated by commas, of this number at least and at most.</summary>
    public (int Least, int Most)? List { get; init; }

    /// <summary>The only values there are; null when others are possible.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public object? Default { get; init; }

    public object? Example { get; init; }
}
