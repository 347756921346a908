namespace EventsApi.Data.Imports;

/// <summary>The file cannot be imported at all and nothing was written; the message is one sentence for its sender.</summary>
public class UnreadableFileException : Exception
{
    public UnreadableFileException(string message) : base(message)
    {
    }

    public UnreadableFileException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>The file, or a row of it, is larger than what is taken.</summary>
public sealed class FileTooLargeException(string message) : UnreadableFileException(message);
