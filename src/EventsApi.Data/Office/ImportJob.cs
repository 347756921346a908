using System.Text.Json;
using EventsApi.Data.Imports;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Office;

/// <summary>What an import is at the moment.</summary>
public static class JobState
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    /// <summary>Whether nothing will happen to it any more.</summary>
    public static bool IsEnd(string state) => state is Succeeded or Failed or Cancelled;
}

/// <summary>An import by its number: what was asked for, and what became of it. The command line enters those of its own when they have ended.</summary>
public sealed record ImportJob
{
    /// <summary>Its number, which the record of versions has too when it changed something.</summary>
    public long Id { get; init; }

    /// <summary>One of <see cref="JobState"/>.</summary>
    public string State { get; init; } = JobState.Queued;

    /// <summary>Name of the key that sent it; null on the command line.</summary>
    public string? KeyName { get; init; }

    /// <summary>A <see cref="JobRequest"/> as JSON.</summary>
    public string Request { get; init; } = "";

    /// <summary>An <see cref="Imports.ImportReport"/> as JSON, when it came so far.</summary>
    public string? Report { get; init; }

    /// <summary>Why it failed, in a sentence.</summary>
    public string? Error { get; init; }

    /// <summary>The HTTP status that says why it failed.</summary>
    public long? Status { get; init; }

    /// <summary>Length of the body as it was sent.</summary>
    public long Bytes { get; init; }

    /// <summary>1 when whoever runs it is asked to stop.</summary>
    public long Cancelled { get; init; }

    /// <summary>Unix milliseconds, as all times here.</summary>
    public long Created { get; init; }

    public long? Started { get; init; }

    public long? Finished { get; init; }

    public bool HasEnded => JobState.IsEnd(State);

    /// <summary>An import of which nothing is known but what it changed.</summary>
    public static ImportJob Of(DataVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var request = new JobRequest("") { Dataset = version.Dataset, Reason = version.Reason, IsRevert = version.Operation == DataVersion.Revert };
        return new ImportJob
        {
            Id = version.ImportNumber!.Value,
            State = JobState.Succeeded,
            KeyName = version.KeyName,
            Request = request.Write(),
            Report = JsonSerializer.Serialize(ImportReport.Of(version)),
            Created = version.Time,
            Finished = version.Time,
        };
    }
}
