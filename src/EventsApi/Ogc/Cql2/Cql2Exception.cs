namespace EventsApi.Ogc.Cql2;

/// <summary>What is wrong with a filter; the message begins with the place where it went wrong.</summary>
public sealed class Cql2Exception : Exception
{
    internal Cql2Exception(Place place, string message, IReadOnlyList<string>? allowed = null, string? suggestion = null)
        : base(place + message)
    {
        Column = place.Column;
        Path = place.Path;
        Allowed = allowed;
        Suggestion = suggestion;
    }

    /// <summary>The column of the text, counted from 1 in UTF-16 code units; null for JSON.</summary>
    public int? Column { get; }

    /// <summary>The place in JSON as in <c>args[0].args[1]</c>, empty for the whole; null for text.</summary>
    public string? Path { get; }

    /// <summary>What could have stood there, where that is a list.</summary>
    public IReadOnlyList<string>? Allowed { get; }

    /// <summary>What was probably meant.</summary>
    public string? Suggestion { get; }
}
