using EventsApi.Requests;
using Microsoft.AspNetCore.Http.Headers;

namespace EventsApi.Ogc;

/// <summary>Every resource of the OGC API has two forms, JSON and HTML: by <c>f</c>, else by Accept, else JSON.</summary>
internal static class OgcFormat
{
    public static readonly Parameter F = new("f", ParameterType.Text, "Format of the answer; goes before the Accept header.")
    { Allowed = ["json", "geojson", "html"], Default = "json", Example = "json" };

    /// <summary>Some clients add these to every address.</summary>
    public static IReadOnlyList<Parameter> Ignored { get; } =
    [
        EventRequest.LimitParameter with { Description = "Has no effect here.", Default = null },
        EventRequest.OffsetParameter with { Description = "Has no effect here.", Default = null },
    ];

    /// <summary>What a resource takes that has no parameters of its own.</summary>
    public static IReadOnlyList<Parameter> Parameters { get; } = [F, .. Ignored];

    private static readonly IReadOnlyCollection<string> Names = [.. Parameters.Select(parameter => parameter.Name)];

    /// <summary>Reads a request that takes nothing else.</summary>
    /// <param name="json">Media types of the JSON form, the first the one it has by default.</param>
    /// <returns>The media type to answer with.</returns>
    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static string Choose(HttpContext http, params string[] json)
    {
        var raw = RawRequest.FromQuery(http.Request.Query);
        raw.RefuseUnknown(Names);
        var type = Choose(raw, http.Request.GetTypedHeaders(), json);
        raw.Errors.ThrowIfAny();
        return type;
    }

    public static bool IsHtml(RawRequest raw, RequestHeaders headers, params string[] json) => Choose(raw, headers, json) == OgcLinks.Html;

    private static string Choose(RawRequest raw, RequestHeaders headers, string[] json)
    {
        if (raw.Single(F.Name) is { } name)
        {
            if (!F.Allowed!.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                raw.Errors.AddUnknown(F.Name, name, "format", F.Allowed!);
            }
            return name.Equals("html", StringComparison.OrdinalIgnoreCase) ? OgcLinks.Html : json[0];
        }
        // Who takes JSON of any kind takes GeoJSON and JSON Schema too.
        string[] offered = [.. json, .. json.Contains(OgcLinks.Json) ? [] : new[] { OgcLinks.Json }, OgcLinks.Html];
        var best = Negotiation.Best(headers.Accept, offered) ?? throw new NotAcceptableException(offered);
        return best == OgcLinks.Json && !json.Contains(best) ? json[0] : best;
    }
}
