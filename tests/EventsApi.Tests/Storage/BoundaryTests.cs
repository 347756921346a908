using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Storage;
using EventsApi.Tests.Imports;
using EventsApi.Tests.Places;
using EventsApi.Tests.Sql;
using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using Xunit;

namespace EventsApi.Tests.Storage;

/// <summary>Events know which boundaries they lie in, whichever came first and whatever changes.</summary>
public class BoundaryTests : IAsyncLifetime
{
    private static readonly double[] Places = [-180, -179.5, -12.25, 0, 0.1, 45, 89.9999999];

    private Store _store = null!;

    protected virtual string Engine => "sqlite";

    public async ValueTask InitializeAsync() => _store = await Store.CreateAsync(Engine);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Any_points_lie_in_the_random_areas_that_geometry_says_whichever_came_first()
    {
        await using var other = await Store.CreateAsync(Engine);
        await _store.WriteAsync(1, RandomPredicates.Rows);
        var areas = RandomShapes.Over(Places, Places.Where(place => Math.Abs(place) <= 90).ToArray()).Where(shape => shape is IPolygonal).ListOf(3);
        var (links, most) = (0, 0);
        Prop.ForAll(areas.ToArbitrary(), shapes =>
        {
            var boundaries = shapes.Select((shape, i) => new Boundary($"r{i}", "random", $"Region {i}", Multi(shape))).ToList();
            var expected = Expected(boundaries, RandomPredicates.Rows);
            Assert.Equal(expected, AfterAsync(boundaries).GetAwaiter().GetResult());
            Assert.Equal(expected, BeforeAsync(other, boundaries).GetAwaiter().GetResult());
            links += expected.Count;
            most += boundaries.Count * RandomPredicates.Rows.Count;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
        Assert.InRange(links, most / 20, most / 2);
    }

    [Fact]
    public async Task A_point_on_an_edge_belongs_to_both_sides_and_one_in_a_hole_to_none()
    {
        await _store.WriteAsync(Store.Event("EDGE1", 0.3, 17), Store.Event("CORNER1", 2, 15), Store.Event("HOLE1", 0.5, 15.75), Store.Event("RIM1", 0.5, 15.5), Store.Event("OUT1", 2.0000001, 16.5), Store.Event("NOWHERE1", null, null));
        await _store.BoundAsync(await BoundaryFiles.RegionsAsync());
        Assert.Equal([("ML-5", "CORNER1"), ("ML-7", "CORNER1"), ("ML-7", "EDGE1"), ("ML-7", "RIM1"), ("ML-8", "EDGE1")], await _store.LinksAsync());
    }

    [Fact]
    public async Task A_changed_row_moves_and_the_others_stay()
    {
        await _store.BoundAsync(await BoundaryFiles.RegionsAsync());
        await _store.WriteAsync(Store.Event("A1", 1, 16.5), Store.Event("A2", 1, 16.5), Store.Event("A3", -3, 14), Store.Event("A4", 100, 0));
        Assert.Equal([("ML-5", "A3"), ("ML-7", "A1"), ("ML-7", "A2")], await _store.LinksAsync());
        await _store.WriteAsync(Store.Event("A1", 1, 18), Store.Event("A2", 1, 16.5), Store.Event("A4", -3, 14), Store.Event("A5", 2.5, 15.5));
        Assert.Equal([("ML-5", "A3"), ("ML-5", "A4"), ("ML-5", "A5"), ("ML-7", "A2"), ("ML-8", "A1")], await _store.LinksAsync());
        await _store.WriteAsync(Store.Event("A1", null, null), Store.Event("A5", 100, 0));
        Assert.Equal([("ML-5", "A3"), ("ML-5", "A4"), ("ML-7", "A2")], await _store.LinksAsync());
    }

    [Fact]
    public async Task What_is_given_up_leaves_no_trace()
    {
        await _store.BoundAsync(await BoundaryFiles.RegionsAsync());
        await using (var staging = await _store.Database.StageAsync(CancellationToken.None))
        {
            staging.Add(Store.Event("A1", 1, 16.5));
            await staging.MergeAsync(1, null, CancellationToken.None);
        }
        Assert.Empty(await _store.LinksAsync());
    }

    [Fact]
    public async Task A_removed_data_set_takes_its_links_along()
    {
        await _store.BoundAsync(await BoundaryFiles.RegionsAsync());
        await _store.WriteAsync(Store.Event("A1", 1, 16.5, "one"), Store.Event("A2", 1, 16.5, "two"));
        await _store.Database.RemoveDatasetAsync("one", WriteOrigin.Unknown, CancellationToken.None);
        Assert.Equal([("ML-7", "A2")], await _store.LinksAsync());
    }

    [Fact]
    public async Task A_level_is_replaced_as_a_whole_and_the_version_grows_when_something_changed()
    {
        var regions = await BoundaryFiles.RegionsAsync();
        await _store.WriteAsync(Store.Event("A1", 1, 16.5), Store.Event("A2", 1, 18));
        var world = new Boundary("world", "world", "World", Multi(Shapes.ReadWkt("POLYGON((-180 -90, 180 -90, 180 90, -180 90, -180 -90))")));
        Assert.Equal(new BoundaryCounts(3, 0, 0, 0, 2), await ReplaceAsync("admin1", regions));
        Assert.Equal(new BoundaryCounts(1, 0, 0, 0, 2), await ReplaceAsync("world", [world]));
        var version = await _store.VersionAsync();
        Assert.Equal(new BoundaryCounts(0, 0, 0, 3, null), await ReplaceAsync("admin1", regions));
        Assert.Equal(version, await _store.VersionAsync());
        Assert.Equal(new BoundaryCounts(1, 1, 2, 0, 1), await ReplaceAsync("admin1", [regions[0] with { Name = "Gao region" }, regions[2] with { Id = "new" }]));
        Assert.Equal(version + 1, await _store.VersionAsync());
        Assert.Equal([("ML-7", "A1"), ("world", "A1"), ("world", "A2")], await _store.LinksAsync());
        Assert.Equal([("ML-7", "admin1", "Gao region", 1), ("new", "admin1", "Mopti", 0), ("world", "world", "World", 2)],
            (await _store.ReadAsync(session => session.BoundariesAsync())).Select(boundary => (boundary.Id, boundary.Level, boundary.Name, boundary.Events)));
        Assert.Equal(2, await _store.Database.RemoveLevelAsync("admin1", CancellationToken.None));
        Assert.Equal(0, await _store.Database.RemoveLevelAsync("admin1", CancellationToken.None));
        Assert.Equal(version + 2, await _store.VersionAsync());
        Assert.Equal([("world", "A1"), ("world", "A2")], await _store.LinksAsync());
    }

    [Fact]
    public async Task An_id_of_another_level_is_refused_and_nothing_changes()
    {
        var regions = await BoundaryFiles.RegionsAsync();
        await _store.WriteAsync(Store.Event("A1", 1, 16.5));
        await _store.BoundAsync(regions);
        var (version, links) = (await _store.VersionAsync(), await _store.LinksAsync());
        var taken = await Assert.ThrowsAsync<BoundaryTakenException>(() => ReplaceAsync("admin2", [.. regions.Skip(1).Select(region => region with { Level = "admin2" })]));
        Assert.Equal("The id 'ML-8' belongs to Kidal of the level admin1; ids are unique over all levels.", taken.Message);
        Assert.Equal(version, await _store.VersionAsync());
        Assert.Equal(links, await _store.LinksAsync());
        Assert.Equal(3, (await _store.ReadAsync(session => session.BoundariesAsync())).Count);
    }

    [Fact]
    public async Task Shapes_are_read_back_as_they_were()
    {
        var regions = await BoundaryFiles.RegionsAsync();
        await _store.BoundAsync(regions);
        var stored = await _store.ReadAsync(session => session.ShapesAsync(["ML-5", "ML-7", "none"]));
        Assert.Equal(["ML-5", "ML-7"], stored.Select(boundary => boundary.Id).Order());
        Assert.All(stored, boundary => Assert.True(boundary.Area.EqualsExact(regions.Single(region => region.Id == boundary.Id).Area)));
        Assert.Equal(["none"], await _store.ReadAsync(session => session.UnknownBoundariesAsync(["ML-5", "none"])));
    }

    private Task<BoundaryCounts> ReplaceAsync(string level, IReadOnlyList<Boundary> boundaries) => _store.Database.ReplaceLevelAsync(level, boundaries, CancellationToken.None);

    private async Task<List<(string, string)>> AfterAsync(IReadOnlyList<Boundary> boundaries)
    {
        await ReplaceAsync("random", boundaries);
        return await _store.LinksAsync();
    }

    // Most of the rows come into the empty store at once, the others one by one on top.
    private static async Task<List<(string, string)>> BeforeAsync(Store store, IReadOnlyList<Boundary> boundaries)
    {
        await store.EmptyAsync();
        await store.BoundAsync(boundaries);
        await store.WriteAsync(1, RandomPredicates.Rows.Take(140));
        await store.WriteAsync(2, RandomPredicates.Rows.Skip(130));
        return await store.LinksAsync();
    }

    private static List<(string, string)> Expected(IEnumerable<Boundary> boundaries, IEnumerable<Event> rows) =>
    [
        .. (from boundary in boundaries
            from row in rows
            where row.Longitude is not null && new PointLocator().Locate(new Coordinate(row.Longitude.Value, row.Latitude!.Value), boundary.Area) != Location.Exterior
            select (boundary.Id, row.EventIdCnty)).Order(),
    ];

    private static MultiPolygon Multi(Geometry shape) => shape as MultiPolygon ?? new MultiPolygon([(Polygon)shape], shape.Factory);
}

public sealed class BoundaryTestsOnPostgres : BoundaryTests
{
    protected override string Engine => "postgres";
}
