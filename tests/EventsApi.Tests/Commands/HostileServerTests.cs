using System.IO.Compression;
using System.Text;
using System.Text.Json;
using EventsApi.Tests.Http;
using EventsApi.Tests.Imports;
using Xunit;

namespace EventsApi.Tests.Commands;

/// <summary>What is sent to use up the memory of a server that is a process of its own.</summary>
public sealed class HostileServerTests
{
    // Of a server that has just started about 150 MB; with what it buffers and has not collected yet.
    private const long MostKilobytes = 700_000;

    [Fact]
    public async Task However_much_is_sent_memory_is_bounded_and_the_server_lives()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the peak of a process's memory is read from /proc");
        using var place = new Workplace { Environment = { ["EventsApi__Sample"] = "false" } };
        var key = (await place.RunAsync("keys", "add", "partner", "--scope", "import")).Out.Trim();
        await using var server = await RunningServer.StartAsync(place, "--urls", "http://127.0.0.1:0");
        await RefusedAsync(server, key, 413, "longer than 1 MB", Repeated(Importing.Header + "\n", "x", 999_000_000));
        await RefusedAsync(server, key, 413, "The body is longer than", Repeated("", "x", 1_001_000_000));
        await RefusedAsync(server, key, 422, "", Repeated("", "[", 20_000_000));
        await RefusedAsync(server, key, 422, "", Repeated("{\"event_id_cnty\":", "[", 20_000_000));
        await RefusedAsync(server, key, 413, "", Repeated("{\"event_id_cnty\":\"", "x", 50_000_000));
        await RefusedAsync(server, key, 422, "columns", Repeated("sep=,\nevent_id_cnty,event_date,event_type,country", ",c", 900_000));
        await RefusedAsync(server, key, 413, "times its length", Packed(Repeated(Importing.Header + "\n", new string('x', 9_999) + "\n", 1_000_000_000)));
        await RefusedAsync(server, key, 422, "gzipped twice", Packed(Packed(Repeated(Importing.Header + "\n", new string('x', 9_999) + "\n", 1_000_000_000))));
        await RefusedAsync(server, key, 413, "", Packed(Repeated("[", " ", 400_000_000)));
        using var response = await SendAsync(server, key, new MemoryStream(Encoding.UTF8.GetBytes(Sending.Csv(1, "TST1"))));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(1, await server.CountAsync());
        Assert.InRange(server.PeakKilobytes, 1, MostKilobytes);
    }

    private static async Task RefusedAsync(RunningServer server, string key, int status, string says, Stream body)
    {
        using var response = await SendAsync(server, key, body);
        var (found, detail) = await EndAsync(server, key, response);
        Assert.True(found == status, $"{found}: {detail}");
        Assert.Contains(says, detail, StringComparison.Ordinal);
        Assert.Equal(0, await server.CountAsync());
    }

    // A long body is answered for before it is read.
    private static async Task<(int Status, string Detail)> EndAsync(RunningServer server, string key, HttpResponseMessage response)
    {
        var answer = await response.JsonAsync();
        for (var attempt = 0; (int)response.StatusCode == 202 && attempt < 1000; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/v1/imports/{answer.Number("id")}", UriKind.Relative)) { Headers = { { "X-Api-Key", key } } };
            using var asked = await server.Http.SendAsync(request);
            var import = await asked.JsonAsync();
            if (import.GetProperty("state").GetString() == "failed")
            {
                var error = import.GetProperty("error").GetString()!;
                return (error.Contains("longer than", StringComparison.Ordinal) || error.Contains("unpacks to more", StringComparison.Ordinal) ? 413 : 422, error);
            }
            await Task.Delay(50);
        }
        return ((int)response.StatusCode, answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("detail", out var detail) ? detail.GetString()! : answer.ToString());
    }

    private static Task<HttpResponseMessage> SendAsync(RunningServer server, string key, Stream body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/imports", UriKind.Relative)) { Content = new StreamContent(body, 1 << 16), Headers = { { "X-Api-Key", key } } };
        request.Content.Headers.ContentType = new("text/csv");
        return server.Http.SendAsync(request);
    }

    private static RepeatedStream Repeated(string start, string part, long length) => new(Encoding.UTF8.GetBytes(start), Encoding.UTF8.GetBytes(part), length);

    private static MemoryStream Packed(Stream stream)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.CopyTo(gzip, 1 << 16);
        }
        packed.Position = 0;
        return packed;
    }

    /// <summary>Something, then the same over and over; stored nowhere.</summary>
    private sealed class RepeatedStream(byte[] start, byte[] part, long length) : Stream
    {
        private readonly byte[] _block = [.. Enumerable.Repeat(part, Math.Max(1, 65_536 / part.Length)).SelectMany(bytes => bytes)];
        private long _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var from = _position < start.Length ? start.AsSpan((int)_position) : _block.AsSpan((int)((_position - start.Length) % _block.Length));
            var count = (int)Math.Min(Math.Min(from.Length, buffer.Length), length - _position);
            from[..count].CopyTo(buffer);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
