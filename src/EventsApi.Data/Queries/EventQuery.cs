using EventsApi.Data.Model;
using EventsApi.Data.Places;

namespace EventsApi.Data.Queries;

/// <summary>One key of an order. Text orders by its folded form and then by code point; nulls come last either way.</summary>
public sealed record SortKey(Column Column, bool Descending)
{
    public override string ToString() => Descending ? "-" + Column.Name : Column.Name;
}

/// <summary>Which events, in which order, and which part of them.</summary>
public sealed record EventQuery
{
    public Predicate Where { get; init; } = Predicate.Everything;

    /// <summary>Total: the last key is the id, see <see cref="TotalOrder"/>.</summary>
    public required IReadOnlyList<SortKey> Sort { get; init; }

    /// <summary>The columns wanted; others may be left null in the answer.</summary>
    public IReadOnlyList<Column> Fields { get; init; } = EventColumns.All;

    /// <summary>At most so many events; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Only what comes after this place in the order.</summary>
    public Cursor? After { get; init; }

    /// <summary>So many events are skipped, counted after <see cref="After"/>.</summary>
    public int Offset { get; init; }

    /// <summary>
    /// Where <see cref="EventColumns.DistanceKm"/> is measured from; needed by whoever asks for that column, together with
    /// a filter that leaves out events without coordinates.
    /// </summary>
    public GeoPoint? Origin { get; init; }

    /// <summary>Whether a part is wanted of the events in the order of their distance.</summary>
    public bool IsNearest => Limit is not null && Sort[0] is { Descending: false } first && first.Column == EventColumns.DistanceKm;

    /// <summary>Makes an order total by the id, which takes the direction of the last key so that one index serves both.</summary>
    public static IReadOnlyList<SortKey> TotalOrder(IReadOnlyList<SortKey> keys)
    {
        var unique = keys.ToList().FindIndex(key => key.Column == EventColumns.EventIdCnty);
        return unique >= 0
            ? [.. keys.Take(unique + 1)]
            : [.. keys, new SortKey(EventColumns.EventIdCnty, keys.Count > 0 && keys[^1].Descending)];
    }
}
