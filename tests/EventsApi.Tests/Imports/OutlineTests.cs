using System.Globalization;
using EventsApi.Data.Imports;
using EventsApi.Data.Places;
using EventsApi.Data.Storage;
using NetTopologySuite.Geometries;
using Xunit;

namespace EventsApi.Tests.Imports;

/// <summary>Coordinates are held against a country's outline where there is one, else against its rough box.</summary>
public class OutlineTests(TestStore store) : IClassFixture<TestStore>
{
    private const string Square = "((-4 14, 0 14, 0 18, -4 18, -4 14))";

    [Theory]
    [InlineData("country", "466", "Anything", -2, 16, false)]
    [InlineData("admin0", "MLI", "Anything", -2, 16, false)]
    [InlineData("country", "1", "République du Mali", -2, 16, false)]
    [InlineData("country", "ml", "Anything", 0.0999, 16, false)] // generalised outlines miss a little
    [InlineData("country", "ML", "Anything", 0.1001, 16, true)]
    [InlineData("country", "ML", "Anything", -8, 12.65, true)] // Bamako, which the rough box holds
    [InlineData("country", "4", "Mali", -8, 12.65, true)] // the name goes before the number of another country
    [InlineData("admin1", "ML", "Mali", -8, 12.65, false)]
    [InlineData("country", "FR", "France", -8, 12.65, false)]
    [InlineData("country", "FR", "France", -8, -12.65, true)]
    public async Task The_outline_is_the_country_s_when_its_name_or_id_is(string level, string id, string name, double longitude, double latitude, bool warned)
    {
        await store.EmptyAsync();
        await BoundAsync(level, new Boundary(id, level, name, Area(Square)));
        Assert.Equal(warned, await WarnsAsync(longitude, latitude, "Mali"));
    }

    [Fact]
    public async Task One_of_several_outlines_of_a_country_is_enough()
    {
        await store.EmptyAsync();
        await BoundAsync("country", new Boundary("ML", "country", "North", Area(Square)), new Boundary("MLI", "country", "South", Area("((-10 10, -6 10, -6 13, -10 13, -10 10))")));
        Assert.False(await WarnsAsync(-8, 12.65, "Mali"));
        Assert.False(await WarnsAsync(-2, 16, "Mali"));
        Assert.True(await WarnsAsync(-5, 13.5, "Mali"));
    }

    [Fact]
    public async Task An_outline_ends_not_at_the_antimeridian()
    {
        await store.EmptyAsync();
        await BoundAsync("country", new Boundary("FJ", "country", "Fiji", Area("((177 -19, 180 -19, 180 -16, 177 -16, 177 -19))")));
        Assert.False(await WarnsAsync(-179.95, -17, "Fiji"));
        Assert.True(await WarnsAsync(-179.85, -17, "Fiji"));
    }

    [Fact]
    public async Task Real_outlines_know_the_founding_places()
    {
        var file = await BoundaryFiles.ReadAsync(Importing.File("..", "shared", "data", "geo", "countries-50m.topo.json"), "name", one: "countries", level: "country");
        await store.EmptyAsync();
        await BoundAsync("country", [.. file.Boundaries]);
        Assert.False(await WarnsAsync(-0.0447, 16.2717, "Mali"));
        Assert.False(await WarnsAsync(2.7, 15.04, "Niger"));
        Assert.True(await WarnsAsync(2.7, 15.04, "Mali")); // in Mali's box, but in Niger
    }

    private Task BoundAsync(string level, params Boundary[] boundaries) => store.Database.ReplaceLevelAsync(level, boundaries, CancellationToken.None);

    private async Task<bool> WarnsAsync(double longitude, double latitude, string country)
    {
        var file = Importing.Csv(("longitude", longitude.ToString(CultureInfo.InvariantCulture)), ("latitude", latitude.ToString(CultureInfo.InvariantCulture)), ("country", country));
        var report = await store.Importer().RunAsync(new ImportRequest("test.csv"), new MemoryStream(System.Text.Encoding.UTF8.GetBytes(file)));
        Assert.Equal(0, report.Rejected);
        return report.Rules.ContainsKey(Rules.CoordinatesOutside.Id);
    }

    private static MultiPolygon Area(string polygon) => (MultiPolygon)Shapes.ReadWkt($"MULTIPOLYGON({polygon})");
}
