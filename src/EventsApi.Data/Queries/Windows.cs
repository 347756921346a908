namespace EventsApi.Data.Queries;

/// <summary>
/// Which spans of time a query compares, and with which. Where it groups by no time there is but one: the days that its filter
/// asks for, known by the first.
/// </summary>
internal sealed class Windows
{
    private readonly AggregateQuery _query;
    private readonly AskedDays _asked;
    private readonly Group.OfTime? _time;
    private readonly Dictionary<DateOnly, IReadOnlyList<DateOnly>> _of = [];

    /// <param name="spans">Those that the answer may have, where it is grouped by time.</param>
    public Windows(AggregateQuery query, AskedDays asked, IReadOnlyList<DateOnly> spans)
    {
        (_query, _asked, _time) = (query, asked, query.Times.SingleOrDefault());
        if (_time is not null)
        {
            foreach (var span in spans)
            {
                _of[span] = Baselines.Of(_query.Baseline!.Value, _time.Unit, span);
            }
            List<DateOnly> all = [.. _of.Values.SelectMany(window => window)];
            Days = all.Count == 0 ? null : new DayInterval(all.Min(), Spans.Last(_time.Unit, all.Max()));
        }
        else if (asked.Days.Bounded is { } days && Baselines.Of(_query.Baseline!.Value, days) is { } baseline)
        {
            Days = baseline;
            _of[days.First] = IsMean ? Baselines.Of(Baseline.Mean12Months, TimeUnit.Month, days.First) : [baseline.First];
        }
    }

    /// <summary>All days of the baseline; null when there are none.</summary>
    public DayInterval? Days { get; }

    /// <summary>The buckets that the baseline is made of; null when there are no days for it.</summary>
    public AggregateQuery? Question => Days is null ? null : _query.Plain() with
    {
        Where = _asked.On(Days),
        GroupBy = _time is null && IsMean ? [.. _query.GroupBy, new Group.OfTime(TimeUnit.Month)] : _query.GroupBy,
    };

    private bool IsMean => _query.Baseline == Baseline.Mean12Months;

    private int Place => _time is null ? -1 : BucketPage.IndexOf<Group>(_query.GroupBy, _time);

    /// <summary>The spans that a span is compared with; none when there are none such.</summary>
    public IReadOnlyList<DateOnly> Of(DateOnly span) => _of.GetValueOrDefault(span) ?? [];

    /// <summary>The spans that are compared with each span of the baseline.</summary>
    public ILookup<DateOnly, DateOnly> Compared() => _of.SelectMany(pair => pair.Value.Select(span => (Compared: pair.Key, With: span))).ToLookup(pair => pair.With, pair => pair.Compared);

    /// <summary>The keys of a group of the answer in two: its span of time, and the others.</summary>
    public (IReadOnlyList<object?> Others, DateOnly Span) Split(IReadOnlyList<object?> keys) =>
        _time is null ? (keys, _asked.Days.Bounded!.First) : (Without(keys, Place), (DateOnly)keys[Place]!);

    /// <summary>The keys of a group of the baseline in two.</summary>
    public (IReadOnlyList<object?> Others, DateOnly Span) SplitBaseline(IReadOnlyList<object?> keys) =>
        _time is not null ? Split(keys) : IsMean ? (Without(keys, keys.Count - 1), (DateOnly)keys[^1]!) : (keys, Days!.First);

    /// <summary>The keys of a group of the answer.</summary>
    public IReadOnlyList<object?> Join(IReadOnlyList<object?> others, DateOnly span) => _time is null ? others : With(others, Place, span);

    public static IReadOnlyList<object?> Without(IReadOnlyList<object?> keys, int place)
    {
        var others = new object?[keys.Count - 1];
        for (var i = 0; i < others.Length; i++)
        {
            others[i] = keys[i < place ? i : i + 1];
        }
        return others;
    }

    public static IReadOnlyList<object?> With(IReadOnlyList<object?> keys, int place, object? key)
    {
        var all = new object?[keys.Count + 1];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = i == place ? key : keys[i < place ? i : i - 1];
        }
        return all;
    }
}
