using EventsApi.Data.Office;
using EventsApi.Representations;

namespace EventsApi.Access;

/// <summary>
/// Who may do what: finds the key, counts the request, and refuses who lacks a key or its scope. What is refused does not
/// tell whether a key exists: an unknown one, an expired one and a revoked one are the same.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next, OfficeStore office, Options options, KeyUses uses, RateLimits limits)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var foreign = http.GetEndpoint()?.Metadata.GetMetadata<ForeignCredentials>();
        var sent = foreign is null ? Credentials.Read(http.Request) : foreign.Read(http.Request);
        var key = string.IsNullOrEmpty(sent) ? null : await office.FindKeyAsync(sent, http.RequestAborted);
        if (http.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>() is not { IsCounted: false } && !limits.Take(http, key))
        {
            await Problems.WriteAsync(http, StatusCodes.Status429TooManyRequests, $"More requests than are allowed {(key is null ? "from one address" : "with this key")}; Retry-After says how many seconds to wait.");
            return;
        }
        if (sent is not null && key is null && foreign is not null && options.AnonymousReads)
        {
            ForeignCredentials.Note(http);
        }
        else if (sent is not null && key is null)
        {
            await RefuseAsync(http, "The key is not valid; it must be one that 'keys add' printed and that is neither expired nor revoked.", ", error=\"invalid_token\"");
            return;
        }
        if (key is not null)
        {
            uses.Add(key);
            http.SetKey(key);
        }
        if (Needed(http) is not { } scope || (key?.Allows(scope) ?? false))
        {
            await next(http);
        }
        else if (key is null)
        {
            await RefuseAsync(http, $"This needs a key with the scope {scope}: send it as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'.", "");
        }
        else
        {
            http.Response.Headers.WWWAuthenticate = Challenge($", error=\"insufficient_scope\", scope=\"{scope}\"");
            await Problems.WriteAsync(http, StatusCodes.Status403Forbidden, $"The key lacks the scope {scope}.");
        }
    }

    private string? Needed(HttpContext http) => http.GetEndpoint() is not { } endpoint ? null
        : endpoint.Metadata.GetMetadata<RequiredScope>() is { } required ? required.Scope
        : options.AnonymousReads ? null : Scopes.Read;

    private static Task RefuseAsync(HttpContext http, string detail, string error)
    {
        http.Response.Headers.WWWAuthenticate = Challenge(error);
        return Problems.WriteAsync(http, StatusCodes.Status401Unauthorized, detail);
    }

    // RFC 6750 §3; the realm is the same for all of the server.
    private static string Challenge(string error) => "Bearer realm=\"events-api\"" + error;
}
