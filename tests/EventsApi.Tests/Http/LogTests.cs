using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EventsApi.Tests.Http;

public class LogTests
{
    private sealed class Lines : ConcurrentQueue<string>, ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }

    [Theory]
    [InlineData("/v1/events?actor=secret&limit=5", "GET /v1/events 200 _ 0 rows")]
    [InlineData("/v1/events?f=csv", "GET /v1/events 200 _ 71 rows")]
    [InlineData("/v1/events?limit=7", "GET /v1/events 200 _ 7 rows")]
    [InlineData("/v1/events/tst1", "GET /v1/events/{event_id_cnty} 200 _ 1 rows")]
    [InlineData("/v1/events?secret=1", "GET /v1/events 400 _ 0 rows")]
    [InlineData("/secret", "GET (no route) 404 _ 0 rows")]
    public async Task A_request_is_one_line_without_its_values(string path, string line)
    {
        await using var server = await OtherServer.StartAsync("sqlite", "--Logging:LogLevel:EventsApi=Information", "--Logging:Console:LogLevel:Default=None");
        await server.ImportAsync(await File.ReadAllBytesAsync(EventServer.Fixture, TestContext.Current.CancellationToken), "events.csv");
        using var lines = new Lines();
        server.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        using var response = await server.GetAsync(path);
        await response.TextAsync();
        // The line is written when the answer has left.
        SpinWait.SpinUntil(() => !lines.IsEmpty, TimeSpan.FromSeconds(5));
        Assert.Equal(line, Regex.Replace(Assert.Single(lines), "[0-9.]+ ms", "_"));
    }
}
