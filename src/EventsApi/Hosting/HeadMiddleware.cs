using EventsApi.Representations;

namespace EventsApi.Hosting;

/// <summary>HEAD is GET without the body (RFC 9110 §9.3.2): routes see a GET, and Kestrel keeps the body back.</summary>
internal sealed class HeadMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
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
}
