using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Places;
using NetTopologySuite.Geometries;

namespace EventsApi.Data.Imports;

/// <summary>One feature of a file of boundaries: a GeoJSON feature, or a geometry of a TopoJSON object.</summary>
/// <param name="place">Where it stands in the file, for messages.</param>
/// <param name="topology">What a TopoJSON geometry's arcs are read by; null in GeoJSON.</param>
internal sealed class BoundaryFeature(BoundaryImport request, string place, JsonElement feature, TopoJsonReader? topology)
{
    private const string OwnId = "id";

    private readonly JsonElement _geometry = topology is null ? Member(feature, "geometry") : feature;

    /// <summary>Where it stands, and its name where it has one.</summary>
    public string Place => Member(Member(feature, "properties"), request.NameProperty) is { ValueKind: JsonValueKind.String } name ? $"{place} ({name.GetString()})" : place;

    /// <summary>Features may have none (RFC 7946 §3.2), and TopoJSON has the type null for it.</summary>
    public bool HasGeometry => _geometry.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
        && !(topology is not null && Member(feature, "type").ValueKind is JsonValueKind.Null or JsonValueKind.Undefined);

    /// <summary>All features of a document.</summary>
    /// <exception cref="UnreadableFileException">It is no collection of features.</exception>
    public static IReadOnlyList<BoundaryFeature> List(JsonElement root, BoundaryImport request)
    {
        var features = Type(root) switch
        {
            "FeatureCollection" when request.Object is null => Collection(root, request),
            "FeatureCollection" => throw new UnreadableFileException($"{request.FileName} is GeoJSON, which has no objects to choose from."),
            "Topology" => Topology(root, request),
            _ => throw new UnreadableFileException($"{request.FileName} is neither a GeoJSON FeatureCollection nor a TopoJSON Topology."),
        };
        return features.Count > 0 ? features : throw new UnreadableFileException($"{request.FileName} has no features.");
    }

    /// <summary>A property's value, or the feature's own id.</summary>
    /// <exception cref="UnreadableFileException">There is none, or it is no text or number.</exception>
    public string Text(string property)
    {
        var properties = Member(feature, "properties");
        var value = Member(properties, property);
        if (value.ValueKind == JsonValueKind.Undefined && property == OwnId)
        {
            value = Member(feature, OwnId);
        }
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Undefined => throw Error($"has no property '{property}'; {Known(properties)}"),
            _ => throw Error($"has no text or number as '{property}', but {value.GetRawText()[..Math.Min(value.GetRawText().Length, 40)]}"),
        };
        return text.Length == 0 ? throw Error($"has an empty '{property}'")
            : text.Length > BoundaryFile.MaximumText || text.Any(char.IsControl) ? throw Error($"has a '{property}' that is longer than {BoundaryFile.MaximumText} characters or holds control characters")
            : text;
    }

    /// <summary>What it encloses, and whether that had to be repaired.</summary>
    /// <exception cref="UnreadableFileException">It is no area.</exception>
    public (MultiPolygon Area, bool Repaired) Area()
    {
        var type = Type(_geometry);
        if (type is not ("Polygon" or "MultiPolygon"))
        {
            throw Error($"is a {type ?? "geometry without a type"}; a boundary is a Polygon or a MultiPolygon");
        }
        try
        {
            return AreaRepair.Read(topology is null ? GeoJsonReader.Read(_geometry) : topology.Read(_geometry, ShapeType.Find(type)!));
        }
        catch (ShapeException exception)
        {
            throw Error($"has no shape that can be used: {exception.Message.TrimEnd('.')}");
        }
    }

    private static List<BoundaryFeature> Collection(JsonElement root, BoundaryImport request) => Member(root, "features") is { ValueKind: JsonValueKind.Array } features
        ? [.. features.EnumerateArray().Select((feature, i) => new BoundaryFeature(request, Number("feature ", i), feature, null))]
        : throw new UnreadableFileException($"{request.FileName} has no array of features.");

    private static List<BoundaryFeature> Topology(JsonElement root, BoundaryImport request)
    {
        if (Member(root, "objects") is not { ValueKind: JsonValueKind.Object } objects)
        {
            throw new UnreadableFileException($"{request.FileName} has no objects.");
        }
        var names = objects.EnumerateObject().Select(one => one.Name).ToList();
        if (request.Object is { } wanted && !names.Contains(wanted))
        {
            throw new UnreadableFileException($"{request.FileName} has no object '{wanted}'; there are {string.Join(", ", names)}.");
        }
        try
        {
            var reader = new TopoJsonReader(root);
            return [.. objects.EnumerateObject().Where(one => request.Object is null || one.Name == request.Object)
                .SelectMany(one => Geometries(one.Value).Select((geometry, i) => new BoundaryFeature(request, Number($"object {one.Name}, geometry ", i), geometry, reader)))];
        }
        catch (ShapeException exception)
        {
            throw new UnreadableFileException($"{request.FileName} cannot be read as TopoJSON: {exception.Message}", exception);
        }
    }

    private static IEnumerable<JsonElement> Geometries(JsonElement one) =>
        Type(one) == "GeometryCollection" && Member(one, "geometries") is { ValueKind: JsonValueKind.Array } geometries ? geometries.EnumerateArray() : [one];

    private static string Number(string text, int i) => text + (i + 1).ToString(CultureInfo.InvariantCulture);

    private string Known(JsonElement properties)
    {
        var names = properties.ValueKind == JsonValueKind.Object ? properties.EnumerateObject().Select(property => property.Name).ToList() : [];
        var own = Member(feature, OwnId).ValueKind == JsonValueKind.Undefined ? "" : $", and an {OwnId} of its own";
        return names.Count > 0 ? $"it has {string.Join(", ", names)}{own}" : $"it has no properties{own}";
    }

    private static string? Type(JsonElement json) => Member(json, "type") is { ValueKind: JsonValueKind.String } type ? type.GetString() : null;

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    private UnreadableFileException Error(string sentence) => new($"{request.FileName}: {Place} {sentence}.");
}
