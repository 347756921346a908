using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using EventsApi.Data.Office;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Whatever is sent as a file, the sender is told what is wrong, nothing is written, and the server lives.</summary>
public class HostileImportTests(EventServer server) : IClassFixture<EventServer>
{
    [Theory]
    [InlineData("empty", 422, "is empty")]
    [InlineData("nul", 422, "binary")]
    [InlineData("zip", 422, "zip archive")]
    [InlineData("html", 422, "HTML")]
    [InlineData("other", 422, "no known profile")]
    [InlineData("columns", 422, "columns")]
    [InlineData("deep", 422, "")]
    [InlineData("deep rows", 422, "")]
    [InlineData("cut gzip", 422, "damaged or cut off")]
    [InlineData("utf-16 without a mark", 422, "")]
    public async Task A_file_that_is_none_is_refused_in_a_sentence(string kind, int status, string says)
    {
        var file = kind switch
        {
            "empty" => [],
            "nul" => Encoding.UTF8.GetBytes(Sending.Csv(1, "TST1").Replace("Test", "Te\0t", StringComparison.Ordinal)),
            "zip" => "PK\u0003\u0004"u8.ToArray(),
            "html" => "<html>502 Bad Gateway</html>"u8.ToArray(),
            "other" => "a,b\n1,2\n"u8.ToArray(),
            "columns" => Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"c{i}")) + "\n"),
            "deep" => Encoding.UTF8.GetBytes(new string('[', 100_000)),
            "deep rows" => Encoding.UTF8.GetBytes("{\"event_id_cnty\":" + new string('[', 100_000) + new string(']', 100_000) + "}\n"),
            "cut gzip" => Imports.Importing.Gzip(Encoding.UTF8.GetBytes(Sending.Csv(1, Sending.Ids("TST", 1000))))[..500],
            _ => Encoding.Unicode.GetBytes(Sending.Csv(1, "TST1")),
        };
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var key = await other.KeyAsync(Scopes.Import);
        using var response = await other.PostImportAsync(key, file);
        var problem = await response.ProblemAsync();
        Assert.Equal(status, problem.Status);
        Assert.Contains(says, problem.Detail, StringComparison.Ordinal);
        Assert.Equal(0, await other.CountAsync());
        Assert.Equal(1, (await other.ImportAsync(key, Sending.Csv(1, "TST1"))).Number("inserted"));
    }

    [Theory]
    [InlineData("ratio", "--EventsApi:MaximumRatio=100", "100 times")]
    [InlineData("length", "--EventsApi:MaximumUnpackedBytes=20000000", "20000000 bytes")]
    [InlineData("line", "--EventsApi:MaximumRatio=100000", "longer than 1 MB")]
    public async Task A_bomb_is_refused_with_413_and_its_limit_in_bounded_memory(string kind, string setting, string says)
    {
        // What a gigabyte of one line is packed to: a megabyte.
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Sending.Csv(1, "TST1")));
            var line = Encoding.ASCII.GetBytes(kind == "line" ? new string('x', 1_000_000) : new string('x', 99) + "\n");
            for (var length = 0L; length < (kind == "line" ? 1_000_000_000 : 200_000_000); length += line.Length)
            {
                await gzip.WriteAsync(line);
            }
        }
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false", setting);
        GC.Collect();
        var before = GC.GetTotalAllocatedBytes();
        using var response = await other.PostImportAsync(await other.KeyAsync(Scopes.Import), packed.ToArray());
        var problem = await response.ProblemAsync();
        Assert.Equal(413, problem.Status);
        Assert.Contains(says, problem.Detail, StringComparison.Ordinal);
        // All that was ever allocated, in this process, which others' tests share.
        Assert.True(GC.GetTotalAllocatedBytes() - before < 2_000_000_000);
        Assert.Equal(0, await other.CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_longer_than_the_limit_is_refused_with_413(bool saysItsLength)
    {
        await using var other = await server.StartOtherAsync("--EventsApi:MaximumImportBytes=100000");
        using var body = new StreamContent(new Endless(200_000)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv"), ContentLength = saysItsLength ? 200_000 : null } };
        using var response = await other.SendAsync(HttpMethod.Post, "/v1/imports", body, ("X-Api-Key", await other.KeyAsync(Scopes.Import)));
        Assert.Equal((413, "The body is longer than 100000 bytes, the limit here; send it gzipped, or in parts."), await response.ProblemAsync());
        Assert.Empty(Directory.GetFiles(other.ImportFolder, "*.arriving"));
    }

    [Theory]
    [InlineData("text/csv; charset=utf-7", null, 415)]
    [InlineData("text/csv", "br", 415)]
    [InlineData("text/csv; charset=utf-8", "identity", 200)]
    [InlineData("multipart/form-data", null, 400)]
    [InlineData("multipart/form-data; boundary=x", null, 400)]
    public async Task A_kind_of_body_that_is_not_read_is_refused(string type, string? coding, int status)
    {
        await using var other = await server.StartOtherAsync();
        using var body = Sending.Body(Encoding.UTF8.GetBytes(Sending.Csv(1, "TST1")), type);
        if (coding is not null)
        {
            body.Headers.ContentEncoding.Add(coding);
        }
        using var response = await other.SendAsync(HttpMethod.Post, "/v1/imports", body, ("X-Api-Key", await other.KeyAsync(Scopes.Import)));
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {await response.TextAsync()}");
        if (status != 200)
        {
            await response.ProblemAsync();
        }
    }

    private sealed class Endless(long length) : MemoryStream
    {
        private long _left = length;

        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(_left, buffer.Length);
            buffer[..count].Fill((byte)'x');
            _left -= count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var buffer = new byte[10_000];
            for (var read = Read(buffer); read > 0; read = Read(buffer))
            {
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
    }
}
