using EventsApi.Requests;

namespace EventsApi.Access;

/// <summary>The key that a request brings: <c>Authorization: Bearer KEY</c> (RFC 6750) or <c>X-Api-Key: KEY</c>.</summary>
internal static class Credentials
{
    public const string Header = "X-Api-Key";
    private const string Scheme = "Bearer ";

    /// <summary>The key as sent, or null; other schemes, as a proxy's own, are none of ours.</summary>
    /// <exception cref="InvalidRequestException">There are two different ones.</exception>
    public static string? Read(HttpRequest request)
    {
        var sent = request.Headers.Authorization.Where(value => value!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)).Select(value => value![Scheme.Length..])
            .Concat(request.Headers[Header]).Select(value => value!.Trim()).Distinct(StringComparer.Ordinal).ToList();
        return sent.Count <= 1 ? sent.FirstOrDefault() : throw new InvalidRequestException([new RequestError(Header, null, "Two different keys are sent; a request has one, here or in Authorization.")]);
    }
}
