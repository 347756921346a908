using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EventsApi.Data.Office;

/// <summary>
/// A key: 256 random bits as base64url. One round of SHA-256 is enough to store it by. Slow hashes protect what people
/// choose and others can guess; nobody tries 2^256 values, however fast.
/// </summary>
internal static class KeySecret
{
    private const int Bytes = 32;

    // Longer ones are none of ours, and need not be hashed.
    public const int MaximumLength = 256;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The key among these that was sent. Every one is compared, in a time that does not tell how far it agrees.</summary>
    public static ApiKey? Find(IEnumerable<ApiKey> keys, string sent)
    {
        if (sent.Length > MaximumLength)
        {
            return null;
        }
        var hash = Encoding.ASCII.GetBytes(Hash(sent));
        ApiKey? found = null;
        foreach (var key in keys)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, Encoding.ASCII.GetBytes(key.Hash)) ? key : found;
        }
        return found;
    }
}
