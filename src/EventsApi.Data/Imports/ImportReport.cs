using EventsApi.Data.Storage;

namespace EventsApi.Data.Imports;

/// <summary>What an import is doing.</summary>
public enum ImportStage
{
    Reading,
    Merging,
}

/// <summary>How far an import is. <paramref name="Position"/> and <paramref name="Length"/> are bytes of the file as sent while reading, rows while merging.</summary>
public sealed record ImportProgress(ImportStage Stage, long Rows, long Rejected, long Position, long Length);

/// <summary>One reason why a row was rejected. A row has as many as it has errors.</summary>
/// <param name="Row">Ordinal of the data row, from 1; header and HXL tags do not count.</param>
/// <param name="Line">Line of the file, from 1, on which the row starts.</param>
/// <param name="Column">Our column's name; null when the row as a whole is at fault.</param>
/// <param name="Value">What the file has there, shortened.</param>
/// <param name="Rule">Id of one of <see cref="Rules.All"/>.</param>
/// <param name="Sent">The whole row as the file has it: a JSON object by the file's column names, or the text when it is not a row.</param>
public sealed record Reject(long Row, long Line, string? Column, string? Value, string Rule, string Message, string Sent);

/// <summary>
/// What an import did. Every row read is in exactly one of: inserted, updated, unchanged, merged into an earlier row of
/// its event, rejected; unless the import was <see cref="Refused"/>, which writes nothing.
/// </summary>
/// <param name="Warnings">Rows that were taken with at least one warning.</param>
/// <param name="Refused">Rows were rejected under <see cref="ImportRequest.Strict"/>.</param>
/// <param name="Rules">How often each rule was broken, by its id; errors and warnings.</param>
/// <param name="FirstRejects">The first <see cref="Importer.ShownRejects"/>.</param>
public sealed record ImportReport(
    string Profile, string Dataset, long Read, long Inserted, long Updated, long Unchanged, long Merged, long Rejected,
    long Warnings, bool DryRun, bool Refused, IReadOnlyDictionary<string, long> Rules, IReadOnlyList<Reject> FirstRejects)
{
    /// <summary>What is known of an import by what it changed: of the rows that it read those which changed something.</summary>
    public static ImportReport Of(DataVersion? version) => new(
        "", version?.Dataset ?? "", version is { Operation: DataVersion.Import } ? version.Inserted + version.Updated : 0,
        version?.Inserted ?? 0, version?.Updated ?? 0, 0, 0, 0, 0, false, false, new Dictionary<string, long>(), [])
    { Deleted = version?.Deleted ?? 0, Recorded = version };

    /// <summary>Events that were deleted because the file lacks them.</summary>
    public long Deleted { get; init; }

    /// <summary>The version that the import made, with its number; null when it changed nothing.</summary>
    public DataVersion? Recorded { get; init; }
}
