using System.Text.Json;
using System.Text.Json.Serialization;
using EventsApi.Data.Imports;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Office;

/// <summary>What was asked of an import, as it is kept until it is done.</summary>
/// <param name="FileName">What the sender calls the file.</param>
public sealed record JobRequest(string FileName)
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public string Profile { get; init; } = ImportRequest.AutoProfile;

    public string? Dataset { get; init; }

    public ImportMode Mode { get; init; }

    public bool DryRun { get; init; }

    public bool Strict { get; init; }

    public bool ConfirmDelete { get; init; }

    /// <summary>With <see cref="ImportMode.Replace"/>: the filters of the part that the file is the whole of, as they were sent; null for the whole data set.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Filter { get; init; }

    public DateOrder? DateOrder { get; init; }

    public string? Licence { get; init; }

    public string? Citation { get; init; }

    public string? Url { get; init; }

    public string? Reason { get; init; }

    /// <summary>The import that it takes back; null when it imports a file.</summary>
    public long? Reverts { get; init; }

    /// <summary>Whether it takes an import back, which is not always known.</summary>
    public bool IsRevert { get => field || Reverts is not null; init; }

    /// <summary>The data sets that the sender's key is bound to; null for all.</summary>
    public IReadOnlyList<string>? BoundTo { get; init; }

    public string Write() => JsonSerializer.Serialize(this, Json);

    public static JobRequest Read(string json) => JsonSerializer.Deserialize<JobRequest>(json, Json)!;

    /// <summary>The same as the importer takes it.</summary>
    public ImportRequest For(ImportJob job, UnpackingLimits limits)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new ImportRequest(FileName)
        {
            Profile = Profile,
            Dataset = Dataset,
            Mode = Mode,
            DryRun = DryRun,
            Strict = Strict,
            ConfirmDelete = ConfirmDelete,
            DateOrder = DateOrder,
            Licence = Licence,
            Citation = Citation,
            Url = Url,
            BoundTo = BoundTo,
            Limits = limits,
            Origin = new WriteOrigin(job.KeyName, Reason, job.Id),
        };
    }
}
