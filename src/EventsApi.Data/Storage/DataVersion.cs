namespace EventsApi.Data.Storage;

/// <summary>Who writes, and why.</summary>
/// <param name="KeyName">Name of the key; null on the command line.</param>
/// <param name="Import">The import's number where whoever imports has one already.</param>
public sealed record WriteOrigin(string? KeyName = null, string? Reason = null, long? Import = null)
{
    /// <summary>The command line, without a word.</summary>
    public static readonly WriteOrigin Unknown = new();

    /// <summary>What is recorded of a write of this kind.</summary>
    internal DataVersion Of(string operation) => new() { Operation = operation, KeyName = KeyName, Reason = Reason, ImportNumber = Import };
}

/// <summary>
/// A committed write. Its version is the order of commits: one writer at a time, and every write raises it by one. Whoever
/// writes says what and why; the store fills in version, time and import.
/// </summary>
public sealed record DataVersion
{
    /// <summary>The beginning of the record: what was stored before counts as written by it.</summary>
    public const string Start = "start";
    public const string Import = "import";

    /// <summary>A data set was taken out.</summary>
    public const string Remove = "remove";

    /// <summary>One event was written or removed by itself.</summary>
    public const string Edit = "edit";

    /// <summary>What an import changed was restored; itself an import.</summary>
    public const string Revert = "revert";

    /// <summary>Boundaries were replaced or removed; no event changed.</summary>
    public const string Boundaries = "boundaries";

    /// <summary>The data got a name; no event changed.</summary>
    public const string Release = "release";

    public long Version { get; init; }

    /// <summary>When it was committed, in Unix milliseconds; never less than the version before.</summary>
    public long Time { get; init; }

    /// <summary>One of the constants here.</summary>
    public required string Operation { get; init; }

    /// <summary>The import's number; the next one when whoever imports gives none, null for what is no import.</summary>
    public long? ImportNumber { get; init; }

    public string? Dataset { get; init; }

    /// <summary>Name of the key that wrote; null on the command line.</summary>
    public string? KeyName { get; init; }

    public string? Reason { get; init; }

    public long Inserted { get; init; }

    public long Updated { get; init; }

    public long Deleted { get; init; }

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(Time);
}
