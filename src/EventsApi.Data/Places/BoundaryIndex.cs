using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace EventsApi.Data.Places;

/// <summary>Finds the boundaries that a point lies in; one on an edge lies in all that share it. For one thread.</summary>
public sealed class BoundaryIndex
{
    private sealed record Part(string Boundary, PreparedShape Shape);

    // By parts: the boxes of states with islands overseas hold half the world.
    private readonly STRtree<Part> _parts = new();

    public BoundaryIndex(IEnumerable<Boundary> boundaries)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        foreach (var boundary in boundaries)
        {
            foreach (var polygon in boundary.Area.Geometries)
            {
                _parts.Insert(polygon.EnvelopeInternal, new Part(boundary.Id, new PreparedShape(polygon)));
            }
        }
    }

    public bool IsEmpty => _parts.Count == 0;

    /// <summary>The ids of the boundaries that a point, in degrees, lies in.</summary>
    public IEnumerable<string> At(double longitude, double latitude) =>
        _parts.Query(new Envelope(new Coordinate(longitude, latitude)))
            .Where(part => part.Shape.Locate(longitude, latitude) != Location.Exterior)
            .Select(part => part.Boundary).Distinct(StringComparer.Ordinal); // two parts may touch in the point
}
