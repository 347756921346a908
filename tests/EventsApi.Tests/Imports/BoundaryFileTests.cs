using System.Text;
using EventsApi.Data.Imports;
using EventsApi.Data.Places;
using Xunit;

namespace EventsApi.Tests.Imports;

/// <summary>Files of boundaries are read as they are meant, or it is said what is wrong and where.</summary>
public class BoundaryFileTests
{
    private const string Square = """{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]]]}""";

    [Fact]
    public async Task TopoJson_and_GeoJson_say_the_same()
    {
        var one = await BoundaryFiles.ReadAsync(BoundaryFiles.GeoJson);
        var other = await BoundaryFiles.ReadAsync(BoundaryFiles.TopoJson, one: "regions");
        Assert.Equal((0, 1, 0, 1), (one.Repaired, one.Skipped, other.Repaired, other.Skipped));
        Assert.Equal([("ML-7", "admin1", "Gao"), ("ML-8", "admin1", "Kidal"), ("ML-5", "admin1", "Mopti")], one.Boundaries.Select(boundary => (boundary.Id, boundary.Level, boundary.Name)));
        Assert.Equal(one.Boundaries.Select(Text), other.Boundaries.Select(Text));
        Assert.Equal([7.5, 14, 7], one.Boundaries.Select(boundary => boundary.Area.Area));
    }

    [Fact]
    public async Task The_feature_s_own_id_is_an_id_too()
    {
        Assert.Equal(["ML-7", "ML-8", "ML-5"], (await BoundaryFiles.ReadAsync(BoundaryFiles.GeoJson, id: "id")).Boundaries.Select(boundary => boundary.Id));
        Assert.Equal(["ML-7", "ML-8", "ML-5"], (await BoundaryFiles.ReadAsync(BoundaryFiles.TopoJson, id: "id", one: "regions")).Boundaries.Select(boundary => boundary.Id));
        var property = await ReadAsync(Collection(Feature("""{"id":7,"name":"A"}""", Square).Replace("\"type\":\"Feature\"", "\"type\":\"Feature\",\"id\":\"own\"", StringComparison.Ordinal)), id: "id");
        Assert.Equal("7", Assert.Single(property.Boundaries).Id);
    }

    [Fact]
    public async Task Arcs_without_a_transform_are_positions()
    {
        const string Topology = """
            {"type":"Topology","objects":{"a":{"type":"Polygon","properties":{"code":"A","name":"A"},"arcs":[[0,-2]]}},
             "arcs":[[[0.25,0,7],[4,0],[4,4.125]],[[0.25,0],[0,4],[4,4.125]]]}
            """;
        Assert.Equal("MULTIPOLYGON (((0.25 0, 4 0, 4 4.125, 0 4, 0.25 0)))", Assert.Single((await ReadAsync(Topology)).Boundaries).Area.AsText());
    }

    [Fact]
    public async Task A_gzipped_file_is_read()
    {
        var packed = Importing.Gzip(await File.ReadAllBytesAsync(BoundaryFiles.GeoJson, TestContext.Current.CancellationToken));
        Assert.Equal(3, (await ReadAsync(packed)).Boundaries.Count);
        var problem = await Assert.ThrowsAsync<UnreadableFileException>(() => ReadAsync(packed[..^20]));
        Assert.Equal("b.json is a gzip file that is damaged or cut off.", problem.Message);
    }

    [Theory]
    // A bow tie, a spike, a hole as large as its shell but for a corner, and a part that is a line.
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[4,4],[4,0],[0,4],[0,0]]]}""", 8)]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[9,9],[4,4],[0,4],[0,0]]]}""", 16)]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[2,2],[6,2],[6,3],[2,3],[2,2]]]}""", 14)]
    [InlineData("""{"type":"MultiPolygon","coordinates":[[[[0,0],[4,0],[4,4],[0,4],[0,0]]],[[[7,7],[8,8],[7,7]]]]}""", 16)]
    [InlineData("""{"type":"MultiPolygon","coordinates":[[[[0,0],[4,0],[4,4],[0,4],[0,0]]],[[[2,0],[6,0],[6,4],[2,4],[2,0]]]]}""", 24)]
    public async Task Rings_that_are_not_valid_are_repaired_and_counted(string geometry, double area)
    {
        var file = await ReadAsync(Collection(Feature("""{"code":"A","name":"A"}""", geometry), Feature("""{"code":"B","name":"B"}""", Square)));
        Assert.Equal((1, 2), (file.Repaired, file.Boundaries.Count));
        Assert.All(file.Boundaries, boundary => Assert.True(boundary.Area.IsValid));
        Assert.Equal(area, file.Boundaries[0].Area.Area, 9);
    }

    [Fact]
    public async Task What_crosses_the_antimeridian_is_cut_there()
    {
        var file = await ReadAsync(Collection(Feature("""{"code":"FJ","name":"Fiji"}""", """{"type":"Polygon","coordinates":[[[177,-19],[182,-19],[182,-16],[177,-16],[177,-19]]]}""")));
        var area = Assert.Single(file.Boundaries).Area;
        Assert.Equal((2, -180, 180, 15), (area.NumGeometries, area.EnvelopeInternal.MinX, area.EnvelopeInternal.MaxX, area.Area));
    }

    [Theory]
    // Over the antimeridian; with a hole beyond it; around the south pole; the whole map's frame, and a cap along it.
    [InlineData("[[177,-19],[-178,-19],[-178,-16],[177,-16],[177,-19]]", "MULTIPOLYGON(((177 -19, 180 -19, 180 -16, 177 -16, 177 -19)), ((-180 -19, -178 -19, -178 -16, -180 -16, -180 -19)))")]
    [InlineData("[[170,0],[-170,0],[-170,10],[170,10],[170,0]],[[-176,4],[-174,4],[-174,6],[-176,6],[-176,4]]", "MULTIPOLYGON(((170 0, 180 0, 180 10, 170 10, 170 0)), ((-180 0, -170 0, -170 10, -180 10, -180 0), (-176 4, -174 4, -174 6, -176 6, -176 4)))")]
    [InlineData("[[-90,-70],[0,-60],[90,-70],[170,-80],[-170,-80],[-90,-70]]", "MULTIPOLYGON(((-180 -90, 180 -90, 180 -80, 170 -80, 90 -70, 0 -60, -90 -70, -170 -80, -180 -80, -180 -90)))")]
    [InlineData("[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]", "MULTIPOLYGON(((-180 -90, 180 -90, 180 90, -180 90, -180 -90)))")]
    [InlineData("[[-180,-90],[180,-90],[180,-80],[0,-70],[-180,-80],[-180,-90]]", "MULTIPOLYGON(((-180 -90, 180 -90, 180 -80, 0 -70, -180 -80, -180 -90)))")]
    public async Task A_ring_that_jumps_by_a_turn_goes_the_short_way(string rings, string wkt)
    {
        var file = await ReadAsync(Collection(Feature("""{"code":"A","name":"A"}""", $$"""{"type":"Polygon","coordinates":[{{rings}}]}""")));
        var area = Assert.Single(file.Boundaries).Area;
        Assert.Equal(0, file.Repaired);
        Assert.True(area.EqualsTopologically(Shapes.ReadWkt(wkt)), area.AsText());
    }

    [Theory]
    [InlineData("code;name", "b.json is not JSON: line 1, byte 1; boundaries are GeoJSON or TopoJSON.")]
    [InlineData("{\"type\":\"FeatureCollection\",\n\"features\":[", "b.json is not JSON: line 2, byte 13; boundaries are GeoJSON or TopoJSON.")]
    [InlineData("", "b.json is not JSON: line 1, byte 1; boundaries are GeoJSON or TopoJSON.")]
    [InlineData("[]", "b.json is neither a GeoJSON FeatureCollection nor a TopoJSON Topology.")]
    [InlineData(Square, "b.json is neither a GeoJSON FeatureCollection nor a TopoJSON Topology.")]
    [InlineData("""{"type":"FeatureCollection"}""", "b.json has no array of features.")]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", "b.json has no features.")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null}]}""", "b.json has no features with a geometry.")]
    [InlineData("""{"type":"Topology"}""", "b.json has no objects.")]
    [InlineData("""{"type":"Topology","objects":{}}""", "b.json cannot be read as TopoJSON: arcs must be an array.")]
    [InlineData("""{"type":"Topology","objects":{},"arcs":[]}""", "b.json has no features.")]
    [InlineData("""{"type":"Topology","objects":{},"arcs":[[[0,0]]]}""", "b.json cannot be read as TopoJSON: arcs[0] must be an array of two positions or more.")]
    [InlineData("""{"type":"Topology","objects":{},"arcs":[[[0,0],[1,"x"]]]}""", "b.json cannot be read as TopoJSON: arcs[0][1] must be two numbers.")]
    [InlineData("""{"type":"Topology","transform":{"scale":[1,1]},"objects":{},"arcs":[]}""", "b.json cannot be read as TopoJSON: transform.translate is missing.")]
    [InlineData("""{"type":"Topology","objects":{"a":{"type":"Polygon","properties":{"code":1,"name":"A"},"arcs":[[0]]}},"arcs":[]}""", "b.json: object a, geometry 1 (A) has no shape that can be used: arcs[0]: 0 is no arc; there are 0.")]
    [InlineData("""{"type":"Topology","objects":{"a":{"type":"Polygon","properties":{"code":1,"name":"A"},"arcs":[[-2147483648]]}},"arcs":[[[0,0],[1,1]]]}""", "b.json: object a, geometry 1 (A) has no shape that can be used: arcs[0]: -2147483648 is no arc; there are 1.")]
    public async Task A_file_that_is_none_is_refused(string file, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<UnreadableFileException>(() => ReadAsync(file))).Message);

    [Theory]
    [InlineData("""{"name":"A","iso":"X"}""", Square, "has no property 'code'; it has name, iso.")]
    [InlineData("""{"code":"A"}""", Square, "has no property 'name'; it has code.")]
    [InlineData("null", Square, "has no property 'code'; it has no properties.")]
    [InlineData("""{"code":null,"name":"A"}""", Square, "has no text or number as 'code', but null.")]
    [InlineData("""{"code":" ","name":"A"}""", Square, "has an empty 'code'.")]
    [InlineData("""{"code":"A\u0000","name":"A"}""", Square, "has a 'code' that is longer than 200 characters or holds control characters.")]
    [InlineData("""{"code":"B","name":"A"}""", Square, "the id 'B' stands twice, in feature 1 (B) and in feature 2 (A).")]
    [InlineData("""{"code":"A","name":"A"}""", """{"type":"Point","coordinates":[1,1]}""", "is a Point; a boundary is a Polygon or a MultiPolygon.")]
    [InlineData("""{"code":"A","name":"A"}""", """{"coordinates":[1,1]}""", "is a geometry without a type; a boundary is a Polygon or a MultiPolygon.")]
    [InlineData("""{"code":"A","name":"A"}""", """{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}""", "has no shape that can be used: It encloses no area.")]
    [InlineData("""{"code":"A","name":"A"}""", """{"type":"Polygon","coordinates":[[[0,0],[1,1],[2,2],[0,0]]]}""", "has no shape that can be used: It encloses no area.")]
    [InlineData("""{"code":"A","name":"A"}""", """{"type":"Polygon","coordinates":[[[0,0],[1,1],[2,0]]]}""", "has no shape that can be used: Ring 1 is not closed: it begins at (0 0) and ends at (2 0).")]
    [InlineData("""{"code":"A","name":"A"}""", """{"type":"Polygon","coordinates":[[[0,0],[500000,1],[2,0],[0,0]]]}""", "has no shape that can be used: Ring 1, vertex 2, (500000 1), is not on Earth")]
    public async Task A_feature_that_cannot_be_used_is_named(string properties, string geometry, string message)
    {
        var file = Collection(Feature("""{"code":"B","name":"B"}""", Square), Feature(properties, geometry));
        var problem = await Assert.ThrowsAsync<UnreadableFileException>(() => ReadAsync(file));
        Assert.StartsWith("b.json: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(message.StartsWith("the id", StringComparison.Ordinal) ? message : properties.Contains("\"name\":\"A\"", StringComparison.Ordinal) ? "feature 2 (A) " + message : "feature 2 " + message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_is_chosen_or_all_are_taken()
    {
        var all = await Assert.ThrowsAsync<UnreadableFileException>(() => BoundaryFiles.ReadAsync(BoundaryFiles.TopoJson));
        Assert.Equal("boundaries.topo.json: object lake, geometry 1 has no property 'code'; it has no properties.", all.Message);
        var other = await Assert.ThrowsAsync<UnreadableFileException>(() => BoundaryFiles.ReadAsync(BoundaryFiles.TopoJson, one: "seas"));
        Assert.Equal("boundaries.topo.json has no object 'seas'; there are regions, lake.", other.Message);
        var none = await Assert.ThrowsAsync<UnreadableFileException>(() => BoundaryFiles.ReadAsync(BoundaryFiles.GeoJson, one: "regions"));
        Assert.Equal("boundaries.geojson is GeoJSON, which has no objects to choose from.", none.Message);
    }

    [Theory]
    [InlineData("countries-50m.topo.json", "name", "countries", 241, 1)]
    [InlineData("countries-110m.topo.json", "name", "countries", 177, 2)]
    [InlineData("mali-admin1.geojson", "adm1_code", null, 9, 0)]
    public async Task Real_files_are_read_whole(string name, string id, string? one, int boundaries, int repaired)
    {
        var file = await BoundaryFiles.ReadAsync(Importing.File("..", "shared", "data", "geo", name), id, one: one);
        Assert.Equal((boundaries, repaired, 0), (file.Boundaries.Count, file.Repaired, file.Skipped));
        Assert.All(file.Boundaries, boundary => Assert.True(boundary.Area.IsValid, boundary.Name));
        var index = new BoundaryIndex(file.Boundaries);
        Assert.Single(index.At(-3.0, 16.77)); // Timbuktu
        if (one is not null)
        {
            Assert.Equal(["Russia", "Russia", "Antarctica", "Norway", "Kazakhstan"], new[] { (37.6, 55.75), (-175.0, 66.5), (100, -89.9), (10.5, 61), (68, 48.0) }.SelectMany(place => index.At(place.Item1, place.Item2)));
        }
    }

    private static string Text(Boundary boundary) => $"{boundary.Id} {boundary.Name} {boundary.Area.Normalized().AsText()}";

    private static string Collection(params string[] features) => $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""";

    private static string Feature(string properties, string geometry) => $$"""{"type":"Feature","properties":{{properties}},"geometry":{{geometry}}}""";

    private static Task<BoundaryFile> ReadAsync(string file, string id = "code") => ReadAsync(Encoding.UTF8.GetBytes(file), id);

    private static Task<BoundaryFile> ReadAsync(byte[] file, string id = "code") =>
        BoundaryFile.ReadAsync(new BoundaryImport("b.json", "test", id, "name"), new MemoryStream(file), CancellationToken.None);
}
