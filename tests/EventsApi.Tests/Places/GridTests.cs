using EventsApi.Data.Places;
using Xunit;

namespace EventsApi.Tests.Places;

/// <summary>Cells carry the names that others give them.</summary>
public class GridTests
{
    // geohash.org's example and the corners of the world.
    [Theory]
    [InlineData(10.40744, 57.64911, "u4pruyd")]
    [InlineData(-180, -90, "0000000")]
    [InlineData(180, 90, "zzzzzzz")]
    public void Geohashes_are_those_of_others(double longitude, double latitude, string expected)
    {
        for (var length = 1; length <= Grid.Equal.Geohash.MostLetters; length++)
        {
            var grid = new Grid.Equal.Geohash(length);
            Assert.Equal(expected[..length], grid.Label(grid.CellOf(longitude, latitude)!.Value));
        }
    }

    // The first two as OpenStreetMap's wiki computes them; an edge belongs to the tile south and east of it.
    [Theory]
    [InlineData(10, -7.0817, 51.5, "10/491/340")]
    [InlineData(1, 0, 0, "1/1/1")]
    [InlineData(0, 13, -85, "0/0/0")]
    [InlineData(3, 180, 85.05, "3/7/0")]
    public void Tiles_are_those_of_maps(int zoom, double longitude, double latitude, string expected)
    {
        var grid = new Grid.Tile(zoom);
        Assert.Equal(expected, grid.Label(grid.CellOf(longitude, latitude)!.Value));
        Assert.Null(grid.CellOf(longitude, 85.06));
        Assert.Null(grid.CellOf(longitude, -90));
    }
}
