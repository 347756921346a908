using System.Diagnostics.CodeAnalysis;
using EventsApi.Data.Model;

namespace EventsApi.Data.Queries;

/// <summary>
/// A place in an order: the sort values of the last event seen. It holds neither the limit nor the filter, so both may
/// change from page to page, and it stays right while events come and go. Clients see it as one opaque token.
/// </summary>
public sealed record Cursor(IReadOnlyList<SortKey> Sort, IReadOnlyList<object?> Values)
{
    /// <summary>No token of ours is longer: an id, and the sort values of a row, none of them a long text.</summary>
    public const int MaximumLength = 12_000;

    public static Cursor After(IReadOnlyList<SortKey> sort, Event row) => new(sort, [.. sort.Select(key => key.Column.Get(row))]);

    public override string ToString() => CursorToken.Write(Signature(Sort), Values);

    /// <summary>Reads a token made for the same order; anything else is refused.</summary>
    public static bool TryParse(string token, IReadOnlyList<SortKey> sort, [NotNullWhen(true)] out Cursor? cursor)
    {
        cursor = CursorToken.TryRead(token, Signature(sort), [.. sort.Select(key => (key.Column.Type, key.Column.Nullable))], out var values)
            ? new Cursor(sort, values)
            : null;
        return cursor is not null;
    }

    private static string Signature(IReadOnlyList<SortKey> sort) => string.Join(',', sort);
}

/// <summary>A place in an order of buckets, as <see cref="Cursor"/> is one among events.</summary>
public sealed record BucketCursor(IReadOnlyList<BucketSort> Sort, IReadOnlyList<object?> Values)
{
    public override string ToString() => CursorToken.Write(Signature(Sort), Values.Select(CutText.Cut));

    /// <summary>The values with long texts whole again, as the buckets have them; the token cuts them.</summary>
    internal IReadOnlyList<object?> Restore(AggregateQuery query, IEnumerable<Bucket> buckets) =>
    [
        .. Values.Select((value, i) => Sort[i].Group is { } group
            ? CutText.Restore(value, buckets.Select(bucket => bucket.Keys[BucketPage.IndexOf(query.GroupBy, group)]), Sort[i].Descending)
            : value),
    ];

    /// <summary>Reads a token made for the same order; anything else is refused.</summary>
    public static bool TryParse(string token, IReadOnlyList<BucketSort> sort, [NotNullWhen(true)] out BucketCursor? cursor)
    {
        cursor = CursorToken.TryRead(token, Signature(sort), [.. sort.Select(key => (key.Type, key.Nullable))], out var values)
            ? new BucketCursor(sort, values)
            : null;
        return cursor is not null;
    }

    private static string Signature(IReadOnlyList<BucketSort> sort) => "buckets:" + string.Join(',', sort);
}
