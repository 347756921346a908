using System.Text.Json.Nodes;
using EventsApi.Data.Model;
using EventsApi.Data.Storage;
using EventsApi.Representations;
using static EventsApi.Ogc.OgcLinks;

namespace EventsApi.Ogc;

/// <summary>The documents that describe the service and its one collection; each without the links to itself.</summary>
/// <param name="address">Where the service is, without a slash at the end.</param>
internal sealed class OgcDocuments(string address)
{
    public const string Collection = "events";

    private const string Title = "Conflict events";

    private const string Description = "Who did what to whom, where, when, with how many dead, and who says so.";

    private const string QueryablesRel = "http://www.opengis.net/def/rel/ogc/1.0/queryables";

    private const string SchemaRel = "http://www.opengis.net/def/rel/ogc/1.0/schema";

    private string Path => $"{address}/collections/{Collection}";

    /// <summary>The header Link of whatever can be filtered (19-079r2, /req/queryables/queryables-link).</summary>
    public static string QueryablesLink(string address) => $"<{address}/collections/{Collection}/queryables>; rel=\"{QueryablesRel}\"; type=\"{Schema}\"";

    public JsonObject Landing() => new()
    {
        ["title"] = "Conflict Events API",
        ["description"] = Description,
        ["links"] = new JsonArray(
            Link(address + "/api", "service-desc", OpenApi, "The API's definition, OpenAPI 3.0"),
            Link(address + "/api?f=html", "service-doc", Html, "The API's definition for people"),
            Link(address + "/conformance", "conformance", Json, "What of OGC API - Features holds here"),
            Link(address + "/collections", "data", Json, "The collections"),
            Link(address + "/v1/codebook", "describedby", Json, "Columns, event types, codes and precision scales")),
    };

    public static JsonObject ConformsTo() => new() { ["conformsTo"] = Strings(Conformance.Classes), ["links"] = new JsonArray() };

    public JsonObject Collections(DataExtent extent) => new()
    {
        ["links"] = new JsonArray(),
        ["crs"] = Strings(Crs.All.Select(crs => crs.Uri)),
        ["collections"] = new JsonArray(Events(extent)),
    };

    public JsonObject Events(DataExtent extent)
    {
        var collection = new JsonObject
        {
            ["id"] = Collection,
            ["title"] = Title,
            ["description"] = Description,
            ["itemType"] = "feature",
            ["extent"] = Extent(extent),
            ["crs"] = Strings(Crs.All.Select(crs => crs.Uri)),
            ["storageCrs"] = Crs.Crs84.Uri,
            ["links"] = new JsonArray(
                Link(Path, "self", Json, "The collection"),
                Link(Path + "?f=html", "alternate", Html, "The collection as HTML"),
                Link(Path + "/items", "items", GeoJson, "The events as GeoJSON"),
                Link(Path + "/items?f=html", "items", Html, "The events as HTML"),
                Link(Path + "/queryables", QueryablesRel, Schema, "What may be filtered"),
                Link(Path + "/queryables", "queryables", Json, "What may be filtered"), // what GDAL before 3.7 looks for
                Link(Path + "/schema", SchemaRel, Schema, "What an event has"),
                Link(Path + "/schema/feature", "describedby", Schema, "A feature in GeoJSON"),
                Link(Path + "/schema/feature", "describedBy", Schema, "A feature in GeoJSON"), // as GDAL writes it, which takes its types from there
                Link(address + "/v1/datasets", "license", Json, "Data sets with licence and citation")),
        };
        if (collection["extent"] is null)
        {
            collection.Remove("extent");
        }
        return collection;
    }

    /// <summary>JSON Schema of what may be filtered (19-079r2 §6.2); with the list that GDAL before 3.7 reads.</summary>
    public JsonObject Queryables()
    {
        var columns = EventColumns.All.Where(column => column.Filterable).ToList();
        var schema = SchemaOf("queryables", "What may be filtered", columns);
        schema["queryables"] = new JsonArray([.. columns.Select(column => column.Name).Append(ColumnSchema.Geometry).Select(name => new JsonObject { ["id"] = name })]);
        return schema;
    }

    /// <summary>JSON Schema of an event's properties.</summary>
    public JsonObject PropertySchema()
    {
        var schema = SchemaOf("schema", Title, EventColumns.All);
        schema["properties"]![EventJson.Uncertainty] = ColumnSchema.Uncertainty();
        return schema;
    }

    /// <summary>JSON Schema of an event as a GeoJSON feature.</summary>
    public JsonObject FeatureSchema()
    {
        var properties = PropertySchema();
        properties["properties"]!.AsObject().Remove(ColumnSchema.Geometry);
        return new JsonObject
        {
            ["$schema"] = properties["$schema"]!.DeepClone(),
            ["$id"] = $"{Path}/schema/feature",
            ["type"] = "object",
            ["title"] = "A conflict event in GeoJSON",
            ["properties"] = new JsonObject
            {
                ["type"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("Feature") },
                ["id"] = new JsonObject { ["type"] = "string" },
                ["geometry"] = ColumnSchema.Point(),
                ["properties"] = new JsonObject { ["type"] = "object", ["properties"] = properties["properties"]!.DeepClone() },
            },
        };
    }

    private JsonObject SchemaOf(string name, string title, IEnumerable<Column> columns) => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["$id"] = $"{Path}/{name}",
        ["type"] = "object",
        ["title"] = title,
        ["properties"] = new JsonObject([
            .. columns.Select(column => KeyValuePair.Create(column.Name, (JsonNode?)ColumnSchema.Of(column))),
            KeyValuePair.Create(ColumnSchema.Geometry, (JsonNode?)ColumnSchema.Point()),
        ]),
        ["additionalProperties"] = false,
    };

    private static JsonObject? Extent(DataExtent extent)
    {
        var known = new JsonObject();
        if (extent.Box is { } box)
        {
            known["spatial"] = new JsonObject
            {
                ["bbox"] = new JsonArray(new JsonArray(box.MinLon, box.MinLat, box.MaxLon, box.MaxLat)),
                ["crs"] = Crs.Crs84.Uri,
            };
        }
        if (extent is { First: { } first, Last: { } last })
        {
            known["temporal"] = new JsonObject
            {
                ["interval"] = new JsonArray(new JsonArray($"{first:yyyy-MM-dd}T00:00:00Z", $"{last:yyyy-MM-dd}T23:59:59Z")),
                ["trs"] = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
            };
        }
        return known.Count > 0 ? known : null;
    }

    private static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];
}
