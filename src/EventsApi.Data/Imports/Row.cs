namespace EventsApi.Data.Imports;

internal enum CellKind : byte
{
    /// <summary>Text, of CSV or of a JSON string.</summary>
    Text,

    /// <summary>A JSON number or boolean, as written.</summary>
    Literal,

    /// <summary>A JSON object or array, as written.</summary>
    Json,
}

/// <summary>One value as the file has it; null text where the file has none.</summary>
internal readonly record struct Cell(string? Text, CellKind Kind = CellKind.Text)
{
    /// <summary>Without surrounding white space; null when that leaves nothing or NA.</summary>
    public string? Value
    {
        get
        {
            if (string.IsNullOrEmpty(Text))
            {
                return null;
            }
            var text = Text.AsSpan().Trim();
            return text.Length == 0 || text is "NA" ? null : text.Length == Text.Length ? Text : text.ToString();
        }
    }
}

/// <summary>
/// A data row: its values by the index of the reader's names (shorter when later rows brought new names), its ordinal
/// and the line it starts on. A row that could not be read has a <see cref="Fault"/> and its <see cref="Raw"/> text.
/// </summary>
internal sealed record Row(long Number, long Line, IReadOnlyList<string> Names, Cell[] Cells)
{
    public string? Fault { get; init; }

    public string? Raw { get; init; }

    public static Row Faulty(long number, long line, string fault, string raw) => new(number, line, [], []) { Fault = fault, Raw = raw };
}

/// <summary>Rows of a file in one of its formats, first to last.</summary>
internal abstract class RowReader : IDisposable
{
    /// <summary>Longest record in bytes of UTF-8; a quote that never closes stops here.</summary>
    public const int MaximumRecord = 1 << 20;

    /// <summary>Most columns a file may have.</summary>
    public const int MaximumNames = 2000;

    /// <summary>Names of the columns; grows while JSON rows bring new ones.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>The next row, or null at the end of the file.</summary>
    /// <exception cref="UnreadableFileException">The file breaks off or is not what it began as.</exception>
    public abstract Row? Read();

    public abstract void Dispose();

    internal static FileTooLargeException TooLong(string file, long line) =>
        new($"{file}: the row that starts on line {line} is longer than 1 MB; perhaps a quote never closes there.");
}
