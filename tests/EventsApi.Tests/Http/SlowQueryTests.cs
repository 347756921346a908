using System.Net;
using System.Net.Http.Json;
using System.Text;
using EventsApi.Data.Storage;
using EventsApi.Tests.Storage;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>A question that takes far longer than any test waits: a thousand texts looked for in a thousand long notes.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public class SlowQueryTests
{
    private const string Alone = "Takes every processor";

    private const int Readers = 64;

    private const string Search = "/v1/events/search?count=none";

    // The same address for all, since an entity tag holds it.
    private const string Address = "--EventsApi:PublicUrl=http://events.example";

    [Theory]
    [MemberData(nameof(Store.Engines), MemberType = typeof(Store))]
    public async Task A_304_asks_the_database_nothing(string engine)
    {
        // Two stores of one version: the small one makes the tag, the large one could not answer in time.
        await using var small = await StartAsync(engine, notes: 1);
        await using var large = await StartAsync(engine, notes: 1000);
        using var quick = await small.SendAsync(HttpMethod.Post, Search, Slow());
        Assert.Equal(HttpStatusCode.OK, quick.StatusCode);
        using var late = await large.SendAsync(HttpMethod.Post, Search, Slow());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.NotNull(late.Headers.RetryAfter);
        using var held = await large.SendAsync(HttpMethod.Post, Search, Slow(), ("If-None-Match", quick.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, held.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Store.Engines), MemberType = typeof(Store))]
    public async Task Clients_that_leave_free_the_database(string engine)
    {
        await using var server = await StartAsync(engine, notes: 1000, "--EventsApi:QuerySeconds=3600");
        using var leaving = new CancellationTokenSource();
        var questions = Enumerable.Range(0, Readers).Select(_ => AskAsync(server, leaving.Token)).ToList();
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(questions, question => question.IsCompleted);
        await leaving.CancelAsync();
        await Task.WhenAll(questions);
        // Each question alone takes many seconds of a processor: that all readers are back soon, none was asked to its end.
        await TakeAllReadersAsync(server, TimeSpan.FromSeconds(20));
    }

    private static async Task TakeAllReadersAsync(OtherServer server, TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        var sessions = new List<ReadSession>();
        for (var i = 0; i < Readers; i++)
        {
            sessions.Add(await server.Database.ReadAsync(timeout.Token));
        }
        foreach (var session in sessions)
        {
            await session.DisposeAsync();
        }
    }

    private static async Task<OtherServer> StartAsync(string engine, int notes, string settings = "--EventsApi:QuerySeconds=1")
    {
        var server = await OtherServer.StartAsync(engine, Address, settings);
        var file = new StringBuilder("event_id_cnty,event_date,event_type,sub_event_type,country,notes\r\n");
        for (var i = 1; i <= notes; i++)
        {
            file.Append(System.Globalization.CultureInfo.InvariantCulture, $"SLOW{i},2022-01-01,Protests,Peaceful protest,Mali,").Append('a', 19_000).Append("\r\n");
        }
        var report = await server.ImportAsync(Encoding.UTF8.GetBytes(file.ToString()), "slow.csv");
        Assert.Equal(notes, report.Inserted);
        return server;
    }

    private static JsonContent Slow() => JsonContent.Create(new Dictionary<string, string[]>
    {
        ["notes__contains"] = [.. Enumerable.Range(0, 1000).Select(i => $"b{i}")],
    });

    private static async Task AskAsync(OtherServer server, CancellationToken token)
    {
        using var content = Slow();
        try
        {
            using var response = await server.Http.PostAsync(new Uri(Search, UriKind.Relative), content, token);
            Assert.Fail($"answered {response.StatusCode} before the client left");
        }
        catch (OperationCanceledException)
        {
            Assert.True(token.IsCancellationRequested);
        }
    }
}
