using NetTopologySuite.Algorithm;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace EventsApi.Data.Places;

/// <summary>A shape made ready to be asked of many points. Exact: whether a point is on an edge is not subject to rounding.</summary>
public sealed class PreparedShape
{
    private readonly IPointOnGeometryLocator? _area;
    private readonly Geometry _shape;

    public PreparedShape(Geometry shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        _shape = shape;
        _area = shape is IPolygonal ? new IndexedPointInAreaLocator(shape) : null;
    }

    /// <param name="wkb">Well-known binary.</param>
    public PreparedShape(byte[] wkb)
        : this(new WKBReader().Read(wkb))
    {
    }

    /// <summary>Where the point, in degrees, lies: inside, on the boundary, or outside.</summary>
    public Location Locate(double longitude, double latitude)
    {
        var position = new Coordinate(longitude, latitude);
        return _area is not null ? _area.Locate(position) : new PointLocator().Locate(position, _shape);
    }
}
