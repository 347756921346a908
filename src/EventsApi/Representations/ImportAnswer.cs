using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Office;
using EventsApi.Jobs;

namespace EventsApi.Representations;

/// <summary>Answers requests about imports: one, a page of them, its rejected rows, and its progress as it goes.</summary>
internal sealed class ImportAnswer(ImportRegister register, ImportDesk desk, JobFolder folder, IHostApplicationLifetime server, Options options)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    // A client that is cut off connects again by itself; so nobody holds a place for ever.
    private static readonly TimeSpan LongestStream = TimeSpan.FromMinutes(10);

    /// <summary>An import as it is; one that failed as a problem with its status where it is the answer to the request that sent it.</summary>
    public async Task WriteAsync(HttpContext http, ImportJob job, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = EventFormat.Json.MediaType;
        http.Response.Headers.Location = Address(http, job.Id);
        await JsonSerializer.SerializeAsync(http.Response.Body, Document(http, job), AnswerJson.Options, http.RequestAborted);
    }

    /// <inheritdoc cref="WriteAsync"/>
    public Task WriteEndAsync(HttpContext http, ImportJob job)
    {
        if (job.State is not (JobState.Failed or JobState.Cancelled))
        {
            return WriteAsync(http, job);
        }
        http.Response.Headers.Location = Address(http, job.Id);
        return Problems.WriteAsync(http, (int)(job.Status ?? StatusCodes.Status409Conflict), job.Error ?? "The import was cancelled; nothing was written.",
            import: JsonSerializer.SerializeToNode(Document(http, job), AnswerJson.Options));
    }

    public async Task<ImportsAnswer> ListAsync(HttpContext http, string? key, long before, int limit)
    {
        var jobs = await register.PageAsync(key, before, limit + 1, http.RequestAborted);
        var shown = jobs.Take(limit).ToList();
        http.SetRows(shown.Count);
        http.Response.Headers.CacheControl = "no-store";
        return new ImportsAnswer(shown.Count, jobs.Count > limit ? Links.NextBefore(http.Request, options, shown[^1].Id) : null, [.. shown.Select(job => Document(http, job))]);
    }

    /// <summary>The rejected rows: as they were kept, with formulas disarmed, or a line of JSON each.</summary>
    public async Task WriteRejectsAsync(HttpContext http, ImportJob job, EventFormat format, CsvOptions options)
    {
        var path = folder.Rejects(job.Id);
        if (!File.Exists(path) && Missing(job) is { } sentence)
        {
            await Problems.WriteAsync(http, StatusCodes.Status410Gone, sentence);
            return;
        }
        http.Response.ContentType = format.MediaType;
        http.Response.Headers.CacheControl = "no-store";
        if (http.IsHead())
        {
            return;
        }
        if (format != EventFormat.Csv)
        {
            await RejectRows.WriteLinesAsync(http, path);
        }
        else if (options.Safe)
        {
            await RejectRows.WriteSafeAsync(http, path, options);
        }
        else if (File.Exists(path))
        {
            await http.Response.SendFileAsync(path, http.RequestAborted);
        }
        else
        {
            await http.Response.WriteAsync(string.Join(',', Data.Imports.RejectsFile.Header) + "\r\n", http.RequestAborted);
        }
    }

    /// <summary>Server-sent events: the import whenever it has changed, until it ends.</summary>
    public async Task StreamAsync(HttpContext http, ImportJob job)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        var end = DateTimeOffset.UtcNow + LongestStream;
        for (var (told, current) = ("", job); !http.IsHead(); current = await desk.WaitAsync(job.Id, Look, http.RequestAborted))
        {
            var document = JsonSerializer.Serialize(Document(http, current), AnswerJson.Options);
            await http.Response.WriteAsync(document == told ? ":\n\n" : $"event: {current.State}\ndata: {document}\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            if (current.HasEnded || DateTimeOffset.UtcNow > end || server.ApplicationStopping.IsCancellationRequested)
            {
                return;
            }
            told = document;
        }
    }

    private static string? Missing(ImportJob job) =>
        job.KeyName is null ? $"Import {job.Id} came from the command line, which wrote the rejected rows where it ran."
        : job.Report is null || (job.Started is not null && JsonSerializer.Deserialize<Data.Imports.ImportReport>(job.Report)!.Rejected == 0) ? null
        : $"The rejected rows of import {job.Id} are not kept any more.";

    private ImportDocument Document(HttpContext http, ImportJob job) => ImportDocument.Of(job, job.HasEnded ? null : desk.Progress(job.Id), Address(http, job.Id));

    private string Address(HttpContext http, long id) => string.Create(CultureInfo.InvariantCulture, $"{Links.Base(http.Request, options)}/v1/imports/{id}");
}
