using System.Text;
using EventsApi.Data.Imports;
using EventsApi.Data.Model;
using Xunit;

namespace EventsApi.Tests.Imports;

/// <summary>What an import does with a file as a whole.</summary>
public class ImporterTests(TestStore importing) : IClassFixture<TestStore>
{
    private const string Monadic = "event_id_cnty,event_date,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,country,notes,data_id\n";

    [Fact]
    public async Task The_fixture_imports_whole_and_again_changes_nothing()
    {
        var file = await File.ReadAllBytesAsync(Importing.File("tests", "EventsApi.Tests", "Fixtures", "events.csv"), TestContext.Current.CancellationToken);
        var store = await importing.EmptyAsync();
        var first = await importing.Importer().RunAsync(new ImportRequest("events.csv"), new MemoryStream(file), token: TestContext.Current.CancellationToken);
        Assert.Empty(first.FirstRejects);
        Assert.Equal((71, 71, 2), (first.Read, first.Inserted, first.Warnings));
        Assert.Equal(Codebook.EventKinds.Count, store.Events.Values.Select(row => (row.EventType, row.SubEventType)).Distinct().Count());
        var second = await importing.Importer().RunAsync(new ImportRequest("events.csv"), new MemoryStream(file), token: TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, 71), (second.Inserted, second.Updated, second.Unchanged));
    }

    [Theory]
    [InlineData("A,,1,,,,\nB,,2,,,,", "A", "B", null, "State forces-Rebel group")]
    [InlineData("A,,1,B,,2,12\nB,,2,A,,1,12", "A", "B", null, "State forces-Rebel group")]
    [InlineData("A,x,1,B,,2,12\nx,,1,B,,2,12", "A", "B", null, "State forces-Rebel group")]
    [InlineData("A,x,1,B,,2,12\nB,,2,A,x; y,1,12", "A", "B", null, "State forces-Rebel group")]
    [InlineData("A,,1,,,,10\nB,,2,,,,20\nC,,2,,,,20", "A", "B", "C", "State forces-Rebel group")]
    public async Task Rows_by_actor_become_one_event(string rows, string actor1, string actor2, string? assoc2, string interaction)
    {
        var lines = rows.Split('\n').Select((actors, i) => $"TST1,2022-03-04,Battles,Armed clash,{actors},Mali,Note,{i}\n");
        var (report, store) = await importing.RunAsync(Monadic + string.Concat(lines));
        Assert.Equal((0, 1, rows.Count(c => c == '\n')), (report.Rejected, report.Inserted, report.Merged));
        var row = store.Events["TST1"];
        Assert.Equal((actor1, actor2, assoc2, interaction), (row.Actor1, row.Actor2, row.AssocActor2, row.Interaction));
    }

    [Theory]
    [InlineData("A,,1,B,,2,12,Mali,Note\nA,,1,B,,2,12,Mali,Note")]
    [InlineData("A,,1,,,,,Mali,Note\nB,,2,,,,,Mali,Another note")]
    public async Task Any_other_repetition_is_rejected(string rows)
    {
        var lines = rows.Split('\n').Select(row => $"TST1,2022-03-04,Battles,Armed clash,{row},1\n");
        var (report, _) = await importing.RunAsync(Monadic + string.Concat(lines));
        Assert.Equal((1, 1), (report.Inserted, report.Rejected));
        Assert.Equal([Rules.IdRepeated.Id], report.Rules.Keys);
    }

    [Theory]
    [InlineData("Battle-No change of territory", "", "Battles", "Armed clash")]
    [InlineData("BATTLE-NO CHANGE OF TERRITORY", "", "Battles", "Armed clash")]
    [InlineData("Remote violence", "", "Explosions/Remote violence", null)]
    [InlineData("Remote violence", "Grenade", "Explosions/Remote violence", "Grenade")]
    [InlineData("Strategic development", "", "Strategic developments", null)]
    [InlineData("Strategic development", "Looting", "Strategic developments", "Looting/property destruction")]
    [InlineData("Riots/Protests", "", "Protests", null)]
    [InlineData("Violence against civilians", "", "Violence against civilians", null)]
    [InlineData("battles", "ARMED CLASH", "Battles", "Armed clash")]
    public async Task Event_types_of_before_2019(string type, string sub, string? expectedType, string? expectedSub)
    {
        var row = await importing.OneAsync(Importing.Csv(("event_type", type), ("sub_event_type", sub)));
        Assert.Equal((expectedType, expectedSub), (row.EventType, row.SubEventType));
        Assert.Equal(!type.Equals(expectedType, StringComparison.OrdinalIgnoreCase), row.Attributes?.Contains(type, StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("5", "Riots")]
    [InlineData("6", "Protests")]
    public async Task The_actor_tells_riots_from_protests(string inter, string type) =>
        Assert.Equal(type, (await importing.OneAsync(Importing.Csv(("event_type", "Riots/Protests"), ("sub_event_type", ""), ("inter1", inter)))).EventType);

    [Fact]
    public async Task What_is_absent_is_derived()
    {
        var row = await importing.OneAsync(Importing.Csv(("inter1", ""), ("interaction", "20")));
        Assert.Equal(("Rebel group", "Rebel group only", "Political violence"), (row.Inter1, row.Interaction, row.DisorderType));
        Assert.Equal((2022L, 466L, "Western Africa"), (row.Year, row.Iso, row.Region));
        row = await importing.OneAsync(Importing.Csv(("inter1", "2.0"), ("inter2", "7"), ("event_type", "Violence against civilians"), ("sub_event_type", "Attack")));
        Assert.Equal(("Rebel group-Civilians", "Civilian targeting"), (row.Interaction, row.CivilianTargeting));
        row = await importing.OneAsync(Importing.Csv(("civilian_targeting", ""), ("event_type", "Violence against civilians"), ("sub_event_type", "Attack")));
        Assert.Null(row.CivilianTargeting);
    }

    [Fact]
    public async Task Strict_and_dry_runs_write_nothing()
    {
        var file = $"{Importing.Header}\n{Importing.Line}\n{Importing.Line.Replace("TST1", "?", StringComparison.Ordinal)}\n";
        var (report, store) = await importing.RunAsync(file, new ImportRequest("t") { Strict = true });
        Assert.Equal((true, 0, 1, 0), (report.Refused, report.Inserted, report.Rejected, store.Events.Count));
        (report, store) = await importing.RunAsync(file, new ImportRequest("t") { DryRun = true });
        Assert.Equal((true, 1, 1, 0), (report.DryRun, report.Inserted, report.Rejected, store.Events.Count));
    }

    [Theory]
    [InlineData("export.csv")]
    [InlineData("export.ndjson")]
    [InlineData("export.geojson")]
    public async Task What_was_exported_comes_back_as_it_was(string name)
    {
        var (_, store) = await importing.RunAsync(Importing.Csv(("country", "Burma"), ("latitude", ""), ("longitude", ""), ("a", "é\"x\""), ("event_type", "Remote violence"), ("sub_event_type", "")));
        var columns = EventColumns.All.ToDictionary(column => column.Name, column => column.Get(store.Events["TST1"]));
        columns["event_date"] = "2022-03-04";
        var json = System.Text.Json.JsonSerializer.Serialize(columns);
        var cells = columns.Values.Select(value => $"\"{Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        var file = Path.GetExtension(name) switch
        {
            ".csv" => string.Join(',', columns.Keys) + "\r\n" + string.Join(',', cells) + "\r\n",
            ".ndjson" => json + "\n",
            _ => $$"""{"type":"FeatureCollection","features":[{"type":"Feature","id":"TST1","geometry":null,"properties":{{json}}}]}""",
        };
        var report = await importing.Importer().RunAsync(
            new ImportRequest(name), new MemoryStream(Encoding.UTF8.GetBytes(file)), token: TestContext.Current.CancellationToken);
        Assert.Equal(("events", 1L), (report.Profile, report.Unchanged));
    }

    [Fact]
    public async Task A_cancelled_import_writes_nothing()
    {
        var store = await importing.EmptyAsync();
        using var source = new CancellationTokenSource();
        var rows = string.Join('\n', Enumerable.Range(1, 5000).Select(i => Importing.Line.Replace("TST1,", $"TST{i},", StringComparison.Ordinal)));
        var progress = new Cancel(source);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => importing.Importer()
            .RunAsync(new ImportRequest("t"), new MemoryStream(Encoding.UTF8.GetBytes(Importing.Header + "\n" + rows)), null, progress, source.Token));
        Assert.Empty(store.Events);
    }

    [Fact]
    public async Task The_data_set_keeps_its_licence()
    {
        var request = new ImportRequest("t") { Dataset = "mine", Licence = "CC BY 4.0", Citation = "Me", Url = "https://example.org" };
        var (_, store) = await importing.RunAsync(Importing.Csv(), request);
        var dataset = Assert.Single(store.Datasets);
        Assert.Equal(("mine", "CC BY 4.0", "Me", "https://example.org"), (dataset.Name, dataset.Licence, dataset.Citation, dataset.Url));
    }

    [Fact]
    public async Task The_rejects_file_appears_when_complete()
    {
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "rejects.csv");
        using (var file = new RejectsFile(path))
        {
            await importing.Importer().RunAsync(new ImportRequest("t"),
                new MemoryStream(Encoding.UTF8.GetBytes(Importing.Csv(("fatalities", "-3")))), file.Add, token: TestContext.Current.CancellationToken);
            Assert.False(File.Exists(path));
            file.Commit();
        }
        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("row,line,column,value,rule,message,sent", lines[0]);
        Assert.StartsWith("1,2,fatalities,-3,fatalities-invalid,", lines[1], StringComparison.Ordinal);
        Assert.Single(folder.GetFiles());
        folder.Delete(recursive: true);
    }

    private sealed class Cancel(CancellationTokenSource source) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => source.Cancel();
    }
}
