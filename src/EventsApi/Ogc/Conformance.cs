namespace EventsApi.Ogc;

/// <summary>The conformance classes that hold; clients read here what they may send.</summary>
internal static class Conformance
{
    public static IReadOnlyList<string> Classes { get; } =
    [
        // OGC API - Common, parts 1 and 2, as far as Features repeats them
        "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
        // OGC API - Features, part 1 (17-069r4)
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
        // part 2 (18-058r1)
        "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
        // part 3 (19-079r2)
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    ];
}
