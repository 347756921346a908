namespace EventsApi.Data.Imports;

/// <summary>The file cannot be imported at all and nothing was written; the message is one sentence for its sender.</summary>
public sealed class UnreadableFileException : Exception
{
    public UnreadableFileException(string message) : base(message)
    {
    }

    public UnreadableFileException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
