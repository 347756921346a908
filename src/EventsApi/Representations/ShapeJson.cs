using System.Text.Json;
using EventsApi.Data.Places;
using NetTopologySuite.Geometries;

namespace EventsApi.Representations;

/// <summary>Areas and points as GeoJSON geometries.</summary>
internal static class ShapeJson
{
    /// <summary>A polygon or multipolygon, always as a MultiPolygon.</summary>
    public static void WriteArea(Utf8JsonWriter json, Geometry area)
    {
        json.WriteStartObject();
        json.WriteString("type", "MultiPolygon");
        json.WriteStartArray("coordinates");
        for (var i = 0; i < area.NumGeometries; i++)
        {
            var polygon = (Polygon)area.GetGeometryN(i);
            json.WriteStartArray();
            WriteRing(json, polygon.Shell, isHole: false);
            foreach (var hole in polygon.Holes)
            {
                WriteRing(json, hole, isHole: true);
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WritePoint(Utf8JsonWriter json, GeoPoint point)
    {
        json.WriteStartObject();
        json.WriteString("type", "Point");
        json.WriteStartArray("coordinates");
        json.WriteNumberValue(point.Longitude);
        json.WriteNumberValue(point.Latitude);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // RFC 7946 §3.1.6: outer rings run counterclockwise, holes clockwise.
    private static void WriteRing(Utf8JsonWriter json, LineString ring, bool isHole)
    {
        var positions = ((LinearRing)ring).IsCCW == isHole ? ring.Coordinates.Reverse() : ring.Coordinates;
        json.WriteStartArray();
        foreach (var position in positions)
        {
            json.WriteStartArray();
            json.WriteNumberValue(position.X);
            json.WriteNumberValue(position.Y);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
