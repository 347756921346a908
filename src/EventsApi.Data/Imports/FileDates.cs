namespace EventsApi.Data.Imports;

/// <summary>
/// The dates of one file. The order of day and month is asked for when the first date needs it, and decided by all the
/// file's dates together.
/// </summary>
/// <param name="order">The order where the sender said it.</param>
/// <param name="latest">The last day that is not in the future.</param>
/// <param name="all">Every date of the file as written; read only when the order must be decided.</param>
internal sealed class FileDates(DateOrder? order, DateOnly latest, Func<IEnumerable<string>> all, string file)
{
    private const int CacheSize = 50_000;

    private readonly Dictionary<string, (DateOnly? Day, bool Time)> _known = new(StringComparer.Ordinal);
    private DateOrder? _order = order;

    /// <summary>The day that a text means, null for none, and whether a time of day was cut off.</summary>
    /// <exception cref="UnreadableFileException">The order of day and month cannot be decided.</exception>
    public (DateOnly? Day, bool Time) Read(string text)
    {
        if (_known.TryGetValue(text, out var known))
        {
            return known;
        }
        if (_known.Count == CacheSize)
        {
            _known.Clear();
        }
        var written = DateForms.Parse(text, latest);
        var day = written.Numbers is { } numbers
            ? DateForms.InOrder(numbers, written.FourDigits, _order ??= Decide(), latest)
            : written.Day;
        return _known[text] = (day, written.Time);
    }

    // Each date strikes the orders under which it is no day; dates that are none in any order do not count.
    private DateOrder Decide()
    {
        var possible = new HashSet<DateOrder>(Enum.GetValues<DateOrder>());
        var differ = false;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in all().Where(text => seen.Count < CacheSize ? seen.Add(text) : !seen.Contains(text)))
        {
            if (DateForms.Parse(text, latest) is not { Numbers: { } numbers } written)
            {
                continue;
            }
            var days = Enum.GetValues<DateOrder>()
                .Select(order => (Order: order, Day: DateForms.InOrder(numbers, written.FourDigits, order, latest)))
                .Where(candidate => candidate.Day is { } day && DateForms.IsPlausible(day, latest)).ToList();
            if (days.Count > 0)
            {
                possible.IntersectWith(days.Select(candidate => candidate.Order));
                differ |= days.Select(candidate => candidate.Day).Distinct().Count() > 1;
            }
        }
        return possible.Count switch
        {
            0 => throw Undecided("has dates in more than one order of day and month"),
            1 => possible.Single(),
            _ when !differ => possible.First(),
            _ => throw Undecided("has no date that decides the order of day and month"),
        };
    }

    private UnreadableFileException Undecided(string why) => new($"{file} {why}; say which with --date-order dmy, mdy or ymd, over HTTP with date_order.");
}
