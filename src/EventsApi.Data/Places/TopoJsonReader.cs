using System.Text.Json;

namespace EventsApi.Data.Places;

/// <summary>
/// Geometries of a TopoJSON topology (the specification's version 1): rings put together from arcs that neighbours share.
/// Heights are read and dropped.
/// </summary>
internal sealed class TopoJsonReader
{
    // A tenth of a millimetre; without it the last of the steps to 180 may come out beyond.
    private const int Decimals = 9;

    private readonly List<SketchPart[]> _arcs;
    private readonly double[] _scale;
    private readonly double[] _translate;
    private readonly bool _quantized;

    /// <param name="topology">A JSON object of type Topology.</param>
    /// <exception cref="ShapeException">What is wrong, and where.</exception>
    public TopoJsonReader(JsonElement topology)
    {
        _quantized = topology.TryGetProperty("transform", out var transform) && transform.ValueKind == JsonValueKind.Object;
        (_scale, _translate) = _quantized ? (Pair(transform, "scale"), Pair(transform, "translate")) : ([], []);
        _arcs = topology.TryGetProperty("arcs", out var arcs) && arcs.ValueKind == JsonValueKind.Array
            ? [.. arcs.EnumerateArray().Select(Arc)]
            : throw new ShapeException("arcs must be an array.");
    }

    /// <summary>A polygon or multipolygon.</summary>
    /// <exception cref="ShapeException">What is wrong, and where.</exception>
    public Sketch Read(JsonElement geometry, ShapeType type) => geometry.TryGetProperty("arcs", out var arcs)
        ? new Sketch(type, Part(arcs, type.Depth, "arcs"), [])
        : throw new ShapeException("arcs is missing.");

    private SketchPart Part(JsonElement arcs, int depth, string path)
    {
        if (arcs.ValueKind != JsonValueKind.Array || arcs.GetArrayLength() == 0)
        {
            throw new ShapeException($"{path} must be an array that is not empty.");
        }
        return new SketchPart(null, depth > 1 ? [.. arcs.EnumerateArray().Select((part, i) => Part(part, depth - 1, $"{path}[{i}]"))] : Ring(arcs, path));
    }

    // Each arc begins where the one before it ended; that position stands once.
    private List<SketchPart> Ring(JsonElement arcs, string path)
    {
        var ring = new List<SketchPart>();
        foreach (var index in arcs.EnumerateArray())
        {
            var arc = index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out var i) && (i < 0 ? ~i : i) < _arcs.Count
                ? i < 0 ? _arcs[~i].Reverse() : _arcs[i]
                : throw new ShapeException($"{path}: {index} is no arc; there are {_arcs.Count}.");
            ring.AddRange(ring.Count > 0 ? arc.Skip(1) : arc);
        }
        return ring;
    }

    private SketchPart[] Arc(JsonElement arc, int number)
    {
        if (arc.ValueKind != JsonValueKind.Array || arc.GetArrayLength() < 2)
        {
            throw new ShapeException($"arcs[{number}] must be an array of two positions or more.");
        }
        var (x, y) = (0.0, 0.0);
        return [.. arc.EnumerateArray().Select((position, i) =>
        {
            var numbers = Numbers(position, $"arcs[{number}][{i}]");
            if (!_quantized)
            {
                return new SketchPart(numbers, []);
            }
            // Differences to the position before.
            (x, y) = (x + numbers[0], y + numbers[1]);
            return new SketchPart([Math.Round(x * _scale[0] + _translate[0], Decimals), Math.Round(y * _scale[1] + _translate[1], Decimals)], []);
        })];
    }

    private static double[] Pair(JsonElement transform, string name) => transform.TryGetProperty(name, out var pair)
        ? Numbers(pair, "transform." + name)
        : throw new ShapeException($"transform.{name} is missing.");

    private static double[] Numbers(JsonElement json, string path) => GeoJsonReader.Numbers(json) ?? throw new ShapeException($"{path} must be two numbers.");
}
