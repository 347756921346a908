using System.Globalization;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Storage;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Distance;

namespace EventsApi.Data.Imports;

/// <summary>
/// The outlines of countries among the boundaries: those of a level of countries whose name or id the codebook knows.
/// For one thread.
/// </summary>
internal sealed class CountryOutlines
{
    /// <summary>Degrees; outlines are generalised, and coasts and border towns lie outside them.</summary>
    private const double Tolerance = 0.1;

    private static readonly string[] Levels = ["country", "admin0"];

    private readonly Dictionary<string, List<Outline>> _outlines;

    private CountryOutlines(IEnumerable<Boundary> boundaries) =>
        _outlines = boundaries.Select(boundary => (Country: Find(boundary)?.Name, Outline: new Outline(boundary.Area))).Where(pair => pair.Country is not null)
            .GroupBy(pair => pair.Country!, pair => pair.Outline).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);

    public static async Task<CountryOutlines> ReadAsync(ReadSession session)
    {
        var boundaries = new List<Boundary>();
        foreach (var level in Levels)
        {
            boundaries.AddRange(await session.LevelAsync(level));
        }
        return new CountryOutlines(boundaries);
    }

    /// <summary>Whether a point, in degrees, lies in or near the outline; in the rough box, where there is none.</summary>
    public bool MayContain(Country country, double longitude, double latitude) => _outlines.TryGetValue(country.Name, out var outlines)
        ? outlines.Exists(outline => outline.IsNear(longitude, latitude))
        : country.MayContain(longitude, latitude);

    /// <summary>What a country's points are compared with.</summary>
    public string Describe(Country country) => _outlines.ContainsKey(country.Name)
        ? string.Create(CultureInfo.InvariantCulture, $"the outline of {country.Name} by more than {Tolerance} degrees")
        : $"the rough box of {country.Name}";

    // By the name first: an id may be any file's running number, which is some country's ISO code as well.
    private static Country? Find(Boundary boundary) => Codebook.FindCountry(boundary.Name) ?? Codebook.FindCountry(boundary.Id.TrimStart('0'));

    private sealed class Outline(MultiPolygon area)
    {
        private readonly PreparedShape _inside = new(area);
        private readonly Lazy<IndexedFacetDistance> _edges = new(() => new IndexedFacetDistance(area));

        public bool IsNear(double longitude, double latitude)
        {
            if (_inside.Locate(longitude, latitude) != Location.Exterior || Touches(longitude, latitude))
            {
                return true;
            }
            // The same place, counted from the other side of the antimeridian.
            return Math.Abs(longitude) > 180 - Tolerance && Touches(longitude - Math.CopySign(360, longitude), latitude);
        }

        private bool Touches(double longitude, double latitude) => _edges.Value.IsWithinDistance(area.Factory.CreatePoint(new Coordinate(longitude, latitude)), Tolerance);
    }
}
