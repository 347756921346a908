using EventsApi.Data.Imports;
using EventsApi.Data.Places;

namespace EventsApi.Tests.Imports;

/// <summary>Three regions over the events of the fixture: neighbours, one with a hole, one in two parts; and a feature without a geometry.</summary>
internal static class BoundaryFiles
{
    public static string GeoJson { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "boundaries.geojson");

    public static string TopoJson { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "boundaries.topo.json");

    public static async Task<BoundaryFile> ReadAsync(string path, string id = "code", string name = "name", string? one = null, string level = "admin1")
    {
        await using var stream = File.OpenRead(path);
        return await BoundaryFile.ReadAsync(new BoundaryImport(Path.GetFileName(path), level, id, name, one), stream, CancellationToken.None);
    }

    /// <summary>The regions of the fixture.</summary>
    public static async Task<IReadOnlyList<Boundary>> RegionsAsync() => (await ReadAsync(GeoJson)).Boundaries;
}
