using EventsApi.Data.Storage;

namespace EventsApi.Data.Imports;

/// <summary>What is to be imported and how.</summary>
/// <param name="FileName">Name for messages, as the sender knows it.</param>
public sealed record ImportRequest(string FileName)
{
    public const string AutoProfile = "auto";

    /// <summary>Name of a profile, or <see cref="AutoProfile"/> to recognise it by the header.</summary>
    public string Profile { get; init; } = AutoProfile;

    /// <summary>Data set of every row; null takes the row's own, else the profile's name.</summary>
    public string? Dataset { get; init; }

    public ImportMode Mode { get; init; }

    /// <summary>The only data sets whose events may be changed or deleted; null for all.</summary>
    public IReadOnlyList<string>? BoundTo { get; init; }

    /// <summary>With <see cref="ImportMode.Replace"/>: delete however much is missing.</summary>
    public bool ConfirmDelete { get; init; }

    /// <summary>With <see cref="ImportMode.Replace"/>: the part of the data set that the file is the whole of; null for all of it.</summary>
    public Coverage? Coverage { get; init; }

    public UnpackingLimits Limits { get; init; } = UnpackingLimits.None;

    /// <summary>Compare with the store, write nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Write nothing when any row is rejected.</summary>
    public bool Strict { get; init; }

    /// <summary>Order of dates like 01/02/2016; null decides it from the file's own dates.</summary>
    public DateOrder? DateOrder { get; init; }

    public string? Licence { get; init; }

    public string? Citation { get; init; }

    public string? Url { get; init; }

    /// <summary>Whether readers may be held up until the commit, where that makes a first import quicker.</summary>
    public bool MayHoldReaders { get; init; }

    /// <summary>What it is recorded as.</summary>
    internal string Operation { get; init; } = DataVersion.Import;

    /// <summary>The version that must be the newest; null for whichever is.</summary>
    internal long? Expected { get; init; }

    /// <summary>Who imports, and why.</summary>
    public WriteOrigin Origin { get; init; } = WriteOrigin.Unknown;
}
