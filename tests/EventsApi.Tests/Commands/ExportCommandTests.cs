using Xunit;

namespace EventsApi.Tests.Commands;

/// <summary>One database and one server for all: exports change nothing.</summary>
public class ExportCommandTests : IAsyncLifetime
{
    private Workplace _place = null!;

    protected virtual string Engine => "sqlite";

    public async ValueTask InitializeAsync()
    {
        _place = await Workplace.CreateAsync(Engine);
        Assert.Equal(0, (await _place.RunAsync("import", Workplace.Fixture)).Code);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_place is not null)
        {
            await _place.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_export_is_byte_for_byte_the_server_s_answer()
    {
        await using var server = await RunningServer.StartAsync(_place, "--urls", "http://127.0.0.1:0");
        await SameAsync(server, "csv", "country=Mali", "sort=-fatalities,event_date");
        await SameAsync(server, "csv", "event_date__gte=2010-01-01", "hxl=true", "csv_safe=true");
        await SameAsync(server, "ndjson", "country=Mali", "country=Niger", "fields=event_id_cnty,notes");
        await SameAsync(server, "geojsonseq", "bbox=-20,0,20,20", "fields=country");
        await SameAsync(server, "csv", "limit=3", "offset=2");
        await SameAsync(server, "csv", "country=Nowhere");
    }

    [Fact]
    public async Task An_export_to_a_file_leaves_stdout_empty_and_replaces_the_file_when_it_is_whole()
    {
        var path = _place.Write("out.csv", "what was there before");
        var ended = await _place.RunAsync("export", "country=Mali", "--output", path);
        Assert.Equal((0, "", ""), (ended.Code, ended.Out, ended.Error));
        Assert.Equal((await _place.RunAsync("export", "country=Mali")).Out, await File.ReadAllTextAsync(path));
        Assert.Single(Directory.GetFiles(_place.Folder, "out.csv*"));
    }

    [Fact]
    public async Task An_export_to_a_folder_that_is_not_there_ends_with_1()
    {
        var ended = await _place.RunAsync("export", "--output", _place["missing/out.csv"]);
        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Single(ended.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Every_wrong_filter_is_named()
    {
        var ended = await _place.RunAsync("export", "contry=Mali", "fatalities__gt=many");
        Assert.Equal(2, ended.Code);
        Assert.Contains("contry: Unknown parameter; did you mean 'country'?", ended.Error, StringComparison.Ordinal);
        Assert.Contains("fatalities__gt:", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_format_given_as_a_filter_is_sent_to_its_option()
    {
        var ended = await _place.RunAsync("export", "f=ndjson");
        Assert.Equal(2, ended.Code);
        Assert.Contains("--format", ended.Error, StringComparison.Ordinal);
    }

    private async Task SameAsync(RunningServer server, string format, params string[] filters)
    {
        var answer = await server.Http.GetStringAsync(new Uri($"/v1/events?f={format}&{string.Join('&', filters)}", UriKind.Relative));
        var ended = await _place.RunAsync(["export", "--format", format, .. filters]);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Equal(answer, ended.Out);
    }
}
