using System.Reflection;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>Every class that is claimed has all of its requirements walked, and what is walked is a requirement.</summary>
public class RequirementTests(EventServer server) : Walk(server), IClassFixture<EventServer>
{
    private const string Features1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/";
    private const string Features2 = "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/";
    private const string Features3 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/";
    private const string Cql2 = "http://www.opengis.net/spec/cql2/1.0/conf/";

    private static readonly string[] Encoded =
    [
        "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison", "accent-insensitive-comparison", "basic-spatial-functions", "basic-spatial-functions-plus",
        "spatial-functions", "temporal-functions", "property-property",
    ];

    // 17-069r4, 18-058r1, 19-079r2 (that on custom functions is for who claims them) and 21-065r2.
    private static readonly Dictionary<string, string[]> Requirements = new()
    {
        [Features1 + "core"] =
        [
            "root-op", "root-success", "api-definition-op", "api-definition-success", "conformance-op", "conformance-success", "http", "query-param-unknown", "query-param-invalid", "crs84",
            "fc-md-op", "fc-md-success", "fc-md-links", "fc-md-items", "fc-md-items-links", "fc-md-extent", "sfc-md-op", "sfc-md-success",
            "fc-op", "fc-limit-definition", "fc-limit-response-1", "fc-bbox-definition", "fc-bbox-response", "fc-time-definition", "fc-time-response",
            "fc-response", "fc-links", "fc-rel-type", "fc-timeStamp", "fc-numberMatched", "fc-numberReturned", "f-op", "f-success", "f-links",
        ],
        [Features1 + "html"] = ["definition", "content"],
        [Features1 + "geojson"] = ["definition", "content"],
        [Features1 + "oas30"] = ["oas-definition-1", "oas-definition-2", "oas-impl", "completeness", "exceptions-codes", "security"],
        [Features2 + "crs"] =
        [
            "crs-uri", "fc-md-crs-list", "fc-md-storageCrs", "fc-md-storageCrs-valid-value", "fc-md-crs-list-global", "fc-bbox-crs-definition", "fc-bbox-crs-valid-value",
            "fc-bbox-crs-valid-defaultValue", "fc-bbox-crs-action", "fc-crs-definition", "fc-crs-valid-value", "fc-crs-default-value", "fc-crs-action", "geojson", "ogc-crs-header", "ogc-crs-header-value",
        ],
        [Features3 + "queryables"] = ["queryables-link", "get-queryables-op", "get-queryables-response"],
        [Features3 + "queryables-query-parameters"] = ["parameters"],
        [Features3 + "filter"] = ["filter-param", "filter-lang-param", "filter-crs-wgs84", "filter-crs-param", "mixing-expressions", "response"],
        [Features3 + "features-filter"] = ["get-queryables-op", "queryables-link", "filter-param", "response"],
        [Cql2 + "basic-cql2"] = ["cql2-filter", "property", "binary-comparison-predicate", "null-predicate"],
        [Cql2 + "advanced-comparison-operators"] = ["like-predicate", "between-predicate", "in-predicate"],
        [Cql2 + "case-insensitive-comparison"] = ["casei-function"],
        [Cql2 + "accent-insensitive-comparison"] = ["accenti-function"],
        [Cql2 + "basic-spatial-functions"] = ["spatial-predicate", "spatial-functions"],
        [Cql2 + "basic-spatial-functions-plus"] = ["spatial-data-types"],
        [Cql2 + "spatial-functions"] = ["spatial-functions", "spatial-data-types"],
        [Cql2 + "temporal-functions"] = ["temporal-predicates", "temporal-functions"],
        [Cql2 + "property-property"] = ["withdraw-permissions"],
        [Cql2 + "cql2-text"] = [.. Encoded, "escaping"],
        [Cql2 + "cql2-json"] = Encoded,
    };

    // What the last draft of CQL2 called functions; some clients look for these names only.
    private static readonly string[] Drafts = [Cql2 + "basic-spatial-operators", Cql2 + "spatial-operators", Cql2 + "temporal-operators"];

    [Fact]
    public async Task Every_class_that_is_claimed_is_walked() =>
        Assert.Equal(Requirements.Keys.Concat(Drafts).Order(StringComparer.Ordinal), Texts((await Server.GetAsync("/conformance")).GetProperty("conformsTo")).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_requirement_has_its_test()
    {
        var expected = Requirements.SelectMany(pair => pair.Value.Select(name => $"Req_{pair.Key.Split('/')[^1]}_{name}".Replace('-', '_')));
        var walked = GetType().Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Walk)) && type.Namespace == GetType().Namespace)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null && method.Name.StartsWith("Req_", StringComparison.Ordinal)).Select(method => method.Name);
        Assert.Equal(expected.Order(StringComparer.Ordinal), walked.Order(StringComparer.Ordinal));
    }
}
