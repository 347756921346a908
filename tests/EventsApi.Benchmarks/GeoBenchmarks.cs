using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Places;

namespace EventsApi.Benchmarks;

/// <summary>Questions of place over HTTP, against the same asked of SpatiaLite by hand; a walk by next links, against MapServer.</summary>
internal static class GeoBenchmarks
{
    private const int Rounds = 40;
    private const int Pages = 100;
    private const double RadiusKm = 100;

    private static readonly string Columns = string.Join(", ", EventColumns.All.Select(column => column.Name));

    public static async Task RunAsync(Lab lab)
    {
        var server = await lab.ServerAsync();
        using var http = new HttpConnection(server.Port);
        var large = SyntheticEvents.Countries[2];
        var (lon, lat) = ((large.MinLon + large.MaxLon) / 2, (large.MinLat + large.MaxLat) / 2);
        await CompareAsync(lab, http, "page in a box of one degree", _ => HttpConnection.Request($"/v1/events?bbox={lon},{lat},{lon + 1},{lat + 1}&count=none"),
            Page($"id IN ({Candidates(new BoundingBox(lon, lat, lon + 1, lat + 1))}) AND longitude BETWEEN {lon} AND {lon + 1} AND latitude BETWEEN {lat} AND {lat + 1}"));
        await CompareAsync(lab, http, "page within 100 km", _ => HttpConnection.Request($"/v1/events?near={lon},{lat}&radius_km={RadiusKm}&count=none"),
            Page($"id IN ({Candidates(Geodesy.BoxAround(lon, lat, RadiusKm * 1000))}) AND PtDistWithin(geometry, MakePoint({lon}, {lat}, 4326), {RadiusKm * 1000}, 1)"));
        await CompareAsync(lab, http, "nearest 10", _ => HttpConnection.Request($"/v1/events?near={lon},{lat}&sort=distance&limit=10&count=none"),
            $"SELECT {Columns} FROM events WHERE id IN ({Candidates(Geodesy.BoxAround(lon, lat, RadiusKm * 1000))}) ORDER BY ST_Distance(geometry, MakePoint({lon}, {lat}, 4326), 1) LIMIT 10");
        var star = Star();
        // Each time a little elsewhere, since a count once made is remembered.
        await CompareAsync(lab, http, "count in a polygon of 500 vertices", round => HttpConnection.Request("/v1/events/search",
                JsonSerializer.Serialize(new { geometry = Wkt(star, round * 1e-7), limit = 1, fields = "event_id_cnty" })),
            $"SELECT count(*) FROM events WHERE id IN ({Candidates(star)}) AND ST_Intersects(geometry, GeomFromText('{Wkt(star, 0)}', 4326)) = 1");
        await WalkAsync(lab, http);
    }

    private static async Task CompareAsync(Lab lab, HttpConnection http, string what, Func<int, byte[]> request, string sql)
    {
        var mine = new Samples();
        for (var round = 0; round < Rounds * 2; round++)
        {
            var answer = http.Send(request(round));
            if (round >= Rounds)
            {
                mine.Add(answer.Whole.TotalMilliseconds);
            }
        }
        double? theirs = await Lab.HasShellAsync() ? await Shell.TimeAsync(lab.Database, sql, Rounds) : null;
        lab.Results.Add(what, Text(mine), theirs is null ? "no sqlite3 shell" : $"{theirs:0.00} ms (sqlite3 with SpatiaLite, mean)", mine.Median / theirs);
    }

    private static async Task WalkAsync(Lab lab, HttpConnection http)
    {
        var (features, next) = (0, (string?)"/collections/events/items?limit=1000");
        var start = Stopwatch.GetTimestamp();
        for (var page = 0; page < Pages && next is not null; page++)
        {
            using var body = new MemoryStream();
            http.Send(HttpConnection.Request(next), body);
            body.Position = 0;
            using var json = await JsonDocument.ParseAsync(body);
            features += json.RootElement.GetProperty("numberReturned").GetInt32();
            next = json.RootElement.GetProperty("links").EnumerateArray().Where(link => link.GetProperty("rel").GetString() == "next")
                .Select(link => new Uri(link.GetProperty("href").GetString()!).PathAndQuery).FirstOrDefault();
        }
        var rate = features / Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (theirs, pages) = MapServer.IsThere ? await MapServer.WalkAsync(lab, Pages) : (0, 0);
        lab.Results.Add($"walk of {features:N0} features by next links, read as JSON", $"{rate:N0} features/s",
            pages == 0 ? "no cgi-mapserver" : $"{theirs:N0} features/s (MapServer by CGI, {pages} pages)", pages == 0 ? null : rate / theirs);
    }

    private static string Page(string where) => $"SELECT {Columns} FROM events WHERE {where} ORDER BY event_date DESC, event_id_cnty DESC LIMIT 101";

    public static string Candidates(List<(double X, double Y)> ring) =>
        Candidates(new BoundingBox(ring.Min(point => point.X), ring.Min(point => point.Y), ring.Max(point => point.X), ring.Max(point => point.Y)));

    private static string Candidates(BoundingBox box) =>
        $"SELECT pkid FROM idx_events_geometry WHERE xmin <= {box.MaxLon} AND xmax >= {box.MinLon} AND ymin <= {box.MaxLat} AND ymax >= {box.MinLat}";

    /// <summary>A polygon of 500 vertices in a large country.</summary>
    public static List<(double X, double Y)> Star()
    {
        const int vertices = 500;
        var country = SyntheticEvents.Countries[2];
        var (lon, lat, radius) = ((country.MinLon + country.MaxLon) / 2, (country.MinLat + country.MaxLat) / 2, (country.MaxLon - country.MinLon) / 3);
        var random = new Random(1);
        return [.. Enumerable.Range(0, vertices).Select(i =>
        {
            var (sin, cos) = Math.SinCos(i * 2 * Math.PI / vertices);
            var far = radius * (0.7 + 0.3 * random.NextDouble());
            return (lon + far * cos, lat + far * sin);
        })];
    }

    public static string Wkt(List<(double X, double Y)> ring, double shift = 0) =>
        $"POLYGON(({string.Join(", ", ring.Append(ring[0]).Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X + shift} {point.Y}")))}))";

    private static string Text(Samples samples) => $"{samples.Median:0.00} ms (p95 {samples.P95:0.00})";
}
