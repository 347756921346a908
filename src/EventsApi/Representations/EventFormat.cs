namespace EventsApi.Representations;

/// <summary>One way to write events.</summary>
/// <param name="Name">As <c>f</c> takes it.</param>
/// <param name="MediaType">As the answer declares it.</param>
/// <param name="Accepted">Media types in an Accept header that mean it.</param>
/// <param name="Streams">Whether all events are written when no limit is given.</param>
public sealed record EventFormat(string Name, string MediaType, IReadOnlyList<string> Accepted, bool Streams)
{
    public static readonly EventFormat Json = new("json", "application/json; charset=utf-8", ["application/json"], false);
    public static readonly EventFormat GeoJson = new("geojson", "application/geo+json; charset=utf-8", ["application/geo+json"], false);
    public static readonly EventFormat Csv = new("csv", "text/csv; charset=utf-8", ["text/csv"], true);
    public static readonly EventFormat NdJson = new("ndjson", "application/x-ndjson; charset=utf-8", ["application/x-ndjson", "application/jsonl", "application/ndjson"], true);
    public static readonly EventFormat GeoJsonSeq = new("geojsonseq", "application/geo+json-seq; charset=utf-8", ["application/geo+json-seq"], true);

    /// <summary>All formats; the first is the default.</summary>
    public static IReadOnlyList<EventFormat> All { get; } = [Json, GeoJson, Csv, NdJson, GeoJsonSeq];
}
