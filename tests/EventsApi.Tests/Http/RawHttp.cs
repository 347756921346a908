using System.Net.Sockets;
using System.Text;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Requests that no HTTP library would send.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request line and no body; answers the status and all that followed.</summary>
    public static Task<(int Status, string Answer)> SendAsync(Uri server, string target) =>
        SendAsync(server, Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n\r\n"));

    /// <summary>Sends bytes as they are.</summary>
    public static async Task<(int Status, string Answer)> SendAsync(Uri server, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(request);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 ", answer, StringComparison.Ordinal);
        return (int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), answer);
    }
}
