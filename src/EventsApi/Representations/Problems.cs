using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EventsApi.Data.Storage;
using EventsApi.Requests;
using Microsoft.AspNetCore.WebUtilities;

namespace EventsApi.Representations;

/// <summary>RFC 9457 problem details, ours with every error of a request.</summary>
public sealed record Problem
{
    /// <summary>about:blank: the status says what kind of problem it is (RFC 9457 §4.2.1).</summary>
    public string Type { get; init; } = "about:blank";
    public required string Title { get; init; }
    public required int Status { get; init; }
    public required string Detail { get; init; }
    public string? Instance { get; init; }
    public IReadOnlyList<RequestError>? Errors { get; init; }

    /// <summary>The report of an import that failed.</summary>
    public JsonNode? Import { get; init; }
}

/// <summary>How a route writes its problems, where its clients know another form than RFC 9457; endpoints carry it as metadata.</summary>
/// <param name="Write">Writes status and body.</param>
internal sealed record ProblemShape(Func<HttpContext, int, string, IReadOnlyList<RequestError>, Task> Write);

/// <summary>Writes problems.</summary>
internal static class Problems
{
    public const string MediaType = "application/problem+json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = EventJson.Options.Encoder,
    };

    public static Task WriteAsync(HttpContext http, int status, string detail, IReadOnlyList<RequestError>? errors = null, JsonNode? import = null)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = MediaType;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Remove("ETag");
        if (http.GetEndpoint()?.Metadata.GetMetadata<ProblemShape>() is { } shape)
        {
            return shape.Write(http, status, detail, errors ?? []);
        }
        var problem = new Problem
        {
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = detail,
            Instance = http.Request.Path,
            Errors = errors,
            Import = import,
        };
        return JsonSerializer.SerializeAsync(http.Response.Body, problem, Json, http.RequestAborted);
    }

    /// <summary>What the sender of something is told when it cannot be written.</summary>
    public static (int Status, string Sentence) Of(NotWritableException exception) => exception.IsFull
        ? (StatusCodes.Status507InsufficientStorage, "The server's disk is full; nothing was written. Send it again later.")
        : (StatusCodes.Status503ServiceUnavailable, "The server's data may only be read at the moment; nothing was written. Send it again later.");

    public static Task WriteAsync(HttpContext http, InvalidRequestException exception) => WriteAsync(http, StatusCodes.Status400BadRequest,
        exception.Errors.Count == 1
            ? $"{exception.Errors[0].Parameter}: {exception.Errors[0].Message}"
            : exception.Errors.Count < RequestErrors.Most
                ? $"{exception.Errors.Count} parameters are wrong; errors names each."
                : $"{RequestErrors.Most} parameters or more are wrong; errors names the first.", exception.Errors);
}
