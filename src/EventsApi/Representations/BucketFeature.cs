using System.Text.Json;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using NetTopologySuite.Geometries;

namespace EventsApi.Representations;

/// <summary>A bucket as a GeoJSON feature: the area of its cell or boundary, or the point of its location; null without one.</summary>
internal static class BucketFeature
{
    /// <param name="shapes">Of the boundaries among the keys, by id.</param>
    public static void Write(Utf8JsonWriter json, AggregateQuery query, IReadOnlyList<BucketRows.Field> fields, Bucket bucket, IReadOnlyDictionary<string, Geometry> shapes)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WritePropertyName("geometry");
        var key = bucket.Keys[query.GroupBy.ToList().IndexOf(query.Place!)];
        if (query.Place is Group.OfCell { Grid: var grid } && key is long cell)
        {
            ShapeJson.WriteArea(json, Shapes.OfBox(grid.BoxOf(cell)));
        }
        else if (query.Place is Group.OfBoundary && key is string id && shapes.TryGetValue(id, out var area))
        {
            ShapeJson.WriteArea(json, area);
        }
        else if (query.Place is Group.OfColumn && query.PointOf(bucket) is { } point)
        {
            ShapeJson.WritePoint(json, point);
        }
        else
        {
            json.WriteNullValue();
        }
        json.WritePropertyName("properties");
        BucketRows.WriteObject(json, fields, bucket);
        json.WriteEndObject();
    }
}
