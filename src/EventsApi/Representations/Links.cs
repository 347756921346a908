using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;

namespace EventsApi.Representations;

/// <summary>Addresses in answers: they begin with the configured public address, else with the request's own.</summary>
internal static class Links
{
    // The parameters that say where to go on.
    private static readonly string[] Places = ["cursor", "offset", "before"];

    public static string Base(HttpRequest request, Options options) => string.IsNullOrEmpty(options.PublicUrl)
        ? $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}"
        : options.PublicUrl.TrimEnd('/');

    /// <summary>The same request from another place on. The token does not hold the limit, so a client may change it.</summary>
    public static string Next(HttpRequest request, Options options, string cursor) => From(request, options, "cursor", cursor);

    /// <summary>The same request from another number on.</summary>
    public static string NextOffset(HttpRequest request, Options options, int offset) => From(request, options, "offset", offset.ToString(CultureInfo.InvariantCulture));

    /// <summary>The same request for what is below a number.</summary>
    public static string NextBefore(HttpRequest request, Options options, long number) => From(request, options, "before", number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The same request with another value of a parameter.</summary>
    public static string With(HttpRequest request, Options options, string name, string value) => From(request, options, name, value);

    /// <summary>The member <c>links</c> of a GeoJSON collection, as OGC API Features has it: the next page, where there is one.</summary>
    public static void WriteNext(Utf8JsonWriter json, string? next)
    {
        json.WriteStartArray("links");
        if (next is not null)
        {
            json.WriteStartObject();
            json.WriteString("rel", "next");
            json.WriteString("type", "application/geo+json");
            json.WriteString("href", next);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string From(HttpRequest request, Options options, string place, string value)
    {
        var query = new QueryBuilder();
        foreach (var (name, values) in request.Query)
        {
            if (!Places.Contains(name, StringComparer.OrdinalIgnoreCase) && !name.Equals(place, StringComparison.OrdinalIgnoreCase))
            {
                query.Add(name, values.Select(value => value ?? ""));
            }
        }
        query.Add(place, value);
        return Base(request, options) + request.Path.ToUriComponent() + query.ToQueryString().ToUriComponent();
    }
}
