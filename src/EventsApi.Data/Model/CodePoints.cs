namespace EventsApi.Data.Model;

/// <summary>The order of texts by code point, as the bytes of UTF-8 have it and both stores.</summary>
public static class CodePoints
{
    /// <summary>Below zero when the first text comes first, above when the second does.</summary>
    public static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length - right.Length;
        }
        // Surrogates stand for what comes after all other code units.
        var (one, other) = (left[same], right[same]);
        return char.IsSurrogate(one) == char.IsSurrogate(other) ? one - other : char.IsSurrogate(one) ? 1 : -1;
    }
}
