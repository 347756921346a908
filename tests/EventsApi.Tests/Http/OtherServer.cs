using System.Net.Http.Json;
using System.Text.Json;
using EventsApi.Data.Imports;
using EventsApi.Data.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>A further server for one test, with settings of its own and an empty database, or over a given one.</summary>
internal sealed class OtherServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string? _folder;

    private OtherServer(WebApplication app, string path, string? folder)
    {
        _app = app;
        _folder = folder;
        Path = path;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public string Path { get; }

    public Database Database => _app.Services.GetRequiredService<Database>();

    public static async Task<OtherServer> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("events-api-").FullName;
        var path = System.IO.Path.Combine(folder, "events.db");
        return new OtherServer(await EventServer.StartAsync(path, settings), path, folder);
    }

    public static async Task<OtherServer> StartOverAsync(string path, params string[] settings) => new(await EventServer.StartAsync(path, settings), path, null);

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

    public async Task<ImportReport> ImportAsync(byte[] file, string name)
    {
        await using var stream = new MemoryStream(file);
        return await new Importer(Database.StageAsync).RunAsync(new ImportRequest(name), stream);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
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
