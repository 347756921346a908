using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace EventsApi.Representations;

/// <summary>Weak entity tags (RFC 9110 §8.8.3): the data's version and a hash of what was asked.</summary>
internal static class EntityTags
{
    // Another build may write the same data differently.
    private static readonly string Build = typeof(EntityTags).Module.ModuleVersionId.ToString("N")[..8];

    /// <summary>Sets the answer's tag; true when the client holds that answer already and 304 was set.</summary>
    public static bool IsHeld(HttpContext http, long version, string asked)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)))[..16];
        var tag = new EntityTagHeaderValue($"\"{version}-{Build}-{hash}\"", isWeak: true);
        http.Response.GetTypedHeaders().ETag = tag;
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        var held = http.Request.GetTypedHeaders().IfNoneMatch;
        if (!held.Any(candidate => candidate == EntityTagHeaderValue.Any || candidate.Compare(tag, useStrongComparison: false)))
        {
            return false;
        }
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>What a request asks, independent of the order of its parameters.</summary>
    public static string Asked(HttpContext http, Options options, string format, string body = "") => string.Join('\n',
        http.Request.Query.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + "=" + string.Join('&', pair.Value.Select(value => Uri.EscapeDataString(value ?? ""))))
            .Prepend(Links.Base(http.Request, options) + http.Request.Path).Append(format).Append(body));
}
