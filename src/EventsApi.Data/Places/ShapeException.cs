namespace EventsApi.Data.Places;

/// <summary>A shape cannot be read or is not one; the message says what is wrong and where.</summary>
/// <param name="position">Where in the text, counted from 1; null when the text can be read but the shape is wrong.</param>
public sealed class ShapeException(string message, int? position = null) : Exception(message)
{
    public int? Position { get; } = position;
}
