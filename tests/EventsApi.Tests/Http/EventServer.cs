using System.Net.Http.Json;
using System.Text.Json;
using EventsApi.Data.Imports;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Hosting;
using EventsApi.Tests.Imports;
using EventsApi.Tests.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>The real server on a port of its own, over a real database that holds the fixture.</summary>
public class EventServer : IAsyncLifetime
{
    private Store? _store;
    private WebApplication? _app;

    /// <summary>The engine of its store.</summary>
    public virtual string Engine => "sqlite";

    public HttpClient Http { get; } = new(new HttpClientHandler { AllowAutoRedirect = false });

    public Database Database => _app!.Services.GetRequiredService<Database>();

    public OfficeStore Office => _app!.Services.GetRequiredService<OfficeStore>();

    public static string Fixture => Path.Combine(AppContext.BaseDirectory, "Fixtures", "events.csv");

    public virtual async ValueTask InitializeAsync()
    {
        _store = await Store.CreateAsync(Engine);
        _app = await StartAsync(_store.Setting);
        await FillAsync();
        Http.BaseAddress = new Uri(_app.Urls.First());
    }

    /// <summary>Brings in what the tests ask for.</summary>
    protected virtual async Task FillAsync()
    {
        await _store!.BoundAsync(await BoundaryFiles.RegionsAsync());
        await ImportAsync(Fixture, "fixture");
    }

    /// <summary>Starts a server on a free port; more settings as <c>--EventsApi:Name=value</c>.</summary>
    public static async Task<WebApplication> StartAsync(string setting, params string[] settings)
    {
        var app = Server.Build(["--urls=http://127.0.0.1:0", $"--EventsApi:Database={setting}", "--Logging:LogLevel:Default=Warning", .. settings]);
        await app.Services.GetRequiredService<Database>().MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        return app;
    }

    public async Task<ImportReport> ImportAsync(string file, string dataset)
    {
        await using var stream = File.OpenRead(file);
        return await new Importer(Database).RunAsync(new ImportRequest(Path.GetFileName(file)) { Dataset = dataset }, stream);
    }

    /// <summary>A GET that must succeed, as JSON.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path} answered {(int)response.StatusCode}: {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>Any request, as it is answered.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.RelativeOrAbsolute)) { Content = body };
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }
        return await Http.SendAsync(request);
    }

    /// <summary>A search with a body that must succeed.</summary>
    public async Task<JsonElement> SearchAsync(object body)
    {
        using var response = await Http.PostAsJsonAsync("/v1/events/search", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>All events as JSON rows, in the default order.</summary>
    public async Task<List<JsonElement>> RowsAsync() => [.. (await GetAsync("/v1/events?limit=5000")).GetProperty("data").EnumerateArray()];

    /// <summary>The ids on the page that a query string asks for, in order.</summary>
    public async Task<List<string>> IdsAsync(string query) => Ids(await GetAsync("/v1/events?" + query));

    public static List<string> Ids(JsonElement page) =>
        [.. page.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("event_id_cnty").GetString()!)];

    /// <summary>The problem that a path answers, with its status.</summary>
    public async Task<(int Status, JsonElement Problem)> ProblemAsync(string path, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(path, UriKind.RelativeOrAbsolute));
        using var response = await Http.SendAsync(request);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        return ((int)response.StatusCode, problem);
    }

    /// <summary>The only error of what is refused.</summary>
    public async Task<JsonElement> ErrorAsync(string path, int expected = 400)
    {
        var (status, problem) = await ProblemAsync(path);
        Assert.Equal(expected, status);
        return Assert.Single(problem.GetProperty("errors").EnumerateArray());
    }

    /// <summary>A further server over an empty store of the same engine.</summary>
    internal Task<OtherServer> StartOtherAsync(params string[] settings) => OtherServer.StartAsync(Engine, settings);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }
}
