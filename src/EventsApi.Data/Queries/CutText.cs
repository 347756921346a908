using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EventsApi.Data.Queries;

/// <summary>
/// Long texts in the cursors of buckets: the beginning and a hash, so that six groups of the longest texts still fit into an
/// address. The whole text is found again among the buckets.
/// </summary>
internal static class CutText
{
    private const int LongestWhole = 100;
    private const int Kept = 60;

    // No stored text has it.
    private const char Mark = '\0';

    // Comes after every sign that a text may go on with.
    private const string Last = "\U0010FFFD";

    public static object? Cut(object? value) => value is string { Length: > LongestWhole } text ? text[..End(text)] + Mark + Hash(text) : value;

    /// <summary>The text that was cut. Where it is gone, the place of the first that could begin so: a bucket may come twice then, and none is left out.</summary>
    public static object? Restore(object? value, IEnumerable<object?> texts, bool descending)
    {
        if (value is not string cut || cut.IndexOf(Mark, StringComparison.Ordinal) is var end && end < 0)
        {
            return value;
        }
        var (start, hash) = (cut[..end], cut[(end + 1)..]);
        return texts.OfType<string>().FirstOrDefault(text => text.StartsWith(start, StringComparison.Ordinal) && Hash(text) == hash)
            ?? start + (descending ? Last : "");
    }

    // Not through the middle of a character.
    private static int End(string text) => char.IsHighSurrogate(text[Kept - 1]) ? Kept - 1 : Kept;

    private static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
