using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventsApi.Requests;
using Microsoft.Net.Http.Headers;

namespace EventsApi.Representations;

/// <summary>
/// Entity tags (RFC 9110 §8.8.3): weak ones, of the data's version and a hash of what was asked; and an event's own, strong, of
/// its revision and a hash of the representation.
/// </summary>
internal static class EntityTags
{
    // Another build may write the same data differently.
    private static readonly string Build = typeof(EntityTags).Module.ModuleVersionId.ToString("N")[..8];

    /// <summary>Sets the answer's tag; true when the client holds that answer already and 304 was set.</summary>
    /// <param name="past">The tag of a release never changes, whichever build writes it.</param>
    public static bool IsHeld(HttpContext http, long version, string asked, Past? past = null)
    {
        var build = past?.Release is null ? "-" + Build : "";
        return IsHeld(http, new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{version}{build}-{Hash(asked)}\""), isWeak: true));
    }

    /// <summary>
    /// The same with a strong tag, for one event: <c>"REVISION-HASH"</c>. The hash keeps apart what one revision is written
    /// as (§8.8.3.3): formats and fields, builds, and codings of the content.
    /// </summary>
    public static bool IsHeldStrong(HttpContext http, long revision, string asked)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"{revision}-{Hash(asked + Build)}");
        // Compression is decided when the answer starts.
        http.Response.OnStarting(() =>
        {
            if (http.Response.Headers.ContentEncoding.ToString() is { Length: > 0 } coding && http.Response.Headers.ETag.Count > 0)
            {
                http.Response.Headers.ETag = $"\"{tag}-{coding}\"";
            }
            return Task.CompletedTask;
        });
        return IsHeld(http, new EntityTagHeaderValue($"\"{tag}\""));
    }

    /// <summary>The revision that an event's strong tag names, in whichever representation; null for any other tag.</summary>
    public static long? RevisionOf(EntityTagHeaderValue tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return !tag.IsWeak && long.TryParse(tag.Tag.AsSpan().Trim('"').ToString().Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;
    }

    /// <summary>What a request asks, independent of the order of its parameters.</summary>
    public static string Asked(HttpContext http, Options options, string format, string body = "") => string.Join('\n',
        http.Request.Query.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + "=" + string.Join('&', pair.Value.Select(value => Uri.EscapeDataString(value ?? ""))))
            .Prepend(Links.Base(http.Request, options) + http.Request.Path).Append(format).Append(body));

    private static bool IsHeld(HttpContext http, EntityTagHeaderValue tag)
    {
        http.Response.GetTypedHeaders().ETag = tag;
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        var held = http.Request.GetTypedHeaders().IfNoneMatch;
        if (!held.Any(candidate => candidate == EntityTagHeaderValue.Any || IsSame(candidate, tag)))
        {
            return false;
        }
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    // A coding's suffix is no other event.
    private static bool IsSame(EntityTagHeaderValue held, EntityTagHeaderValue tag) =>
        held.Compare(tag, useStrongComparison: false) || (!tag.IsWeak && held.Tag.StartsWith(tag.Tag.Value![..^1] + "-", StringComparison.Ordinal));

    private static string Hash(string asked) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)))[..16];
}
