using EventsApi.Contract;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Hosting;

/// <summary>
/// The one table from what can go wrong to a problem: exceptions of ours, of the server, and statuses without a body.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    // Kestrel's own limit is higher, so that a URL too long still gets an answer that says so.
    public const int LongestUrl = 16_384;

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.Value!.Length + http.Request.QueryString.Value!.Length > LongestUrl)
        {
            await Problems.WriteAsync(http, StatusCodes.Status414UriTooLong, $"The URL is longer than {LongestUrl} characters; {Shorter(http.Request.Path)}");
            return;
        }
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                await Problems.WriteAsync(http, http.Response.StatusCode, Sentence(http));
            }
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            await WriteAsync(http, exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Too late for a status: a broken connection is how the client learns that the answer is not whole.
            log.LogError(exception, "An answer broke off");
            http.Abort();
        }
        catch (OperationCanceledException)
        {
            http.Abort();
        }
    }

    private Task WriteAsync(HttpContext http, Exception exception)
    {
        http.Response.Clear();
        switch (exception)
        {
            case InvalidRequestException invalid:
                return Problems.WriteAsync(http, invalid);
            case NotAcceptableException:
                return Problems.WriteAsync(http, StatusCodes.Status406NotAcceptable, exception.Message);
            case QueueFullException:
                http.Response.Headers.RetryAfter = "30";
                return Problems.WriteAsync(http, StatusCodes.Status429TooManyRequests, exception.Message);
            case TokenTakenException:
                return Problems.WriteAsync(http, StatusCodes.Status422UnprocessableEntity, exception.Message);
            case BadHttpRequestException bad:
                return Problems.WriteAsync(http, bad.StatusCode, bad.Message);
            case OperationCanceledException when http.RequestAborted.IsCancellationRequested:
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest; // for the log
                return Task.CompletedTask;
            case OperationCanceledException or StatementStoppedException:
                http.Response.Headers.RetryAfter = "10";
                return Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "The question took longer than this server allows; narrow the filter, ask for fewer groups, or leave the count out with count=none.");
            // Who asks needs no room on the disk that he could be told of.
            case NotWritableException full when http.GetEndpoint()?.Metadata.GetMetadata<Operation>()?.Problems.Contains(StatusCodes.Status507InsufficientStorage) == true:
                log.LogError(exception, "The database cannot be written");
                http.Response.Headers.RetryAfter = "10";
                var (status, sentence) = Problems.Of(full);
                return Problems.WriteAsync(http, status, sentence);
            case DatabaseUnavailableException:
                log.LogError(exception, "The database is not available");
                http.Response.Headers.RetryAfter = "10";
                return Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "The database is not available at the moment.");
            default:
                log.LogError(exception, "A request failed");
                return Problems.WriteAsync(http, StatusCodes.Status500InternalServerError, "The server failed; its log says why.");
        }
    }

    // Only events have a search that takes a body.
    private static string Shorter(PathString path) => path.StartsWithSegments("/v1/events", StringComparison.OrdinalIgnoreCase)
        ? "POST /v1/events/search takes the same filters in a body."
        : path.StartsWithSegments("/v1/aggregates", StringComparison.OrdinalIgnoreCase) ? "POST /v1/aggregates/search takes the same filters in a body."
        : "give fewer values or a simpler geometry, or import the geometry as a boundary and name that.";

    private static string Sentence(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this path; /docs lists what there is.",
        StatusCodes.Status405MethodNotAllowed => $"This path takes {http.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType => "The body must be application/json.",
        _ => "The request cannot be answered.",
    };
}
