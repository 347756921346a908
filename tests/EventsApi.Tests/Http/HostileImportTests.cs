using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using EventsApi.Data.Office;
using EventsApi.Tests.Imports;
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
    [InlineData("utf-16 without a mark", 422, "binary")]
    [InlineData("json with a nul", 422, "no known profile")]
    [InlineData("gzip twice", 422, "gzipped twice")]
    [InlineData("one long line", 413, "longer than 1 MB")]
    [InlineData("one long json line", 413, "longer than 1 MB")]
    [InlineData("one long json document", 413, "longer than 1 MB")]
    [InlineData("a quote that never closes", 413, "perhaps a quote never closes")]
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
            "json with a nul" => "{\"event_id_\\u0000cnty\":\"TST1\"}\n"u8.ToArray(),
            "gzip twice" => Imports.Importing.Gzip(Imports.Importing.Gzip(Encoding.UTF8.GetBytes(Sending.Csv(1, "TST1")))),
            "one long line" => Encoding.UTF8.GetBytes(Importing.Header + "\n" + new string('x', 3_000_000)),
            "one long json line" => Encoding.UTF8.GetBytes("{\"event_id_cnty\":\"TST1\",\"event_date\":\"2022-01-01\",\"event_type\":\"Battles\",\"country\":\"Mali\"}\n{\"notes\":\"" + new string('x', 3_000_000) + "\"}\n"),
            "one long json document" => Encoding.UTF8.GetBytes("[{\"event_id_cnty\":\"TST1\",\"event_date\":\"2022-01-01\",\"event_type\":\"Battles\",\"country\":\"Mali\"},{\"notes\":\"" + new string('x', 3_000_000) + "\"}]"),
            "a quote that never closes" => Encoding.UTF8.GetBytes(Sending.Csv(1, "TST1") + "TST2,\"" + string.Concat(Enumerable.Repeat("2022-01-01\n", 200_000))),
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

    [Fact]
    public async Task A_text_with_a_character_that_no_store_keeps_is_a_reject()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var key = await other.KeyAsync(Scopes.Import);
        string Row(string id, string notes) => $$"""{"event_id_cnty":"{{id}}","event_date":"2022-03-04","event_type":"Battles","country":"Mali","notes":"{{notes}}"}""" + "\n";
        var report = await other.ImportAsync(key, Row("TST1", "one") + Row("TST2", "t\\u0000wo") + Row("TST\\u00003", "three") + Row("TST4", "four\",\"other\":\"\\u0000"));
        Assert.Equal((4, 2, 0, 0, 2), report.Counts());
        Assert.Equal(["2 notes t\\u0000wo text-null", "3 event_id_cnty TST\\u00003 text-null"], report.GetProperty("reject_sample").EnumerateArray()
            .Select(reject => $"{reject.Number("row")} {reject.GetProperty("column")} {reject.GetProperty("value")} {reject.GetProperty("rule")}"));
        using var response = await other.GetAsync("/v1/events?sort=event_id_cnty");
        Assert.Equal(["null", "{\"other\":\"\\u0000\"}"], (await response.JsonAsync()).GetProperty("data").EnumerateArray().Select(row => row.GetProperty("attributes").GetRawText()));
    }

    [Theory]
    [InlineData("windows-1252")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public async Task Letters_are_what_they_are_in_any_charset_that_is_read(string charset)
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var encoding = charset == "windows-1252" ? Encoding.Latin1 : Encoding.GetEncoding(charset); // the same for these letters
        byte[] file = [.. encoding.GetPreamble(), .. encoding.GetBytes(Sending.Csv(1, "TST1").Replace("Test Front", "Armée du café", StringComparison.Ordinal))];
        using var body = Sending.Body(file, "text/csv; charset=" + charset);
        using var response = await other.SendAsync(HttpMethod.Post, "/v1/imports", body, ("X-Api-Key", await other.KeyAsync(Scopes.Import)));
        Assert.Equal(1, (await response.JsonAsync()).Number("inserted"));
        using var held = await other.GetAsync("/v1/events/TST1");
        Assert.Equal("Armée du café", (await held.JsonAsync()).GetProperty("actor1").GetString());
    }

    [Fact]
    public async Task Names_that_are_paths_stay_names()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var key = await other.KeyAsync(Scopes.Import);
        var around = Path.GetDirectoryName(Path.GetFullPath(other.ImportFolder))!;
        var before = Directory.GetFileSystemEntries(around).Length;
        foreach (var name in new[] { "../../etc/passwd", "..\\..\\boot.ini", "/etc/cron.d/x", "CON", "a\0b", "=cmd|' /C calc'!A0", new string('x', 5000), "" })
        {
            using var form = new MultipartFormDataContent("limit");
            var part = Sending.Body("a,b\n1,2\n"u8.ToArray());
            part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{name.Replace("\0", "", StringComparison.Ordinal)}\"");
            form.Add(part);
            using var response = await other.SendAsync(HttpMethod.Post, "/v1/imports", form, ("X-Api-Key", key));
            Assert.InRange((await response.ProblemAsync()).Status, 400, 422);
            using var tried = await other.PostImportAsync(key, Sending.Csv(1, "TST1"), "dataset=" + Uri.EscapeDataString(name), ("Idempotency-Key", new string([.. name.Take(200), 'x'])));
            Assert.True((int)tried.StatusCode is 400 or 200, await tried.TextAsync());
        }
        Assert.Equal(before, Directory.GetFileSystemEntries(around).Length);
        Assert.All(Directory.GetFiles(other.ImportFolder), file => Assert.Matches("^[0-9]+.rejects.csv$|^lock$", Path.GetFileName(file)));
    }

    [Fact]
    public async Task Formulas_leave_disarmed_where_that_is_asked()
    {
        const string Formula = "=cmd|' /C calc'!A0";
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var key = await other.KeyAsync(Scopes.Import);
        var file = Sending.Csv(1, "TST1").Replace("Test Front", Formula, StringComparison.Ordinal) + Sending.Csv(1, "TST2").Split('\n', 2)[1].Replace("2022-03-04", "@SUM(1)", StringComparison.Ordinal).Replace("TST2", "=TST2", StringComparison.Ordinal);
        var report = await other.ImportAsync(key, file);
        Assert.Equal((2, 1, 0, 0, 1), report.Counts());
        foreach (var path in new[] { "/v1/events?f=csv&fields=actor1", "/v1/events/TST1?f=csv&fields=actor1", "/v1/aggregates?group_by=actor1&f=csv", $"/v1/imports/{report.Number("id")}/rejects" })
        {
            var sign = path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
            using var plain = await other.GetAsync(path, ("X-Api-Key", key));
            using var safe = await other.GetAsync($"{path}{sign}csv_safe=true", ("X-Api-Key", key));
            Assert.True(safe.IsSuccessStatusCode, await safe.TextAsync());
            Assert.Matches("(?m)(^|,)\"?[=@]", await plain.TextAsync());
            Assert.DoesNotMatch("(?m)(^|,)\"?[=@+]", await safe.TextAsync());
            Assert.Contains("'", await safe.TextAsync(), StringComparison.Ordinal);
            using var other2 = await other.GetAsync($"{path.Replace("f=csv", "f=json", StringComparison.Ordinal)}{sign}csv_safe=true{(path.Contains("rejects", StringComparison.Ordinal) ? "&f=ndjson" : "")}", ("X-Api-Key", key));
            Assert.Equal(400, (await other2.ProblemAsync()).Status);
        }
    }

    [Theory]
    [InlineData("10,000 fields", "more than 100 fields")]
    [InlineData("a long field", "longer than 10000 bytes")]
    [InlineData("no file", "no file")]
    [InlineData("two files", "more than one file")]
    [InlineData("long headers", "")]
    [InlineData("many headers", "")]
    [InlineData("no disposition", "no Content-Disposition")]
    [InlineData("cut off", "")]
    [InlineData("long boundary", "")]
    [InlineData("nothing", "")]
    public async Task A_form_that_is_none_is_refused_in_a_sentence(string kind, string says)
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var key = await other.KeyAsync(Scopes.Import);
        var csv = Sending.Csv(1, "TST1");
        static string Field(string name, string value) => $"--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n";
        var file = $"--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{csv}\r\n";
        var boundary = kind == "long boundary" ? new string('b', 20_000) : "limit";
        var text = kind switch
        {
            "10,000 fields" => string.Concat(Enumerable.Range(0, 10_000).Select(i => Field("f" + i, "x"))) + file + "--limit--\r\n",
            "a long field" => Field("reason", new string('x', 1_000_000)) + file + "--limit--\r\n",
            "no file" => Field("dataset", "x") + Field("file", csv) + "--limit--\r\n",
            "two files" => file + file + "--limit--\r\n",
            "long headers" => $"--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{new string('x', 1_000_000)}\"\r\n\r\n{csv}\r\n--limit--\r\n",
            "many headers" => $"--limit\r\n{string.Concat(Enumerable.Range(0, 10_000).Select(i => $"X-{i}: x\r\n"))}\r\n{csv}\r\n--limit--\r\n",
            "no disposition" => $"--limit\r\nContent-Type: text/csv\r\n\r\n{csv}\r\n--limit--\r\n",
            "cut off" => file[..^20],
            "long boundary" => file.Replace("limit", boundary, StringComparison.Ordinal) + $"--{boundary}--\r\n",
            _ => "",
        };
        using var body = Sending.Body(Encoding.UTF8.GetBytes(text), "multipart/form-data; boundary=" + boundary);
        using var response = await other.SendAsync(HttpMethod.Post, "/v1/imports", body, ("X-Api-Key", key));
        var problem = await response.ProblemAsync();
        Assert.Equal(400, problem.Status);
        Assert.Contains(says, problem.Detail, StringComparison.Ordinal);
        Assert.Equal(0, await other.CountAsync());
        Assert.Empty(Directory.GetFiles(other.ImportFolder, "*.arriving"));
        Assert.Equal(1, (await other.ImportAsync(key, csv)).Number("inserted"));
    }

    [Fact]
    public async Task A_body_shorter_than_it_said_is_no_import()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var (key, csv) = (await other.KeyAsync(Scopes.Import), Sending.Csv(1, "TST1"));
        using (var client = new System.Net.Sockets.TcpClient(other.Http.BaseAddress!.Host, other.Http.BaseAddress.Port))
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/imports HTTP/1.1\r\nHost: x\r\nX-Api-Key: {key}\r\nContent-Type: text/csv\r\nContent-Length: {csv.Length + 1000}\r\n\r\n{csv}"));
            await Task.Delay(300);
        }
        var (status, _) = await RawHttp.SendAsync(other.Http.BaseAddress, Encoding.ASCII.GetBytes($"POST /v1/imports HTTP/1.1\r\nHost: x\r\nX-Api-Key: {key}\r\nContent-Type: text/csv\r\nContent-Length: {csv.Length - 20}\r\nConnection: close\r\n\r\n{csv}"));
        Assert.Equal(200, status); // what it said is a file whose last row is cut off
        using var list = await other.GetAsync("/v1/imports", ("X-Api-Key", key));
        var import = Assert.Single((await list.JsonAsync()).GetProperty("data").EnumerateArray());
        Assert.Equal((0, 1), (import.Number("inserted"), import.Number("rejected")));
        Assert.Empty(Directory.GetFiles(other.ImportFolder, "*.arriving"));
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
