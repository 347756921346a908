using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc;

/// <summary>GDAL's OGC API driver, what QGIS and R's sf read with, as a client of the real server.</summary>
public class GdalTests(EventServer server) : IClassFixture<EventServer>
{
    private string Source => $"OAPIF:{server.Http.BaseAddress}";

    [Fact]
    public async Task The_layer_has_the_catalogue_with_its_types()
    {
        var lines = (await RunAsync("ogrinfo", "-so", Source, "events")).Split('\n');
        Assert.Contains($"Feature Count: {(await server.RowsAsync()).Count}", lines);
        Assert.Contains("Geometry: Point", lines);
        foreach (var column in EventColumns.All)
        {
            var type = column.Type switch { ColumnType.Integer => "Integer", ColumnType.Real => "Real", ColumnType.Date => "Date", _ => "String" };
            Assert.Contains($"{column.Name}: {type} (0.0)", lines);
        }
    }

    [Theory]
    [InlineData(-10, 5, 10, 25)]
    [InlineData(0, 0, 180, 90)]
    public async Task A_spatial_filter_selects_the_same_events(double west, double south, double east, double north)
    {
        var expected = (await server.RowsAsync()).Count(row => row.GetProperty("longitude").ValueKind == JsonValueKind.Number
            && row.GetProperty("longitude").GetDouble() is var x && row.GetProperty("latitude").GetDouble() is var y && x >= west && x <= east && y >= south && y <= north);
        var found = await RunAsync("ogrinfo", "-al", "-q", Source, "-spat", $"{west}", $"{south}", $"{east}", $"{north}");
        Assert.Equal(expected, found.Split('\n').Count(line => line.StartsWith("OGRFeature(events)", StringComparison.Ordinal)));
    }

    // GDAL writes these in CQL: dates as text with a T, OR and LIKE in parentheses.
    [Theory]
    [InlineData("fatalities > 5", "fatalities__gt=5")]
    [InlineData("country = 'Mali' AND event_date >= '2022/01/01'", "country=Mali&event_date__gte=2022-01-01")]
    [InlineData("event_date >= '2022/01/01' AND event_date <= '2022/12/31'", "datetime=2022-01-01/2022-12-31")]
    [InlineData("event_type = 'Battles' OR event_type = 'Riots'", "event_type=Battles&event_type=Riots")]
    [InlineData("notes LIKE '%e%' AND fatalities IS NOT NULL", "fatalities__isnull=false", "e")]
    public async Task An_attribute_filter_selects_the_same_events(string where, string query, string inNotes = "")
    {
        var rows = (await server.GetAsync($"/v1/events?{query}&limit=5000")).GetProperty("data").EnumerateArray();
        var expected = rows.Where(row => inNotes.Length == 0 || row.GetProperty("notes").GetString()?.Contains(inNotes, StringComparison.Ordinal) == true)
            .Select(Reference.Id).Order(StringComparer.Ordinal).ToList();
        var found = (await RunAsync("ogrinfo", "-al", "-q", Source, "-where", where)).Split('\n')
            .Where(line => line.StartsWith("  event_id_cnty (String) = ", StringComparison.Ordinal)).Select(line => line.Split(" = ")[1].Trim()).Order(StringComparer.Ordinal);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, found);
    }

    // What GDAL does not push down it would fetch every event for.
    [Theory]
    [InlineData("event_date >= '2022/01/01' AND event_date <= '2022/12/31'", "filter=", "2022-01-01T", "2022-12-31T")]
    [InlineData("event_date = '2022/08/07'", "filter=", "2022-08-07T")]
    [InlineData("fatalities > 5 OR actor1 LIKE 'Test%'", "filter=", "filter-lang=cql-text")]
    [InlineData("event_date >= '2022/01/01' OR country = 'Mali'", "filter=", "2022-01-01T")]
    public async Task A_filter_is_pushed_down(string where, params string[] parts)
    {
        var (_, log) = await RunLoggedAsync("ogrinfo", "-al", "-q", "--debug", "on", Source, "-where", where, "-spat", "-10", "5", "10", "25");
        var pages = log.Split('\n').Where(line => line.Contains("/items?", StringComparison.Ordinal) && line.Contains("bbox=-10,5,10,25", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(pages);
        Assert.All(parts, part => Assert.Contains(part, pages[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_has_every_event_as_it_is()
    {
        var file = Path.Combine(Path.GetTempPath(), $"events-{Guid.NewGuid():N}.geojson");
        try
        {
            await RunAsync("ogr2ogr", "-f", "GeoJSON", file, Source, "events", "-oo", "PAGE_SIZE=7");
            var copied = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).GetProperty("features").EnumerateArray()
                .ToDictionary(feature => feature.GetProperty("properties").GetProperty("event_id_cnty").GetString()!);
            var rows = await server.RowsAsync();
            Assert.Equal(rows.Count, copied.Count);
            foreach (var row in rows)
            {
                AssertSame(row, copied[Reference.Id(row)]);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void AssertSame(JsonElement row, JsonElement feature)
    {
        foreach (var column in EventColumns.All.Where(column => column != EventColumns.Attributes))
        {
            var (expected, actual) = (row.GetProperty(column.Name), feature.GetProperty("properties").GetProperty(column.Name));
            var same = expected.ValueKind == JsonValueKind.Number ? expected.GetDouble().Equals(actual.GetDouble()) : actual.ToString().Replace('/', '-') == expected.ToString().Replace('/', '-');
            Assert.True(same, $"{Reference.Id(row)}.{column.Name}: {expected} became {actual}");
        }
        var geometry = feature.GetProperty("geometry");
        Assert.Equal(row.GetProperty("longitude").ValueKind == JsonValueKind.Null, geometry.ValueKind == JsonValueKind.Null);
        if (geometry.ValueKind == JsonValueKind.Object)
        {
            Assert.Equal([row.GetProperty("longitude").GetDouble(), row.GetProperty("latitude").GetDouble()], geometry.GetProperty("coordinates").EnumerateArray().Select(number => number.GetDouble()));
        }
    }

    // In CI the tool must be there; tests/run installs it where it may.
    private static async Task<string> RunAsync(string tool, params string[] arguments) => (await RunLoggedAsync(tool, arguments)).Printed;

    private static async Task<(string Printed, string Log)> RunLoggedAsync(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "CI needs GDAL (gdal-bin).");
            Assert.Skip("GDAL is not installed (gdal-bin).");
        }
        using (process)
        {
            var errors = process!.StandardError.ReadToEndAsync();
            var printed = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0 && !(await errors).Contains("ERROR", StringComparison.Ordinal), await errors);
            return (printed, await errors);
        }
    }
}
