using System.IO.Compression;
using Xunit;

namespace EventsApi.Tests.Commands;

public class ImportCommandTests : IAsyncLifetime
{
    private const string BadRow = "TST1";

    private Workplace _place = null!;

    protected virtual string Engine => "sqlite";

    public async ValueTask InitializeAsync() => _place = await Workplace.CreateAsync(Engine);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_place is not null)
        {
            await _place.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_summary_is_one_line_on_stdout_and_the_second_import_changes_nothing()
    {
        var first = await _place.RunAsync("import", Workplace.Fixture);
        Assert.Equal(0, first.Code);
        var rows = await CountAsync();
        Assert.Equal($"events.csv: acled into acled: read {rows}, inserted {rows}, updated 0, unchanged 0, rejected 0, warnings 2", Assert.Single(first.Lines));
        Assert.Contains("coordinates-outside", first.Error, StringComparison.Ordinal);
        var second = await _place.RunAsync("import", Workplace.Fixture);
        Assert.Contains($"inserted 0, updated 0, unchanged {rows}, rejected 0", Assert.Single(second.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_may_be_the_whole_of_a_part()
    {
        var rows = Enumerable.Range(1, 10).Select(i => new[] { ("event_id_cnty", $"TST{i}"), ("country", "Mali") }).ToList();
        await _place.RunAsync("import", _place.WriteRows("all.csv", [.. rows, [("event_id_cnty", "TST11"), ("country", "Niger")]]), "--dataset", "one");
        var file = _place.WriteRows("mali.csv", [.. rows[..7]]);
        string[] replace = ["import", file, "--dataset", "one", "--mode", "replace", "--filter", "country=Mali"];
        var refused = await _place.RunAsync(replace);
        Assert.Equal((1, ""), (refused.Code, refused.Out));
        Assert.Contains("3 of the 10 events of the data set one in country=Mali", refused.Error, StringComparison.Ordinal);
        var ended = await _place.RunAsync([.. replace, "--confirm-delete"]);
        Assert.Contains("read 7, inserted 0, updated 0, unchanged 7, deleted 3, rejected 0", Assert.Single(ended.Lines), StringComparison.Ordinal);
        Assert.Equal(9, (await _place.RunAsync("export", "dataset=one")).Lines.Length);
        foreach (var wrong in new[] { "contry=Mali", "year=x", "Mali" })
        {
            Assert.Equal(2, (await _place.RunAsync("import", file, "--mode", "replace", "--filter", wrong)).Code);
        }
        Assert.Equal(2, (await _place.RunAsync("import", file, "--filter", "country=Mali")).Code);
    }

    [Fact]
    public async Task Standard_input_is_a_file_also_gzipped()
    {
        using var gzipped = new MemoryStream();
        await using (var gzip = new GZipStream(gzipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(await File.ReadAllBytesAsync(Workplace.Fixture));
        }
        gzipped.Position = 0;
        var ended = await _place.RunAsync(gzipped, ["import", "-"]);
        Assert.Equal(0, ended.Code);
        Assert.StartsWith("standard input: acled into acled: read ", ended.Out, StringComparison.Ordinal);
        Assert.True(await CountAsync() > 0);
    }

    [Fact]
    public async Task Several_files_are_imported_each_by_itself()
    {
        var one = _place.WriteRows("one.csv", [("event_id_cnty", "TST1")]);
        var two = _place.WriteRows("two.csv", [("event_id_cnty", "TST2")], [("event_id_cnty", "TST1"), ("fatalities", "9")]);
        var ended = await _place.RunAsync("import", one, _place["missing.csv"], two);
        Assert.Equal(1, ended.Code);
        Assert.Equal(2, ended.Lines.Length);
        Assert.StartsWith("one.csv: acled into acled: read 1, inserted 1,", ended.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("two.csv: acled into acled: read 2, inserted 1, updated 1,", ended.Lines[1], StringComparison.Ordinal);
        Assert.Contains("missing.csv", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_do_and_writes_nothing()
    {
        var ended = await _place.RunAsync("import", "--dry-run", Workplace.Fixture);
        Assert.Equal(0, ended.Code);
        Assert.Contains(", dry run: read ", ended.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("inserted 0", ended.Out, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());
        Assert.Empty((await _place.RunAsync("datasets")).Out);
    }

    [Fact]
    public async Task Rejected_rows_go_to_a_file_beside_the_user_and_the_rest_is_imported()
    {
        var file = _place.WriteRows("mixed.csv", [("event_id_cnty", "TST1"), ("event_date", "2020-02-30")], [("event_id_cnty", "TST2")]);
        var ended = await _place.RunAsync("import", file);
        Assert.Equal(0, ended.Code);
        Assert.Contains("inserted 1, updated 0, unchanged 0, rejected 1", ended.Out, StringComparison.Ordinal);
        Assert.Contains("Rejected rows are in mixed.csv.rejects.csv.", ended.Error, StringComparison.Ordinal);
        var rejects = await File.ReadAllLinesAsync(_place["mixed.csv.rejects.csv"]);
        Assert.Equal("row,line,column,value,rule,message,sent", rejects[0]);
        Assert.StartsWith("1,2,event_date,2020-02-30,", rejects[1], StringComparison.Ordinal);
        Assert.Contains(BadRow, rejects[1], StringComparison.Ordinal);
        Assert.Equal(2, rejects.Length);
    }

    [Fact]
    public async Task The_rejects_file_that_was_asked_for_is_written_even_when_it_is_empty()
    {
        var file = _place.WriteRows("good.csv", [("event_id_cnty", "TST1")]);
        Assert.Equal(0, (await _place.RunAsync("import", file, "--rejects", "bad/../rejects.csv")).Code);
        Assert.Equal("row,line,column,value,rule,message,sent", (await File.ReadAllTextAsync(_place["rejects.csv"])).Trim());
        Assert.False(File.Exists(_place["good.csv.rejects.csv"]));
    }

    [Fact]
    public async Task Under_strict_a_rejected_row_refuses_the_file_with_1()
    {
        var file = _place.WriteRows("mixed.csv", [("event_id_cnty", "TST1"), ("fatalities", "-1")], [("event_id_cnty", "TST2")]);
        var ended = await _place.RunAsync("import", file, "--strict");
        Assert.Equal(1, ended.Code);
        Assert.Contains(", nothing written: read 2, inserted 0,", ended.Out, StringComparison.Ordinal);
        Assert.Contains("With --strict nothing was written.", ended.Error, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [InlineData("page.csv", "<html><body>502 Bad Gateway</body></html>", "HTML")]
    [InlineData("other.csv", "a,b\n1,2\n", "header of no known profile")]
    [InlineData("empty.csv", "", "is empty")]
    public async Task A_file_that_is_not_what_its_name_says_is_refused_in_one_sentence_with_1(string name, string content, string sentence)
    {
        var ended = await _place.RunAsync("import", _place.Write(name, content));
        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Contains(sentence, Assert.Single(ended.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_place.Folder, "*.rejects.csv*"));
    }

    [Fact]
    public async Task A_folder_is_no_file_to_import()
    {
        var ended = await _place.RunAsync("import", _place.Folder);
        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Contains(_place.Folder, Assert.Single(ended.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dmy", "2016-03-01")]
    [InlineData("mdy", "2016-01-03")]
    public async Task The_order_of_dates_decides_where_the_file_does_not(string order, string date)
    {
        var file = _place.WriteRows("dates.csv", [("event_id_cnty", "TST1"), ("event_date", "01/03/2016"), ("year", "2016")]);
        var undecided = await _place.RunAsync("import", file);
        Assert.Equal(1, undecided.Code);
        Assert.Contains($"--date-order {"dmy"}", undecided.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _place.RunAsync("import", file, "--date-order", order)).Code);
        Assert.Equal(["event_date", date], (await _place.RunAsync("export", "fields=event_date")).Out.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_data_set_keeps_its_licence_citation_and_address()
    {
        await _place.RunAsync("import", Workplace.Fixture, "--dataset", "mine", "--licence", "CC BY 4.0", "--citation", "Me, 2024", "--url", "https://example.org");
        var fields = Assert.Single((await _place.RunAsync("datasets")).Lines).Split('\t');
        Assert.Equal(["mine", "CC BY 4.0", "Me, 2024", "https://example.org"], [fields[0], .. fields[4..]]);
        await _place.RunAsync("import", Workplace.Fixture, "--dataset", "mine", "--licence", "CC0");
        Assert.Equal(["CC0", "Me, 2024", "https://example.org"], Assert.Single((await _place.RunAsync("datasets")).Lines).Split('\t')[4..]);
    }

    [Fact]
    public async Task Two_imports_at_once_both_succeed()
    {
        var one = _place.WriteRows("one.csv", [.. Enumerable.Range(1, 300).Select(i => new[] { ("event_id_cnty", $"ONE{i}") })]);
        var two = _place.WriteRows("two.csv", [.. Enumerable.Range(1, 300).Select(i => new[] { ("event_id_cnty", $"TWO{i}") })]);
        var ended = await Task.WhenAll(_place.RunAsync("import", one), _place.RunAsync("import", two));
        Assert.All(ended, run => Assert.True(run.Code == 0, run.Error));
        Assert.Equal(600, await CountAsync());
    }

    private async Task<int> CountAsync() =>
        (await _place.RunAsync("export", "fields=event_id_cnty")).Out.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1;
}
