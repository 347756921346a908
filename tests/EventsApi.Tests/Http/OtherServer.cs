using System.Net.Http.Json;
using System.Text.Json;
using EventsApi.Data.Imports;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Tests.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>A further server for one test, with settings of its own and an empty store, or over a given one.</summary>
internal sealed class OtherServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Store? _store;

    private OtherServer(WebApplication app, string setting, Store? store)
    {
        _app = app;
        _store = store;
        Setting = setting;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    /// <summary>What names its database on the command line.</summary>
    public string Setting { get; }

    public Store Store => _store!;

    public IServiceProvider Services => _app.Services;

    public OfficeStore Office => Services.GetRequiredService<OfficeStore>();

    /// <summary>Where it keeps bodies and rejected rows.</summary>
    public string ImportFolder => Services.GetRequiredService<Options>().ImportFolder;

    public Database Database => _app.Services.GetRequiredService<Database>();

    public static async Task<OtherServer> StartAsync(string engine, params string[] settings)
    {
        var store = await Store.CreateAsync(engine);
        return new OtherServer(await EventServer.StartAsync(store.Setting, settings), store.Setting, store);
    }

    public static async Task<OtherServer> StartOverAsync(string setting, params string[] settings) => new(await EventServer.StartAsync(setting, settings), setting, null);

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.RelativeOrAbsolute)) { Content = body };
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }
        return await Http.SendAsync(request);
    }

    /// <summary>A key of a new name with these scopes, bound to these data sets if there are any.</summary>
    public Task<string> KeyAsync(string scopes, params string[] datasets) => Office.AddKeyAsync(
        new ApiKey { Name = "key-" + Guid.NewGuid().ToString("N")[..8], Scopes = scopes, Datasets = datasets.Length > 0 ? string.Join(',', datasets) : null }, CancellationToken.None);

    /// <summary>Holds the lock of writers until its disposal, as a long import does.</summary>
    public async Task<IAsyncDisposable> BlockAsync()
    {
        var (held, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var writing = Task.Run(() => Store.Database.WriteAsync(async (_, _) =>
        {
            held.SetResult();
            await release.Task;
            return null;
        }, CancellationToken.None));
        await Task.WhenAny(held.Task, writing);
        return new Block(release, writing);
    }

    private sealed class Block(TaskCompletionSource release, Task writing) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            release.TrySetResult();
            await writing;
        }
    }

    /// <summary>Ends the server as its operator does; the store stays.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async Task<ImportReport> ImportAsync(byte[] file, string name)
    {
        await using var stream = new MemoryStream(file);
        return await new Importer(Database).RunAsync(new ImportRequest(name), stream);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }
}

/// <summary>Bodies of answers.</summary>
internal static class Answers
{
    public static Task<string> TextAsync(this HttpResponseMessage response) => response.Content.ReadAsStringAsync();

    public static Task<byte[]> BytesAsync(this HttpResponseMessage response) => response.Content.ReadAsByteArrayAsync();

    public static Task<JsonElement> JsonAsync(this HttpResponseMessage response) => response.Content.ReadFromJsonAsync<JsonElement>();
}
