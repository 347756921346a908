using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EventsApi.Benchmarks;

/// <summary>
/// One keep-alive connection to a server on this machine. HttpClient spends more on a request than the servers
/// measured here, and would hide the difference between them. It waits as psql does, asleep: whoever waits
/// asynchronously keeps a processor busy looking for work, which is half of this machine's.
/// </summary>
public sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;

    public HttpConnection(int port) => _socket.Connect("127.0.0.1", port);

    /// <summary>The bytes of a GET.</summary>
    public static byte[] Request(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    /// <summary>The bytes of a POST of JSON.</summary>
    public static byte[] Request(string path, string json) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    /// <summary>Sends a request and reads its whole answer.</summary>
    /// <param name="body">Gets the body; null to throw it away.</param>
    /// <exception cref="InvalidOperationException">The answer was not 200.</exception>
    public Answer Send(byte[] request, Stream? body = null)
    {
        var start = Stopwatch.GetTimestamp();
        _socket.Send(request);
        var status = Line();
        if (!status.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{Encoding.ASCII.GetString(request).Split('?', '\r')[0]} was answered with {status}");
        }
        long? length = null;
        for (var line = Line(); line.Length > 0; line = Line())
        {
            if (line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
            {
                length = long.Parse(line.AsSpan(15), CultureInfo.InvariantCulture);
            }
        }
        Fill();
        var first = Stopwatch.GetElapsedTime(start);
        var bytes = length ?? 0;
        if (length is { } known)
        {
            Take(known, body);
        }
        else
        {
            bytes = Chunks(body);
        }
        return new Answer(Stopwatch.GetElapsedTime(start), first, bytes);
    }

    /// <summary>Several clients at once, each on a thread of its own.</summary>
    public static Task<T[]> TogetherAsync<T>(int clients, Func<int, T> client) => Task.WhenAll(Enumerable.Range(0, clients).Select(number =>
        Task.Factory.StartNew(() => client(number), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    public void Dispose() => _socket.Dispose();

    private long Chunks(Stream? body)
    {
        for (long total = 0; ;)
        {
            var size = long.Parse(Line(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Take(size, body);
            Line();
            total += size;
            if (size == 0)
            {
                return total;
            }
        }
    }

    private void Take(long bytes, Stream? body)
    {
        while (bytes > 0)
        {
            Fill();
            var taken = (int)Math.Min(bytes, _end - _start);
            body?.Write(_buffer, _start, taken);
            _start += taken;
            bytes -= taken;
        }
    }

    private string Line()
    {
        for (var text = ""; ;)
        {
            Fill();
            var found = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var end = found < 0 ? _end : _start + found + 1;
            text += Encoding.ASCII.GetString(_buffer, _start, end - _start);
            _start = end;
            if (found >= 0)
            {
                return text.TrimEnd();
            }
        }
    }

    // Waits for bytes unless some are there.
    private void Fill()
    {
        if (_start < _end)
        {
            return;
        }
        _start = 0;
        _end = _socket.Receive(_buffer);
        if (_end == 0)
        {
            throw new IOException("The server closed the connection.");
        }
    }
}

/// <summary>What one request took.</summary>
/// <param name="FirstByte">Until the first byte of the body.</param>
public sealed record Answer(TimeSpan Whole, TimeSpan FirstByte, long Bytes);
