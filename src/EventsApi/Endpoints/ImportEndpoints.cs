using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventsApi.Access;
using EventsApi.Contract;
using EventsApi.Data.Imports;
using EventsApi.Data.Office;
using EventsApi.Jobs;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Endpoints;

/// <summary>Files sent by whoever has a key, and what became of them.</summary>
internal static class ImportEndpoints
{
    // Of a body in bytes; a longer one is not waited for.
    private const long Small = 5_000_000;

    // How long a small import is waited for, when others are before it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void MapImports(this IEndpointRouteBuilder app)
    {
        var imports = app.MapGroup("/v1").WithTags("Imports");
        imports.MapPost("/imports", Post).RequireScope(Scopes.Import).WithOperation(ImportOperations.PostImport);
        imports.MapGet("/imports", List).RequireScope(Scopes.Import).WithOperation(ImportOperations.ListImports);
        imports.MapGet("/imports/{id}", Get).RequireScope(Scopes.Import).WithOperation(ImportOperations.GetImport);
        imports.MapDelete("/imports/{id}", Cancel).RequireScope(Scopes.Import).WithOperation(ImportOperations.CancelImport);
        imports.MapPost("/imports/{id}/revert", Revert).RequireScope(Scopes.Admin).WithOperation(ImportOperations.RevertImport);
        imports.MapGet("/imports/{id}/rejects", Rejects).RequireScope(Scopes.Import).WithOperation(ImportOperations.ListRejects);
        imports.MapGet("/imports/{id}/events", Follow).RequireScope(Scopes.Import).WithOperation(ImportOperations.FollowImport);
    }

    private static async Task Post(HttpContext http, ImportDesk desk, JobFolder folder, ImportAnswer answer, Options options)
    {
        var key = http.GetKey()!;
        var raw = RawRequest.FromQuery(http.Request.Query);
        // Before megabytes are taken; a form has parameters of its own, which are not known yet.
        var request = ImportBody.IsForm(http.Request) ? null : ImportParameters.Parse(raw, key, "body");
        var token = IdempotencyHeader(http.Request);
        using var body = await ImportBody.ReceiveAsync(http, raw, folder, options);
        request = (request ?? ImportParameters.Parse(raw, key, body.Name)) with { FileName = body.Name };
        if (Forbidden(key, request) is { } sentence)
        {
            await Problems.WriteAsync(http, StatusCodes.Status403Forbidden, sentence);
            return;
        }
        var once = token is null ? null : new IdempotencyToken(token, Fingerprint(request, body));
        var (job, isNew) = await desk.EnterAsync(new ImportJob { KeyName = key.Name, Request = request.Write(), Bytes = body.Length }, once, body.Path, http.RequestAborted);
        if (!isNew && !job.HasEnded)
        {
            http.Response.Headers.RetryAfter = "1";
            await Problems.WriteAsync(http, StatusCodes.Status409Conflict, $"The import {job.Id} that was sent with this Idempotency-Key has not ended yet.");
            return;
        }
        await AnswerAsync(http, desk, answer, job, body.Length);
    }

    private static async Task AnswerAsync(HttpContext http, ImportDesk desk, ImportAnswer answer, ImportJob job, long length)
    {
        var asked = http.Request.Headers["Prefer"].Any(value => value!.Split(',', ';').Any(part => part.Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase)));
        if (!job.HasEnded && !asked && length <= Small)
        {
            job = await desk.WaitAsync(job.Id, Patience, http.RequestAborted);
        }
        if (job.HasEnded)
        {
            await answer.WriteEndAsync(http, job);
            return;
        }
        if (asked)
        {
            http.Response.Headers["Preference-Applied"] = "respond-async"; // RFC 7240
        }
        http.Response.Headers.RetryAfter = "1";
        await answer.WriteAsync(http, job, StatusCodes.Status202Accepted);
    }

    private static string? Forbidden(ApiKey key, JobRequest request) =>
        key.BoundTo is { } bound && !bound.Contains(request.Dataset!) ? $"The key is bound to other data sets: {string.Join(", ", bound)}."
        : request.Mode == ImportMode.Replace && !key.Allows(Scopes.Delete) ? $"The key lacks the scope {Scopes.Delete}, which mode=replace needs."
        : null;

    private static string Fingerprint(JobRequest request, ImportBody body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Write() + body.Hash)));

    // draft-ietf-httpapi-idempotency-key-header: a quoted string; many clients leave the quotes out.
    private static string? IdempotencyHeader(HttpRequest request)
    {
        var text = request.Headers["Idempotency-Key"].ToString().Trim().Trim('"');
        return !request.Headers.ContainsKey("Idempotency-Key") ? null
            : text.Length is >= 1 and <= 255 && text.All(letter => letter is >= ' ' and <= '~') ? text
                : throw new InvalidRequestException([new RequestError("Idempotency-Key", null, "Must be 1 to 255 characters of ASCII.")]);
    }

    private static Task<ImportsAnswer> List(HttpContext http, ImportAnswer answer)
    {
        var (before, limit) = ImportsRequest.Parse(RawRequest.FromQuery(http.Request.Query));
        var key = http.GetKey()!;
        return answer.ListAsync(http, key.SeesAllImports ? null : key.Name, before, limit);
    }

    private static async Task Get(HttpContext http, string id, ImportRegister register, ImportAnswer answer)
    {
        if (await FindAsync(http, register, id) is { } job)
        {
            await answer.WriteAsync(http, job);
        }
    }

    private static async Task Revert(HttpContext http, string id, ImportDesk desk, ImportAnswer answer)
    {
        var key = http.GetKey()!;
        var reason = RevertRequest.Parse(RawRequest.FromQuery(http.Request.Query));
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            await Problems.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no import {id}.");
            return;
        }
        if (key.BoundTo is not null)
        {
            await Problems.WriteAsync(http, StatusCodes.Status403Forbidden, "The key is bound to data sets; an import is taken back whole, with a key that is not.");
            return;
        }
        var request = new JobRequest("") { Reverts = number, Reason = reason };
        var (job, _) = await desk.EnterAsync(new ImportJob { KeyName = key.Name, Request = request.Write() }, null, null, http.RequestAborted);
        await AnswerAsync(http, desk, answer, job, 0);
    }

    private static async Task Cancel(HttpContext http, string id, ImportRegister register, ImportDesk desk, ImportAnswer answer)
    {
        if (await FindAsync(http, register, id) is not { } job)
        {
            return;
        }
        if (!await desk.CancelAsync(job.Id, http.RequestAborted))
        {
            await Problems.WriteAsync(http, StatusCodes.Status409Conflict, $"Import {job.Id} has ended already.");
            return;
        }
        job = await desk.WaitAsync(job.Id, Patience, http.RequestAborted);
        await answer.WriteAsync(http, job, job.HasEnded ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private static async Task Rejects(HttpContext http, string id, ImportRegister register, ImportAnswer answer)
    {
        var (format, csv) = RejectsRequest.Parse(RawRequest.FromQuery(http.Request.Query), http.Request.GetTypedHeaders());
        if (await FindAsync(http, register, id) is not { } job)
        {
            return;
        }
        if (!job.HasEnded)
        {
            http.Response.Headers.RetryAfter = "1";
            await Problems.WriteAsync(http, StatusCodes.Status409Conflict, $"Import {job.Id} has not ended yet.");
            return;
        }
        await answer.WriteRejectsAsync(http, job, format, csv);
    }

    private static async Task Follow(HttpContext http, string id, ImportRegister register, ImportAnswer answer)
    {
        if (await FindAsync(http, register, id) is { } job)
        {
            await answer.StreamAsync(http, job);
        }
    }

    // Others' imports are not there for a key that is not an administrator's.
    private static async Task<ImportJob?> FindAsync(HttpContext http, ImportRegister register, string id)
    {
        var key = http.GetKey()!;
        var job = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? await register.FindAsync(number, http.RequestAborted) : null;
        if (job is not null && (job.KeyName == key.Name || key.SeesAllImports))
        {
            return job;
        }
        await Problems.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no import {id} that this key may see.");
        return null;
    }
}
