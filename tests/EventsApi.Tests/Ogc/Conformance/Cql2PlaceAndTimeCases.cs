using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>The spatial and temporal expressions of CQL2's abstract test suite, and some around our events.</summary>
internal static class Cql2PlaceAndTimeCases
{
    private static readonly Both Where = Both.Property("geometry");

    private static readonly Dictionary<string, Func<Geometry, Geometry, bool>> Relations = new()
    {
        ["S_INTERSECTS"] = (a, b) => a.Intersects(b),
        ["S_DISJOINT"] = (a, b) => !a.Intersects(b),
        ["S_EQUALS"] = (a, b) => a.EqualsTopologically(b),
        ["S_WITHIN"] = (a, b) => a.Within(b),
        ["S_CONTAINS"] = (a, b) => a.Contains(b),
        ["S_TOUCHES"] = (a, b) => a.Touches(b),
        ["S_CROSSES"] = (a, b) => a.Crosses(b),
        ["S_OVERLAPS"] = (a, b) => a.Overlaps(b),
    };

    // The suite's, and some with our events inside, on an edge and on a vertex.
    private static readonly string[] Shapes =
    [
        "POINT (7.02 49.92)", "POINT (-0.0447 16.2717)", "MULTIPOINT ((7 50), (10 51))", "MULTIPOINT ((-0.0447 16.2717), (2.7 15.04))", "LINESTRING (7 50, 10 51)",
        "LINESTRING (-180 -45, 0 -45)", "LINESTRING (-0.0447 16.2717, 1.4078 18.4411, 2.7 15.04)", "MULTILINESTRING ((-180 -45, 0 -45), (0 45, 180 45))",
        "POLYGON ((-180 -90, 180 -90, 180 90, -180 90, -180 -90))", "POLYGON ((-180 -90, -90 -90, -90 90, -180 90, -180 -90), (-120 -50, -100 -50, -100 -40, -120 -40, -120 -50))",
        "POLYGON ((0 0, 10 0, 10 20, 0 20, 0 0), (1 15, 3 15, 3 17, 1 17, 1 15))", "POLYGON ((-0.0447 16.2717, 1.4078 18.4411, 2.7 15.04, -0.0447 16.2717))", "POLYGON ((-8 0, 2.7 15.04, -8 20, -8 0))",
        "MULTIPOLYGON (((-180 -90, -90 -90, -90 90, -180 90, -180 -90), (-120 -50, -100 -50, -100 -40, -120 -40, -120 -50)), ((0 0, 10 0, 10 18, 0 18, 0 0)))",
    ];

    private static readonly string[] Collections = ["GEOMETRYCOLLECTION (POINT (7.02 49.92), POLYGON ((0 0, 10 0, 10 18, 0 18, 0 0)))", "GEOMETRYCOLLECTION (POINT (30.5234 50.4501), LINESTRING (-10 16.2717, 10 16.2717))"];

    private static readonly (double West, double South, double East, double North)[] Boxes =
        [(-180, -90, 180, 90), (0, 10, 10, 20), (-180, -90, 0, 90), (150, -90, -150, 90), (-8, 0, 2.7, 15.04), (77.2167, 28.6315, 77.2167, 28.6315)];

    private static readonly string[] BoxRelations = ["S_DISJOINT", "S_WITHIN", "S_TOUCHES"];
    private static readonly string[] Ends = ["..", "1997-01-01", "2018-05-01", "2020-02-26", "2022-09-06", "2023-05-01"];

    /// <summary>/conf/basic-spatial-functions: points and boxes.</summary>
    public static IEnumerable<Cql2Case> BasicSpatial =>
    [
        .. Shapes.Where(shape => shape.StartsWith("POINT", StringComparison.Ordinal)).Select(shape => Related("S_INTERSECTS", shape)),
        .. Boxes.Select(box => new Cql2Case(Both.Function("S_INTERSECTS", Where, Box(box)), row => Point(row) is { } point ? Area(box).Intersects(point) : null)),
    ];

    /// <summary>/conf/basic-spatial-functions-plus: any shape.</summary>
    public static IEnumerable<Cql2Case> BasicSpatialPlus => Shapes.Concat(Collections).Select(shape => Related("S_INTERSECTS", shape));

    /// <summary>/conf/spatial-functions: any relation.</summary>
    public static IEnumerable<Cql2Case> Spatial =>
    [
        .. from relation in Relations.Keys from shape in Shapes select Related(relation, shape),
        .. from relation in BoxRelations
           from box in Boxes
           select new Cql2Case(Both.Function(relation, Where, Box(box)), row => Point(row) is { } point ? Relations[relation](point, Area(box)) : null),
    ];

    /// <summary>/conf/property-property: the shape first.</summary>
    public static IEnumerable<Cql2Case> SpatialReversed =>
        from relation in Relations.Keys
        from shape in Shapes
        let geometry = Read(shape)
        select new Cql2Case(Both.Function(relation, Both.Shape(geometry), Where), row => Point(row) is { } point ? Relations[relation](geometry, point) : null);

    /// <summary>/conf/temporal-functions: the day of the event, and the interval from it to itself, with days and intervals.</summary>
    public static IEnumerable<Cql2Case> Temporal =>
    [
        .. from name in Functions.Keys
           from day in Ends.Skip(1)
           select new Cql2Case(Both.Function(name, Both.Property("event_date"), Both.Value(End(day, true))), row => Functions[name](Of(row), (End(day, true), End(day, true)))),
        .. from name in Functions.Keys
           from interval in Intervals
           from left in new[] { Both.Property("event_date"), Both.Interval("event_date", "event_date") }
           select new Cql2Case(Both.Function(name, left, Both.Interval(interval.Start, interval.End)), row => Functions[name](Of(row), Read(interval))),
    ];

    /// <summary>/conf/property-property: the interval first.</summary>
    public static IEnumerable<Cql2Case> TemporalReversed =>
        from name in Functions.Keys
        from interval in Intervals
        select new Cql2Case(Both.Function(name, Both.Interval(interval.Start, interval.End), Both.Property("event_date")), row => Functions[name](Read(interval), Of(row)));

    // 21-065r2, tables of the temporal functions; of closed intervals, an instant being one from itself to itself.
    private static readonly Dictionary<string, Func<(DateOnly Start, DateOnly End), (DateOnly Start, DateOnly End), bool>> Functions = new()
    {
        ["T_AFTER"] = (a, b) => a.Start > b.End,
        ["T_BEFORE"] = (a, b) => a.End < b.Start,
        ["T_CONTAINS"] = (a, b) => a.Start < b.Start && a.End > b.End,
        ["T_DISJOINT"] = (a, b) => a.Start > b.End || a.End < b.Start,
        ["T_DURING"] = (a, b) => a.Start > b.Start && a.End < b.End,
        ["T_EQUALS"] = (a, b) => a.Start == b.Start && a.End == b.End,
        ["T_FINISHEDBY"] = (a, b) => a.Start < b.Start && a.End == b.End,
        ["T_FINISHES"] = (a, b) => a.Start > b.Start && a.End == b.End,
        ["T_INTERSECTS"] = (a, b) => a.Start <= b.End && a.End >= b.Start,
        ["T_MEETS"] = (a, b) => a.End == b.Start,
        ["T_METBY"] = (a, b) => a.Start == b.End,
        ["T_OVERLAPPEDBY"] = (a, b) => a.Start > b.Start && a.Start < b.End && a.End > b.End,
        ["T_OVERLAPS"] = (a, b) => a.Start < b.Start && a.End > b.Start && a.End < b.End,
        ["T_STARTEDBY"] = (a, b) => a.Start == b.Start && a.End > b.End,
        ["T_STARTS"] = (a, b) => a.Start == b.Start && a.End < b.End,
    };

    private static IEnumerable<(string Start, string End)> Intervals =>
        Ends.SelectMany((start, i) => Ends.Skip(Math.Max(i, 1)).Append("..").Select(end => (start, end)));

    private static Cql2Case Related(string relation, string shape)
    {
        var geometry = Read(shape);
        return new Cql2Case(Both.Function(relation, Where, Both.Shape(geometry)), row => Point(row) is { } point ? Relations[relation](point, geometry) : null);
    }

    private static Geometry Read(string shape) => new WKTReader().Read(shape);

    private static Both Box((double West, double South, double East, double North) box) => Both.Box(box.West, box.South, box.East, box.North);

    private static Geometry Area((double West, double South, double East, double North) box)
    {
        Geometry Part(double west, double east) => new GeometryFactory().ToGeometry(new Envelope(west, east, box.South, box.North));
        return box.West <= box.East ? Part(box.West, box.East) : new GeometryFactory().BuildGeometry([Part(box.West, 180), Part(-180, box.East)]);
    }

    private static Point? Point(JsonElement row) => Cql2Case.Value(row, "longitude") is double longitude ? new Point(longitude, (double)Cql2Case.Value(row, "latitude")!) : null;

    private static (DateOnly, DateOnly) Of(JsonElement row) => Cql2Case.Value(row, "event_date") is DateOnly day ? (day, day) : throw new InvalidOperationException("An event without a day.");

    private static (DateOnly, DateOnly) Read((string Start, string End) interval) => (End(interval.Start, true), End(interval.End, false));

    private static DateOnly End(string day, bool first) => day == ".." ? first ? DateOnly.MinValue : DateOnly.MaxValue : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
