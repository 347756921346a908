using NetTopologySuite.Geometries;

namespace EventsApi.Data.Places;

/// <summary>A named region.</summary>
/// <param name="Id">Unique over all levels.</param>
/// <param name="Level">What it is a region of: country, admin1 …</param>
/// <param name="Area">In degrees, WGS 84, valid, within -180 to 180.</param>
public sealed record Boundary(string Id, string Level, string Name, MultiPolygon Area);
