using EventsApi.Representations;

namespace EventsApi.Hosting;

/// <summary>
/// HEAD is GET without the body (RFC 9110 §9.3.2): routes see a GET, and Kestrel keeps the body back. What allows GET
/// therefore allows HEAD.
/// </summary>
internal sealed class HeadMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            AllowHead(http.Response);
            return;
        }
        http.SetHead();
        http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
        }
    }

    private static void AllowHead(HttpResponse response)
    {
        if (response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false } && response.Headers.Allow.ToString().Contains(HttpMethods.Get, StringComparison.Ordinal))
        {
            response.Headers.Allow = $"{response.Headers.Allow}, {HttpMethods.Head}";
        }
    }
}
