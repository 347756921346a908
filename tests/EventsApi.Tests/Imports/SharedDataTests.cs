using System.Diagnostics;
using System.Text.Json;
using EventsApi.Data.Imports;
using EventsApi.Data.Places;
using Xunit;

namespace EventsApi.Tests.Imports;

/// <summary>Real files beside the repository import whole.</summary>
public class SharedDataTests(TestStore importing, ITestOutputHelper output) : IClassFixture<TestStore>
{
    [Theory]
    [InlineData("ged191-syria-16566.csv.gz", 16_566)]
    [InlineData("ged231-sample-1000.csv.gz", 1_000)]
    [InlineData("hdx-bangladesh-601-hxl.csv.gz", 601)]
    [InlineData("hdx-colombia-4632-hxl.csv.gz", 4_632)]
    [InlineData("hdx-pakistan-6416-hxl.csv.gz", 6_416)]
    [InlineData("hdx-ukraine-release-2018-993-hxl.csv.gz", 993)]
    [InlineData("hdx-ukraine-release-2019-1167-hxl.csv.gz", 1_167)]
    public async Task Imports_whole(string name, long rows)
    {
        var (report, _) = await ImportAsync(name);
        Assert.Empty(report.FirstRejects);
        Assert.Equal(rows, report.Inserted);
    }

    [Fact]
    public async Task Imports_the_narrow_file_whole()
    {
        var (report, store) = await ImportAsync("ged211-narrow-176579.csv.gz");
        Assert.Empty(report.FirstRejects);
        Assert.Equal((176_579, 176_579), (report.Read, report.Inserted));
        Assert.Equal(1_462, report.Rules[Rules.FatalitiesOrder.Id]);
        Assert.Equal(1_797_771, store.Events.Values.Sum(row => row.Fatalities));
        var mali = store.Events.Values.Where(row => row.Country == "Mali").ToList();
        Assert.Equal((891, 6_705L), (mali.Count, mali.Sum(row => row.Fatalities ?? 0)));
    }

    [Theory]
    [InlineData("hdx-colombia-4632-hxl.csv.gz")]
    [InlineData("ged191-syria-16566.csv.gz")]
    public async Task UCDP_counted_the_same_cells_of_PRIO_GRID(string name)
    {
        var grid = new Grid.Equal.PrioGrid();
        var (_, store) = await ImportAsync(name);
        Assert.All(store.Events.Values, row => Assert.Equal(
            JsonDocument.Parse(row.Attributes!).RootElement.GetProperty("priogrid_gid").ToString(), $"{grid.Label(grid.CellOf(row.Longitude!.Value, row.Latitude!.Value)!.Value)}"));
    }

    private async Task<(ImportReport Report, TestStore Store)> ImportAsync(string name)
    {
        using var file = File.OpenRead(Importing.File("..", "shared", "data", "ucdp", name));
        var store = await importing.EmptyAsync();
        var watch = Stopwatch.StartNew();
        var report = await importing.Importer().RunAsync(new ImportRequest(name), file);
        output.WriteLine($"{name}: {report.Read / watch.Elapsed.TotalSeconds:N0} rows/s; {string.Join(", ", report.Rules)}");
        return (report, store);
    }
}
