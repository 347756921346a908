using System.Diagnostics;
using EventsApi.Representations;

namespace EventsApi.Hosting;

/// <summary>One line a request: what was asked, the status, milliseconds, rows. Values of parameters stay out of it.</summary>
internal sealed class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            log.LogInformation("{Method} {Route} {Status} {Milliseconds:0.0} ms {Rows} rows", http.Request.Method,
                (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)", http.Response.StatusCode,
                Stopwatch.GetElapsedTime(start).TotalMilliseconds, http.GetRows());
        }
    }
}
