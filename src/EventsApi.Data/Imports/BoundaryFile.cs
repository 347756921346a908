using System.Text.Json;
using EventsApi.Data.Places;

namespace EventsApi.Data.Imports;

/// <summary>The boundaries of a GeoJSON or TopoJSON file.</summary>
/// <param name="Repaired">How many had rings that cross or touch themselves and were made valid.</param>
/// <param name="Skipped">Features without a geometry.</param>
public sealed record BoundaryFile(IReadOnlyList<Boundary> Boundaries, int Repaired, int Skipped)
{
    /// <summary>Characters that an id or a name may have.</summary>
    public const int MaximumText = 200;

    // The document is in memory as a whole, and its shapes with it.
    private const int MaximumBytes = 500_000_000;

    /// <summary>Reads a file, also a gzipped one.</summary>
    /// <exception cref="UnreadableFileException">The first thing that is wrong with it, and where.</exception>
    public static async Task<BoundaryFile> ReadAsync(BoundaryImport request, Stream stream, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var file = await SourceFile.OpenAsync(stream, request.FileName, UnpackingLimits.None, token);
        using var document = Parse(file);
        return Read(request, BoundaryFeature.List(document.RootElement, request));
    }

    private static JsonDocument Parse(SourceFile file)
    {
        try
        {
            using var text = file.OpenText();
            using var bytes = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = text.Read(buffer)) > 0;)
            {
                if (bytes.Length + read > MaximumBytes)
                {
                    throw new UnreadableFileException($"{file.Name} is longer than {MaximumBytes} bytes; simplify or divide it.");
                }
                bytes.Write(buffer, 0, read);
            }
            return JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
        }
        catch (InvalidDataException exception)
        {
            throw file.Broken(exception);
        }
        catch (JsonException exception)
        {
            throw new UnreadableFileException($"{file.Name} is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}; boundaries are GeoJSON or TopoJSON.", exception);
        }
    }

    private static BoundaryFile Read(BoundaryImport request, IReadOnlyList<BoundaryFeature> features)
    {
        var (boundaries, first) = (new List<Boundary>(), new Dictionary<string, BoundaryFeature>(StringComparer.Ordinal));
        var repaired = 0;
        var placed = features.Where(feature => feature.HasGeometry).ToList();
        foreach (var feature in placed)
        {
            var (id, name) = (feature.Text(request.IdProperty), feature.Text(request.NameProperty));
            if (!first.TryAdd(id, feature))
            {
                throw new UnreadableFileException($"{request.FileName}: the id '{id}' stands twice, in {first[id].Place} and in {feature.Place}.");
            }
            var (area, wasRepaired) = feature.Area();
            repaired += wasRepaired ? 1 : 0;
            boundaries.Add(new Boundary(id, request.Level, name, area));
        }
        return placed.Count > 0
            ? new BoundaryFile(boundaries, repaired, features.Count - placed.Count)
            : throw new UnreadableFileException($"{request.FileName} has no features with a geometry.");
    }
}
