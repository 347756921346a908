using EventsApi.Data.Queries;

namespace EventsApi.Data.Storage;

/// <summary>Answers queries whose groups are filled, compared, or the biggest only: asks for the buckets that this takes, and shapes them.</summary>
public static class ShapedAggregates
{
    /// <summary>Any query by an engine that answers unshaped ones, see <see cref="AggregateQuery.IsShaped"/>.</summary>
    /// <param name="ask">All its answers must be of one data version.</param>
    /// <exception cref="TooManyBucketsException">There are more buckets than anybody may ask for.</exception>
    public static async Task<Aggregates> AnswerAsync(this AggregateQuery query, Func<AggregateQuery, Task<Aggregates>> ask)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(ask);
        if (!query.IsShaped)
        {
            return await ask(query);
        }
        var plain = await ask(query.Plain());
        var (buckets, baseline) = await CompleteAsync(query, plain.Page.Rows, ask);
        Bucket? other = null;
        if (query.Top is not null)
        {
            buckets = Shaping.Biggest(query, buckets);
            other = Shaping.Beside(query, (await ask(Shaping.Others(query, buckets))).Totals);
        }
        return new Aggregates(BucketPage.Of(query, buckets), Shaping.Beside(query with { GroupBy = [] }, plain.Totals)) { Other = other, Baseline = baseline };
    }

    // The buckets there are, those that comparing and filling add, and what they are compared with.
    private static async Task<(IReadOnlyList<Bucket> Buckets, DayInterval? Baseline)> CompleteAsync(AggregateQuery query, IReadOnlyList<Bucket> buckets, Func<AggregateQuery, Task<Aggregates>> ask)
    {
        var asked = AskedDays.Of(query.Where);
        var spans = Shaping.Spans(query, asked, buckets);
        if (query.Baseline is null)
        {
            return (Filled(query, spans, buckets), null);
        }
        var windows = new Windows(query, asked, spans);
        var contrast = new Contrast(query, windows, windows.Question is { } question ? (await ask(question)).Page.Rows : []);
        var all = Filled(query, spans, With(query, buckets, contrast.Missing(buckets)));
        return ([.. all.Select(contrast.Compare)], query.Times.Any() ? null : windows.Days);
    }

    private static IReadOnlyList<Bucket> Filled(AggregateQuery query, IReadOnlyList<DateOnly> spans, IReadOnlyList<Bucket> buckets) =>
        query.Fills ? With(query, buckets, Shaping.Gaps(query, spans, buckets)) : buckets;

    private static IReadOnlyList<Bucket> With(AggregateQuery query, IReadOnlyList<Bucket> buckets, IEnumerable<IReadOnlyList<object?>> empty)
    {
        List<Bucket> all = [.. buckets, .. Shaping.Empty(query, empty.Take(AggregateQuery.MostBuckets + 1 - buckets.Count))];
        return all.Count <= AggregateQuery.MostBuckets ? all : throw new TooManyBucketsException(filled: true);
    }
}
