using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace EventsApi.Requests;

/// <summary>What <c>Content-Digest</c> (RFC 9530) says of a body: hashes of it as it is sent, codings included.</summary>
internal sealed partial class ContentDigest : IDisposable
{
    public const string Header = "Content-Digest";

    private static readonly Dictionary<string, HashAlgorithmName> Known = new(StringComparer.Ordinal) { ["sha-256"] = HashAlgorithmName.SHA256, ["sha-512"] = HashAlgorithmName.SHA512 };

    private readonly List<(string Name, byte[] Value, IncrementalHash Hash)> _stated = [];

    /// <exception cref="InvalidRequestException">The header is no list of digests, or none of a kind that is known here.</exception>
    public static ContentDigest Read(HttpRequest request)
    {
        var digest = new ContentDigest();
        var text = request.Headers[Header].ToString();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var match = Form().Match(part);
            var bytes = new byte[64];
            if (!match.Success || !Convert.TryFromBase64String(match.Groups[2].Value, bytes, out var length))
            {
                throw Wrong(text, "Must be as sha-256=:BASE64: (RFC 9530).");
            }
            if (Known.TryGetValue(match.Groups[1].Value, out var algorithm))
            {
                digest._stated.Add((match.Groups[1].Value, bytes[..length], IncrementalHash.CreateHash(algorithm)));
            }
        }
        return text.Length == 0 || digest._stated.Count > 0 ? digest : throw Wrong(text, $"Must have one of {string.Join(" and ", Known.Keys)}.");
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var stated in _stated)
        {
            stated.Hash.AppendData(bytes);
        }
    }

    /// <exception cref="InvalidRequestException">The body is another than the one that was meant.</exception>
    public void Check()
    {
        foreach (var (name, value, hash) in _stated)
        {
            if (!hash.GetCurrentHash().AsSpan().SequenceEqual(value))
            {
                throw Wrong($"{name}=:{Convert.ToBase64String(value)}:", "Is not the digest of the body that arrived; it was damaged on its way. Nothing was written, send it again.");
            }
        }
    }

    public void Dispose() => _stated.ForEach(stated => stated.Hash.Dispose());

    private static InvalidRequestException Wrong(string value, string message)
    {
        var errors = new RequestErrors();
        errors.Add(Header, value, message);
        return new InvalidRequestException(errors.All);
    }

    // Structured fields, a dictionary of byte sequences (RFC 9651 §3.2, §3.3.5).
    [GeneratedRegex("^([a-z0-9-]+)=:([A-Za-z0-9+/=]*):$")]
    private static partial Regex Form();
}
