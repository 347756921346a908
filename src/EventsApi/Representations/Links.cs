using Microsoft.AspNetCore.Http.Extensions;

namespace EventsApi.Representations;

/// <summary>Addresses in answers: they begin with the configured public address, else with the request's own.</summary>
internal static class Links
{
    public static string Base(HttpRequest request, Options options) => string.IsNullOrEmpty(options.PublicUrl)
        ? $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}"
        : options.PublicUrl.TrimEnd('/');

    /// <summary>The same request from another place on. The token does not hold the limit, so a client may change it.</summary>
    public static string Next(HttpRequest request, Options options, string cursor)
    {
        var query = new QueryBuilder();
        foreach (var (name, values) in request.Query)
        {
            if (!name.Equals("cursor", StringComparison.OrdinalIgnoreCase) && !name.Equals("offset", StringComparison.OrdinalIgnoreCase))
            {
                query.Add(name, values.Select(value => value ?? ""));
            }
        }
        query.Add("cursor", cursor);
        return Base(request, options) + request.Path.ToUriComponent() + query.ToQueryString().ToUriComponent();
    }
}
