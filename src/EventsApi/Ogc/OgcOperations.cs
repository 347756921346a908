using EventsApi.Contract;
using EventsApi.Requests;

namespace EventsApi.Ogc;

/// <summary>The operations of the OGC API, by the names its standards use.</summary>
internal static class OgcOperations
{
    private static readonly Content Html = new(OgcLinks.Html, null);

    public static readonly Operation GetLandingPage = Document("getLandingPage", "Landing page", "Where everything is.", OgcSchemas.LandingPage);

    public static readonly Operation GetConformance = Document("getConformanceDeclaration", "Conformance", "The conformance classes that hold.", OgcSchemas.Conformance);

    public static readonly Operation ListCollections = Document("getCollections", "Collections", "The collections; there is one, events.", OgcSchemas.Collections);

    public static readonly Operation GetCollection = Document("describeCollection", "The collection of events", "Extent, reference systems and links.", OgcSchemas.Collection);

    public static readonly Operation GetApi = new("getApi", "This document", "The API's definition, OpenAPI 3.0.")
    { Query = OgcFormat.Parameters, Answers = [new("application/vnd.oai.openapi+json", OgcSchemas.AnyObject), Html], Problems = [400, 405, 406, 414, 500] };

    public static readonly Operation GetQueryables = Schema("getQueryables", "Queryables", "JSON Schema of what may be filtered.");

    public static readonly Operation GetSchema = Schema("getSchema", "Schema", "JSON Schema of an event's properties.");

    public static readonly Operation GetFeatureSchema = Schema("getFeatureSchema", "Schema of a feature", "JSON Schema of an event as a GeoJSON feature.");

    public static readonly Operation GetFeatures = new("getFeatures", "Events as features",
        "A page of events as GeoJSON, with a link to the next. Different parameters must all hold; a repeated one means any of its values.")
    { Query = ItemsRequest.Parameters, Answers = [new(OgcLinks.GeoJson, Schemas.EventCollection), Html], IsConditional = true, IsPaged = true };

    public static readonly Operation GetFeature = new("getFeature", "One event as a feature", "The event of this id.")
    {
        Path = [new Parameter("featureId", ParameterType.Text, "Identifier of the event, in any case.") { Example = "SAMPLE27" }],
        Query = ItemsRequest.OneParameters,
        Answers = [new(OgcLinks.GeoJson, Schemas.EventFeature), Html],
        IsConditional = true,
        Problems = [400, 404, 405, 406, 414, 500, 503],
    };

    private static Operation Document(string id, string summary, string description, string schema) => new(id, summary, description)
    { Query = OgcFormat.Parameters, Answers = [new(OgcLinks.Json, schema), Html] };

    private static Operation Schema(string id, string summary, string description) => new(id, summary, description)
    { Query = OgcFormat.Parameters, Answers = [new(OgcLinks.Schema, OgcSchemas.AnyObject), new(OgcLinks.Json, OgcSchemas.AnyObject), Html], Problems = [400, 405, 406, 414, 500] };
}
