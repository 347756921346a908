using EventsApi.Representations;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace EventsApi.Requests;

/// <summary>The client takes none of the formats there are.</summary>
public sealed class NotAcceptableException(IEnumerable<string> offered)
    : Exception($"None of the media types in Accept can be given. Offered are {string.Join(", ", offered)}.");

/// <summary>Chooses the format of an answer: by <c>f</c>, else by the Accept header (RFC 9110 §12.5.1), else JSON.</summary>
internal static class Negotiation
{
    public static readonly Parameter F = new("f", ParameterType.Text, "Format of the answer; goes before the Accept header.")
    { Allowed = [.. EventFormat.All.Select(format => format.Name)], Default = EventFormat.Json.Name, Example = "json" };

    public static EventFormat Choose(RawRequest raw, RequestHeaders? headers) => Choose(raw, headers, EventFormat.All);

    /// <param name="offered">The formats there are for this; the first is the default.</param>
    public static EventFormat Choose(RawRequest raw, RequestHeaders? headers, IReadOnlyList<EventFormat> offered)
    {
        if (raw.Single(F.Name) is { } name)
        {
            var format = offered.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (format is null)
            {
                raw.Errors.AddUnknown(F.Name, name, "format", [.. offered.Select(known => known.Name)]);
            }
            return format ?? offered[0];
        }
        return Accepted(headers?.Accept ?? [], offered);
    }

    // Browsers and scripts that name no format of ours but end in */* get JSON.
    private static EventFormat Accepted(IList<MediaTypeHeaderValue> accepted, IReadOnlyList<EventFormat> offered)
    {
        var types = offered.SelectMany(format => format.Accepted).ToList();
        var best = Best(accepted, types) ?? throw new NotAcceptableException(types);
        return offered.First(format => format.Accepted.Contains(best));
    }

    /// <summary>The media type that the client likes most, the first of equals; null when it takes none.</summary>
    public static string? Best(IList<MediaTypeHeaderValue>? accepted, IReadOnlyList<string> offered)
    {
        if (accepted is null or { Count: 0 })
        {
            return offered[0];
        }
        var best = offered.Select(type => (type, quality: Quality(accepted, type))).OrderByDescending(pair => pair.quality).First();
        return best.quality > 0 ? best.type : null;
    }

    // The most specific range that matches decides.
    private static double Quality(IList<MediaTypeHeaderValue> accepted, string type)
    {
        var offered = MediaTypeHeaderValue.Parse(type);
        return accepted.Where(range => Includes(range, offered))
            .OrderByDescending(range => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2)
            .Select(range => range.Quality ?? 1).FirstOrDefault(0);
    }

    // Not IsSubsetOf: to that, GeoJSON is a kind of application/json, and a client that likes it less got it as much.
    private static bool Includes(MediaTypeHeaderValue range, MediaTypeHeaderValue offered) => range.MatchesAllTypes
        || (range.Type.Equals(offered.Type, StringComparison.OrdinalIgnoreCase)
            && (range.MatchesAllSubTypes || range.SubType.Equals(offered.SubType, StringComparison.OrdinalIgnoreCase)));
}
