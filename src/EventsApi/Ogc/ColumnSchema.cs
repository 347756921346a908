using System.Text.Json.Nodes;
using EventsApi.Data.Model;
using EventsApi.Representations;

namespace EventsApi.Ogc;

/// <summary>A column of the catalogue as JSON Schema (OGC 23-058r1, the roles and formats of OGC API).</summary>
internal static class ColumnSchema
{
    /// <summary>The name of the point among the properties.</summary>
    public const string Geometry = "geometry";

    public static JsonObject Of(Column column)
    {
        var schema = new JsonObject { ["title"] = column.Name, ["description"] = column.Description, ["type"] = TypeName(column) };
        if (column.Type == ColumnType.Date)
        {
            schema["format"] = "date";
        }
        if (column.Minimum is { } minimum)
        {
            schema["minimum"] = minimum;
        }
        if (column.Maximum is { } maximum)
        {
            schema["maximum"] = maximum;
        }
        if (column.Closed)
        {
            schema["enum"] = new JsonArray([.. column.Vocabulary!.Labels.Select(label => (JsonNode)label)]);
        }
        if (column == EventColumns.EventIdCnty)
        {
            schema["x-ogc-role"] = "id";
        }
        else if (column == EventColumns.EventDate)
        {
            schema["x-ogc-role"] = "primary-instant";
        }
        return schema;
    }

    public static JsonObject Uncertainty() => new()
    {
        ["title"] = EventJson.Uncertainty,
        ["description"] = "How far, in kilometres, the true place may be from the point: the codebook's radius of geo_precision.",
        ["type"] = "number",
        ["minimum"] = 0,
    };

    public static JsonObject Point() => new() { ["title"] = "Where it happened", ["format"] = "geometry-point", ["x-ogc-role"] = "primary-geometry" };

    private static string TypeName(Column column) => column.Type switch
    {
        ColumnType.Integer => "integer",
        ColumnType.Real => "number",
        ColumnType.Json => "object",
        _ => "string",
    };
}
