using System.Text.Json;
using EventsApi.Data.Imports;
using EventsApi.Data.Office;
using EventsApi.Jobs;
using EventsApi.Requests;

namespace EventsApi.Representations;

/// <summary>Where something else is.</summary>
public sealed record ImportLink(string Rel, string Href);

/// <summary>Why a row was rejected.</summary>
/// <param name="Row">Ordinal of the row, from 1.</param>
/// <param name="Column">The column; null when the row as a whole is at fault.</param>
/// <param name="Value">What the file has there.</param>
/// <param name="Rule">One of the codebook's import_rules.</param>
public sealed record ImportReject(long Row, string? Column, string? Value, string Rule, string Message);

/// <summary>An import: what was asked for, how far it is, and what it did. Every row read is inserted, updated, unchanged, merged into an earlier row of its event, or rejected.</summary>
/// <param name="Id">Its number, as the history names it.</param>
/// <param name="State">queued, running, succeeded, failed or cancelled.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Percent">How far it is, while it runs.</param>
/// <param name="RowsPerSecond">How fast it is, while it runs.</param>
/// <param name="Filter">With mode=replace: the part of the data set that the file is the whole of; null for all of it.</param>
/// <param name="Read">Rows of the file; where the profile is null only those are known that changed something.</param>
/// <param name="Warnings">Rows that were taken with a warning.</param>
/// <param name="Rules">How often each of the codebook's import_rules was broken, by its id: errors and warnings.</param>
/// <param name="Key">Name of the key that sent it; null on the command line.</param>
/// <param name="RejectSample">The first 20.</param>
public sealed record ImportDocument(
    long Id, string State, string? Error, double? Percent, double? RowsPerSecond, string? Dataset, string? Profile, string Mode, string? Filter, bool DryRun,
    long Read, long Inserted, long Updated, long Unchanged, long Merged, long Deleted, long Rejected, long Warnings, IReadOnlyDictionary<string, long> Rules,
    DateTimeOffset Created, DateTimeOffset? Started, DateTimeOffset? Finished, string? Key, string? Reason, IReadOnlyList<ImportReject> RejectSample, IReadOnlyList<ImportLink> Links)
{
    /// <param name="address">Where it is on a server; null where there is none.</param>
    internal static ImportDocument Of(ImportJob job, JobProgress? progress = null, string? address = null)
    {
        var request = JobRequest.Read(job.Request);
        var report = job.Report is null ? null : JsonSerializer.Deserialize<ImportReport>(job.Report);
        // What is not committed did not happen.
        var done = report is { Refused: false };
        return new ImportDocument(
            job.Id, job.State, job.Error, job.State == JobState.Succeeded ? 100 : progress?.Percent, progress?.RowsPerSecond, Known(report?.Dataset) ?? request.Dataset, Known(report?.Profile), request.IsRevert ? "revert" : request.Mode.ToString().ToLowerInvariant(), ImportFilters.Text(request.Filter), request.DryRun,
            report?.Read ?? progress?.Read ?? 0, done ? report!.Inserted : 0, done ? report!.Updated : 0, done ? report!.Unchanged : 0, report?.Merged ?? 0, done ? report!.Deleted : 0,
            report?.Rejected ?? progress?.Rejected ?? 0, report?.Warnings ?? 0, report?.Rules ?? new Dictionary<string, long>(), Time(job.Created)!.Value, Time(job.Started), Time(job.Finished), job.KeyName, request.Reason,
            [.. report?.FirstRejects.Select(reject => new ImportReject(reject.Row, reject.Column, reject.Value, reject.Rule, reject.Message)) ?? []], LinksOf(job, report, address));
    }

    private static IReadOnlyList<ImportLink> LinksOf(ImportJob job, ImportReport? report, string? address)
    {
        if (address is null)
        {
            return [];
        }
        var links = new List<ImportLink> { new("self", address) };
        if (!job.HasEnded)
        {
            links.Add(new ImportLink("monitor", address + "/events"));
        }
        // The command line writes them where it runs.
        if (report?.Rejected > 0 && job.KeyName is not null)
        {
            links.Add(new ImportLink("rejects", address + "/rejects"));
        }
        return links;
    }

    private static string? Known(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static DateTimeOffset? Time(long? time) => time is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
}

/// <summary>Imports, the newest first.</summary>
/// <param name="Next">Address of the next page, null on the last.</param>
public sealed record ImportsAnswer(int Count, string? Next, IReadOnlyList<ImportDocument> Data);
