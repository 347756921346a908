using System.Text.Json;

namespace EventsApi.Data.Places;

/// <summary>A GeoJSON geometry (RFC 7946 §3.1) to a sketch. Heights are read and dropped.</summary>
internal static class GeoJsonReader
{
    private const int Deepest = 8;

    public static Sketch Read(JsonElement json) => Read(json, "", 0);

    private static Sketch Read(JsonElement json, string path, int depth)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Error(path, "must be a GeoJSON geometry, an object with type and coordinates");
        }
        var name = json.TryGetProperty("type", out var member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
        if (ShapeType.All.FirstOrDefault(known => known.Name == name) is not { } type)
        {
            throw Error(path + "type", $"must be one of {string.Join(", ", ShapeType.All.Select(known => known.Name))}, not '{name}'");
        }
        if (type == ShapeType.Collection)
        {
            return depth < Deepest ? new Sketch(type, new SketchPart(null, []), Members(json, path, depth)) : throw Error(path, $"geometry collections are nested more than {Deepest} deep");
        }
        return json.TryGetProperty("coordinates", out var coordinates)
            ? new Sketch(type, Part(coordinates, type.Depth, path + "coordinates"), [])
            : throw Error(path + "coordinates", "is missing");
    }

    private static List<Sketch> Members(JsonElement json, string path, int depth)
    {
        if (!json.TryGetProperty("geometries", out var members) || members.ValueKind != JsonValueKind.Array || members.GetArrayLength() == 0)
        {
            throw Error(path + "geometries", "must be an array of geometries");
        }
        return [.. members.EnumerateArray().Select((member, i) => Read(member, $"{path}geometries[{i}].", depth + 1))];
    }

    private static SketchPart Part(JsonElement json, int depth, string path)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() == 0)
        {
            throw Error(path, depth == 0 ? "must be a position, [longitude, latitude]" : "must be an array that is not empty");
        }
        return depth > 0
            ? new SketchPart(null, [.. json.EnumerateArray().Select((part, i) => Part(part, depth - 1, $"{path}[{i}]"))])
            : new SketchPart(Position(json, path), []);
    }

    private static double[] Position(JsonElement json, string path) => Numbers(json) ?? throw Error(path, "must be a position, [longitude, latitude]");

    /// <summary>The first two of up to four numbers; null when it is no array of these.</summary>
    public static double[]? Numbers(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() is < 2 or > 4)
        {
            return null;
        }
        var numbers = json.EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out var value) ? value : double.NaN).ToArray();
        return Array.TrueForAll(numbers, double.IsFinite) ? numbers[..2] : null;
    }

    private static ShapeException Error(string path, string message) => new(path.Length == 0 ? $"It {message}." : $"{path.TrimEnd('.')} {message}.");
}
