using EventsApi.Data.Model;
using EventsApi.Data.Places;

namespace EventsApi.Benchmarks;

/// <summary>A page that is measured.</summary>
/// <param name="Query">The parameters, each with an &amp; behind it.</param>
/// <param name="Where">The same for PostgreSQL, as one would write it by hand.</param>
internal sealed record Question(string What, string Query, string Where)
{
    public static async Task<IReadOnlyList<Question>> AllAsync(Lab lab)
    {
        var depth = lab.Events / 5 * 4;
        var (last, cursor) = await lab.DeepAsync(depth);
        var (large, small) = (SyntheticEvents.Countries[2], SyntheticEvents.Countries[50]);
        var (lat, lon) = ((large.MinLat + large.MaxLat) / 2, (large.MinLon + large.MaxLon) / 2);
        var around = Geodesy.BoxAround(lon, lat, 100_000);
        var actor = $"Group 3 of {large.Name}";
        return
        [
            new("first page", "", "true"),
            new($"page at depth {depth:N0}", $"cursor={cursor}&", $"(event_date, event_id_cnty) < ('{last.EventDate:yyyy-MM-dd}', '{last.EventIdCnty}')"),
            new("country", $"country={Uri.EscapeDataString(large.Name)}&", $"country_folded = {Folded(large.Name)}"),
            new("country, small", $"country={Uri.EscapeDataString(small.Name)}&", $"country_folded = {Folded(small.Name)}"),
            new("country and type", $"country={Uri.EscapeDataString(large.Name)}&event_type=Battles&", $"country_folded = {Folded(large.Name)} AND event_type = 'Battles'"),
            new("two countries", $"country={Uri.EscapeDataString(large.Name)}&country={Uri.EscapeDataString(small.Name)}&",
                $"country_folded IN ({Folded(large.Name)}, {Folded(small.Name)})"),
            new("actor1", $"actor1={Uri.EscapeDataString(actor)}&", $"actor1_folded = {Folded(actor)}"),
            new("bbox of one degree", $"bbox={lon},{lat},{lon + 1},{lat + 1}&", $"geometry && ST_MakeEnvelope({lon}, {lat}, {lon + 1}, {lat + 1}, 4326)"),
            new("near, 100 km", $"near={lon},{lat}&radius_km=100&",
                $"geometry && ST_MakeEnvelope({around.MinLon}, {around.MinLat}, {around.MaxLon}, {around.MaxLat}, 4326) AND ST_DWithin(geometry::geography, ST_Point({lon}, {lat}, 4326)::geography, 100000)"),
            new("fatalities__gte=100", "fatalities__gte=100&", "fatalities >= 100"),
        ];
    }

    private static string Folded(string text) => $"'{Folding.Fold(text).Replace("'", "''", StringComparison.Ordinal)}'";
}
