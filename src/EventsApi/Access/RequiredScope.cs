using EventsApi.Data.Office;

namespace EventsApi.Access;

/// <summary>What a key must be for to use a route; null where nobody needs one, whatever the settings say.</summary>
/// <param name="IsCounted">Whether its requests count among those of a minute.</param>
public sealed record RequiredScope(string? Scope, bool IsCounted = true);

internal static class AccessConventions
{
    /// <summary>Lets in only who has a key with a scope.</summary>
    public static RouteHandlerBuilder RequireScope(this RouteHandlerBuilder route, string scope) => route.WithMetadata(new RequiredScope(scope));

    /// <summary>Lets in everybody, also where reading needs a key.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder route, bool isCounted = true)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RequiredScope(null, isCounted));

    private static readonly object Key = new();

    /// <summary>The key that came with the request and is valid, or null.</summary>
    public static ApiKey? GetKey(this HttpContext http) => http.Items.TryGetValue(Key, out var key) ? (ApiKey?)key : null;

    public static void SetKey(this HttpContext http, ApiKey key) => http.Items[Key] = key;
}
