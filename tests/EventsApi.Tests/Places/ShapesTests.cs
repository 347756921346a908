using System.Text.Json;
using EventsApi.Data.Places;
using NetTopologySuite.Geometries;
using Xunit;

namespace EventsApi.Tests.Places;

public class ShapesTests
{
    [Theory]
    [InlineData("POLYGON((0 0, 4 0, 4 4, 0 0))", "POLYGON ((0 0, 4 0, 4 4, 0 0))")]
    [InlineData("  polygon ( ( 0 0,4 0 , 4 4,0 0 ) ) ", "POLYGON ((0 0, 4 0, 4 4, 0 0))")]
    [InlineData("POLYGON Z((0 0 7, 4 0 7, 4 4 7, 0 0 7))", "POLYGON ((0 0, 4 0, 4 4, 0 0))")]
    [InlineData("POLYGON((0 0, 9 0, 9 9, 0 0), (5 1, 6 1, 6 2, 5 1))", "POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1, 6 1, 6 2, 5 1))")]
    [InlineData("MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))", "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))")]
    [InlineData("POINT(-0.04 +1.627e1)", "POINT (-0.04 16.27)")]
    [InlineData("MULTIPOINT((1 2), (3 4))", "MULTIPOINT ((1 2), (3 4))")]
    [InlineData("MULTIPOINT(1 2, 3 4)", "MULTIPOINT ((1 2), (3 4))")]
    [InlineData("GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(1 2, 3 4))", "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))")]
    public void Well_known_text_is_read(string text, string expected) => Assert.Equal(expected, Shapes.ReadWkt(text).AsText());

    [Theory]
    [InlineData("", "At character 1: expected one of POINT, MULTIPOINT, LINESTRING, MULTILINESTRING, POLYGON, MULTIPOLYGON, GEOMETRYCOLLECTION.")]
    [InlineData("CIRCLE(0 0, 1)", "At character 1: expected one of POINT")]
    [InlineData("POLYGON EMPTY", "At character 9: the geometry is empty.")]
    [InlineData("POLYGON((0 0, 1 0, 1 1, 0 0)", "At character 29: expected ')'.")]
    [InlineData("POLYGON((0 0; 1 0, 1 1, 0 0))", "At character 13: expected ')'.")]
    [InlineData("POLYGON((0 0, 1 x, 1 1, 0 0))", "At character 17: expected a longitude and a latitude.")]
    [InlineData("POLYGON((0 0, 1 1e999, 1 1, 0 0))", "At character 17: expected a number.")]
    [InlineData("POLYGON((0 0, 1 0, 1 1, 0 0)) POINT(1 1)", "At character 31: nothing should follow the geometry.")]
    [InlineData("POLYGON((0 0, 1 0, 1 1, 0 1))", "Ring 1 is not closed: it begins at (0 0) and ends at (0 1).")]
    [InlineData("MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 6)))", "Polygon 2, ring 1 is not closed: it begins at (5 5) and ends at (5 6).")]
    [InlineData("POLYGON((0 0, 1 0, 0 0))", "Ring 1 has 3 positions; a closed ring needs at least four.")]
    [InlineData("POLYGON((0 0, 4 4, 4 0, 0 4, 0 0))", "It is not a valid shape: self-intersection at (2 2).")]
    [InlineData("POLYGON((0 0, 4 0, 4 4, 0 0), (8 8, 9 8, 9 9, 8 8))", "It is not a valid shape: hole lies outside shell at (8 8).")]
    [InlineData("POLYGON((0 0, 0 91, 1 1, 0 0))", "Ring 1, vertex 2, (0 91), is not on Earth")]
    [InlineData("POINT(541 0)", "The position, (541 0), is not on Earth")]
    [InlineData("POLYGON((-200 0, 200 0, 0 5, -200 0))", "It is wider than 360 degrees of longitude.")]
    [InlineData("LINESTRING(1 1, 1 1)", "Line needs two different positions.")]
    public void What_is_no_shape_is_refused_with_its_place(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<ShapeException>(() => Shapes.ReadWkt(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]]]}""", "POLYGON ((0 0, 4 0, 4 4, 0 0))")]
    [InlineData("""{"coordinates":[[[[0,0,9],[4,0],[4,4],[0,0,9]]]],"type":"MultiPolygon","bbox":[0,0,4,4]}""", "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)))")]
    [InlineData("""{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}""", "GEOMETRYCOLLECTION (POINT (1 2))")]
    public void GeoJson_is_read(string json, string expected) => Assert.Equal(expected, Shapes.ReadGeoJson(JsonSerializer.Deserialize<JsonElement>(json)).AsText());

    [Theory]
    [InlineData("7", "It must be a GeoJSON geometry, an object with type and coordinates.")]
    [InlineData("{}", "type must be one of Point, MultiPoint")]
    [InlineData("""{"type":"Feature"}""", "type must be one of Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon, GeometryCollection, not 'Feature'.")]
    [InlineData("""{"type":"Polygon"}""", "coordinates is missing.")]
    [InlineData("""{"type":"Polygon","coordinates":[]}""", "coordinates must be an array that is not empty.")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,"1"],[1,1],[0,0]]]}""", "coordinates[0][1] must be a position, [longitude, latitude].")]
    [InlineData("""{"type":"Polygon","coordinates":[[0,0],[1,1]]}""", "coordinates[0][0] must be a position, [longitude, latitude].")]
    [InlineData("""{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1]}]}""", "geometries[0].coordinates must be a position, [longitude, latitude].")]
    public void What_is_no_GeoJson_geometry_is_refused_with_its_path(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<ShapeException>(() => Shapes.ReadGeoJson(JsonSerializer.Deserialize<JsonElement>(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void More_vertices_than_allowed_are_refused()
    {
        var ring = string.Join(", ", Enumerable.Range(0, Shapes.MaximumVertices).Select(i => FormattableString.Invariant($"{10 * Math.Cos(i * 2 * Math.PI / Shapes.MaximumVertices):R} {10 * Math.Sin(i * 2 * Math.PI / Shapes.MaximumVertices):R}")));
        var exception = Assert.Throws<ShapeException>(() => Shapes.ReadWkt($"POLYGON(({ring}, 10 0))"));
        Assert.Equal("It has 10001 vertices; at most 10000 are allowed. Simplify it first.", exception.Message);
    }

    // Inside: between 170 and -170. The same polygon written in each of the ways there are.
    [Theory]
    [InlineData("POLYGON((170 -10, 190 -10, 190 10, 170 10, 170 -10))")]
    [InlineData("POLYGON((-190 -10, -170 -10, -170 10, -190 10, -190 -10))")]
    [InlineData("MULTIPOLYGON(((170 -10, 180 -10, 180 10, 170 10, 170 -10)), ((-180 -10, -170 -10, -170 10, -180 10, -180 -10)))")]
    [InlineData("POLYGON((530 -10, 540 -10, 540 10, 530 10, 530 -10))", 180.0)]
    public void A_polygon_over_the_antimeridian_is_cut_there(string text, double east = -170)
    {
        var shape = Shapes.ReadWkt(text);
        Assert.True(shape.EnvelopeInternal is { MinX: >= -180, MaxX: <= 180 }, shape.AsText());
        var prepared = new PreparedShape(shape);
        Assert.Equal(Location.Interior, prepared.Locate(175, 0));
        Assert.Equal(Location.Boundary, prepared.Locate(170, 0));
        Assert.Equal(Location.Exterior, prepared.Locate(0, 0));
        Assert.Equal(Location.Exterior, prepared.Locate(169, 0));
        Assert.Equal(Location.Exterior, prepared.Locate(175, 11));
        Assert.Equal(Location.Boundary, prepared.Locate(east, 0));
        Assert.Equal(east < 0 ? Location.Interior : Location.Exterior, prepared.Locate(-175, 0));
        Assert.NotEqual(Location.Exterior, prepared.Locate(180, 0));
    }

    [Fact]
    public void A_hole_goes_over_the_antimeridian_with_its_polygon()
    {
        var shape = new PreparedShape(Shapes.ReadWkt("POLYGON((170 -10, 190 -10, 190 10, 170 10, 170 -10), (179 -1, 181 -1, 181 1, 179 1, 179 -1))"));
        Assert.Equal(Location.Exterior, shape.Locate(179.5, 0));
        Assert.Equal(Location.Exterior, shape.Locate(-179.5, 0));
        Assert.Equal(Location.Interior, shape.Locate(-175, 0));
        Assert.Equal(Location.Interior, shape.Locate(175, 0));
    }

    // Whichever way round they are written: tools differ in that.
    [Theory]
    [InlineData("POLYGON((-170 -10, 170 -10, 170 10, -170 10, -170 -10))", 0)]
    [InlineData("POLYGON((-170 -10, -170 10, 170 10, 170 -10, -170 -10))", 0)]
    [InlineData("POLYGON((-180 -90, -180 90, 180 90, 180 -90, -180 -90))", 179)]
    public void A_wide_polygon_is_as_wide_as_it_looks(string text, double inside) =>
        Assert.Equal(Location.Interior, new PreparedShape(Shapes.ReadWkt(text)).Locate(inside, 0));

    [Fact]
    public void Poles_are_edges_like_others()
    {
        var shape = new PreparedShape(Shapes.ReadWkt("POLYGON((-180 60, 180 60, 180 90, -180 90, -180 60))"));
        Assert.Equal(Location.Boundary, shape.Locate(12, 90));
        Assert.Equal(Location.Interior, shape.Locate(12, 89.9999999));
        Assert.Equal(Location.Boundary, shape.Locate(12, 60));
        Assert.Equal(Location.Exterior, shape.Locate(12, 59.9999999));
    }

    [Theory]
    [InlineData(170, -170, 2)]
    [InlineData(-10, 10, 1)]
    public void A_box_is_a_shape(double west, double east, int parts) =>
        Assert.Equal(parts, Shapes.OfBox(new BoundingBox(west, -5, east, 5)).NumGeometries);
}
