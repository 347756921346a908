using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Xunit;

namespace EventsApi.Tests.Commands;

public class ServeCommandTests : IAsyncLifetime
{
    private const string AnyPort = "http://127.0.0.1:0";

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
    public async Task The_server_loads_the_sample_and_prints_three_addresses_that_answer()
    {
        await using var server = await RunningServer.StartAsync(_place, "serve", "--urls", AnyPort);
        Assert.Equal("Try:", server.Said[0]);
        foreach (var url in server.Said.Skip(1))
        {
            using var response = await server.Http.GetAsync(new Uri(url));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        Assert.Equal(SampleRows(), await server.CountAsync("dataset=sample"));
        var ended = await server.StopAsync();
        Assert.Contains("Loaded the sample of", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public async Task A_signal_ends_the_server_with_0(PosixSignal signal)
    {
        await using var server = await RunningServer.StartAsync(_place, "--urls", AnyPort);
        Assert.True(await server.CountAsync() > 0);
        var ended = await server.StopAsync(signal);
        Assert.Equal(0, ended.Code);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_never_finishes_does_not_keep_the_server_from_ending_with_0()
    {
        await using var server = await RunningServer.StartAsync(_place, "--urls", AnyPort);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Http.BaseAddress!.Port);
        await client.GetStream().WriteAsync("POST /v1/events/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"u8.ToArray());
        await server.CountAsync();
        var ended = await server.StopAsync();
        Assert.Equal(0, ended.Code);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_comes_only_into_a_database_never_written_to()
    {
        await _place.RunAsync("import", Workplace.Fixture);
        await _place.RunAsync("datasets", "remove", "acled");
        await using var server = await RunningServer.StartAsync(_place, "--urls", AnyPort);
        Assert.Equal(0, await server.CountAsync());
    }

    [Fact]
    public async Task The_sample_taken_out_does_not_come_back()
    {
        await using (var server = await RunningServer.StartAsync(_place, "--urls", AnyPort))
        {
            Assert.Equal(0, (await _place.RunAsync("datasets", "remove", "sample")).Code);
            Assert.Equal(0, await server.CountAsync());
        }
        await using var again = await RunningServer.StartAsync(_place, "--urls", AnyPort);
        Assert.Equal(0, await again.CountAsync());
    }

    [Fact]
    public async Task Only_the_server_loads_the_sample()
    {
        Assert.Empty((await _place.RunAsync("datasets")).Out);
        Assert.Single((await _place.RunAsync("export")).Out.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_setting_Sample_false_keeps_the_sample_out()
    {
        _place.Environment["EventsApi__Sample"] = "false";
        await using var server = await RunningServer.StartAsync(_place, "--urls", AnyPort);
        Assert.Equal(0, await server.CountAsync());
    }

    [Fact]
    public async Task The_address_may_come_from_ASPNETCORE_URLS_and_the_option_wins()
    {
        var (one, two) = ($"http://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}");
        _place.Environment["ASPNETCORE_URLS"] = one;
        await using (var server = await RunningServer.StartAsync(_place))
        {
            Assert.StartsWith(one + "/", server.Said[1], StringComparison.Ordinal);
        }
        await using var other = await RunningServer.StartAsync(_place, "serve", "--urls", two);
        Assert.StartsWith(two + "/", other.Said[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_a_sentence_and_1()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _place.Environment["EventsApi__Sample"] = "false";
        var ended = await _place.RunAsync("serve", "--urls", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Contains("address already in use", Assert.Single(ended.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", 2)]
    [InlineData("http://127.0.0.1:99999", 2)]
    [InlineData("http://192.0.2.1:8080", 1)] // an address of documentation, which no machine has
    public async Task An_address_that_cannot_be_listened_at_is_a_sentence(string url, int code)
    {
        _place.Environment["EventsApi__Sample"] = "false";
        var ended = await _place.RunAsync("serve", "--urls", url);
        Assert.Equal((code, ""), (ended.Code, ended.Out));
        Assert.Contains(url, Assert.Single(ended.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_server_notices_an_import_at_once()
    {
        await using var server = await RunningServer.StartAsync(_place, "--urls", AnyPort);
        using var before = await server.Http.GetAsync(new Uri("/v1/events", UriKind.Relative));
        var sample = await server.CountAsync();
        Assert.Equal(0, (await _place.RunAsync("import", _place.WriteRows("more.csv", [("event_id_cnty", "TST9999")]))).Code);
        Assert.Equal(sample + 1, await server.CountAsync());
        using var after = await server.Http.GetAsync(new Uri("/v1/events", UriKind.Relative));
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
    }

    private static int SampleRows()
    {
        using var csv = CsvHelper.CsvReader.Create(File.OpenRead(Repository.Path("db", "sample", "events.csv")), CsvHelper.CsvReaderOptions.Default, leaveOpen: false);
        csv.ReadHeader();
        var rows = 0;
        while (csv.Read())
        {
            rows++;
        }
        return rows;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
