namespace EventsApi.Access;

/// <summary>
/// How clients made for another service send a key; endpoints carry it as metadata. They send what that service gave them:
/// where reading needs no key, one that is not ours is no reason to refuse them.
/// </summary>
/// <param name="Read">The key as sent, or null.</param>
internal sealed record ForeignCredentials(Func<HttpRequest, string?> Read)
{
    private static readonly object Foreign = new();

    /// <summary>A header of that service beside those of this one.</summary>
    public static ForeignCredentials Header(string name) => new(request => Credentials.Read(request) ?? Given(request.Headers[name]));

    /// <summary>A query parameter of that service beside the headers of this one, which go before it.</summary>
    public static ForeignCredentials Query(string name) => new(request => Credentials.Read(request) ?? Given(request.Query[name]));

    /// <summary>Whether the request brings a key that is none of this server's, and is answered as if it had none.</summary>
    public static bool IsSentWith(HttpContext http) => http.Items.ContainsKey(Foreign);

    public static void Note(HttpContext http) => http.Items[Foreign] = true;

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
