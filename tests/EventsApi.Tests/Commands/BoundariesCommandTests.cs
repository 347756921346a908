using System.IO.Compression;
using EventsApi.Tests.Imports;
using Xunit;

namespace EventsApi.Tests.Commands;

public sealed class BoundariesCommandTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Boundaries_are_imported_listed_asked_for_and_removed()
    {
        await _place.RunAsync("import", Workplace.Fixture);
        var first = await _place.RunAsync("boundaries", "import", BoundaryFiles.GeoJson, "--level", "admin1", "--id", "code", "--name", "name");
        Assert.Equal(0, first.Code);
        Assert.Matches(@"^boundaries\.geojson: boundaries of the level admin1: inserted 3, updated 0, removed 0, unchanged 0, repaired 0, skipped 1 without a geometry; events in them \d+\n$", first.Out);
        var again = await _place.RunAsync("boundaries", "import", BoundaryFiles.TopoJson, "--object", "regions", "--level", "admin1", "--id", "code", "--name", "name");
        Assert.Equal("boundaries.topo.json: boundaries of the level admin1: inserted 0, updated 0, removed 0, unchanged 3, repaired 0, skipped 1 without a geometry\n", again.Out);
        var list = (await _place.RunAsync("boundaries", "list")).Lines.Select(line => line.Split('\t')).ToList();
        Assert.Equal(["ML-5 admin1 Mopti", "ML-7 admin1 Gao", "ML-8 admin1 Kidal"], list.Select(line => string.Join(' ', line[..3])));
        var exported = await _place.RunAsync("export", "boundary=ML-7", "fields=event_id_cnty");
        Assert.Equal(list[1][3], $"{exported.Lines.Length - 1}");
        Assert.True(exported.Lines.Length > 1);
        var removed = await _place.RunAsync("boundaries", "remove", "--level", "admin1");
        Assert.Equal((0, "Removed 3 boundaries of the level admin1.\n"), (removed.Code, removed.Out));
        var unknown = await _place.RunAsync("export", "boundary=ML-7");
        Assert.Equal((2, "", "boundary: There are no boundaries here; the command 'boundaries import' brings them in.\n"), (unknown.Code, unknown.Out, unknown.Error));
        var nothing = await _place.RunAsync("boundaries", "remove", "--level", "admin1");
        Assert.Equal((1, "There are no boundaries of the level 'admin1'; 'boundaries list' shows all.\n"), (nothing.Code, nothing.Error));
    }

    [Fact]
    public async Task Standard_input_is_a_file_also_gzipped()
    {
        using var gzipped = new MemoryStream();
        await using (var gzip = new GZipStream(gzipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(await File.ReadAllBytesAsync(BoundaryFiles.GeoJson, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        }
        gzipped.Position = 0;
        var ended = await _place.RunAsync(gzipped, ["boundaries", "import", "-", "--level", "admin1", "--id", "id", "--name", "name"]);
        Assert.StartsWith("standard input: boundaries of the level admin1: inserted 3,", ended.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "boundaries.geojson: feature 1 (Gao) has no property 'iso'; it has code, name, and an id of its own.", "--level", "admin1", "--id", "iso", "--name", "name")]
    [InlineData(2, "'Admin 1' is no name for a level", "--level", "Admin 1", "--id", "code", "--name", "name")]
    [InlineData(2, "--id", "--level", "admin1", "--name", "name")]
    public async Task What_is_wrong_is_said_and_nothing_is_written(int code, string message, params string[] arguments)
    {
        var ended = await _place.RunAsync(["boundaries", "import", BoundaryFiles.GeoJson, .. arguments]);
        Assert.Equal((code, ""), (ended.Code, ended.Out));
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        Assert.Empty((await _place.RunAsync("boundaries", "list")).Out);
    }

    [Fact]
    public async Task An_id_that_another_level_holds_is_a_sentence()
    {
        await _place.RunAsync("boundaries", "import", BoundaryFiles.GeoJson, "--level", "admin1", "--id", "code", "--name", "name");
        var ended = await _place.RunAsync("boundaries", "import", BoundaryFiles.GeoJson, "--level", "admin2", "--id", "code", "--name", "name");
        Assert.Equal((1, "boundaries.geojson: The id 'ML-7' belongs to Gao of the level admin1; ids are unique over all levels.\n"), (ended.Code, ended.Error));
        var missing = await _place.RunAsync("boundaries", "import", _place["missing.geojson"], "--level", "admin1", "--id", "code", "--name", "name");
        Assert.Equal(1, missing.Code);
        Assert.Contains("missing.geojson", missing.Error, StringComparison.Ordinal);
    }
}
