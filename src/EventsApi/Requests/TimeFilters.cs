using System.Globalization;
using System.Text.RegularExpressions;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Requests;

/// <summary>
/// OGC API Features' <c>datetime</c> over event_date: an instant or an interval, open with <c>..</c> or nothing at one
/// end. A time of day is accepted and its UTC day used, since events have days; GDAL's <c>2022-01-01T</c> as well.
/// </summary>
internal static partial class TimeFilters
{
    private const string Form = "Must be a day or a date-time (2022-01-31, 2022-01-31T12:00:00Z) or an interval (2022-01-01/2022-03-31, ../2021-12-31, 2020-01-01/.., 2020-01-01/P1M).";

    public static readonly Parameter Datetime = new("datetime", ParameterType.Text,
        "Instant or interval of event_date, ends included: 2022-01-01/2022-03-31, ../2021-12-31, 2020-01-01/.. or with a duration 2022-08-01/P1M.")
    { Example = "2022-01-01/2022-12-31" };

    public static readonly Parameter UpdatedSince = new("updated_since", ParameterType.Text,
        "Events changed on this server at or after this time: a day, an RFC 3339 date-time or Unix seconds.")
    { Example = "2026-01-01T00:00:00Z" };

    public static Predicate? ParseDatetime(RawRequest raw)
    {
        if (raw.Single(Datetime.Name) is not { } text)
        {
            return null;
        }
        var parts = text.Split('/');
        if (parts.Length > 2 || !TryEnd(parts[0], null, out var from) || !TryEnd(parts[^1], parts.Length == 2 ? from : null, out var to)
            || (from is null && (to is null || parts.Length == 1)))
        {
            raw.Errors.Add(Datetime.Name, text, Form);
            return null;
        }
        if (from > to)
        {
            raw.Errors.Add(Datetime.Name, text, "The interval ends before it begins.");
            return null;
        }
        if (parts.Length == 1)
        {
            return new Predicate.Compare(EventColumns.EventDate, Comparison.Equal, from!);
        }
        var terms = new List<Predicate>();
        if (from is not null)
        {
            terms.Add(new Predicate.Compare(EventColumns.EventDate, Comparison.GreaterOrEqual, from));
        }
        if (to is not null)
        {
            terms.Add(new Predicate.Compare(EventColumns.EventDate, Comparison.LessOrEqual, to));
        }
        return Predicate.All(terms);
    }

    public static Predicate? ParseUpdatedSince(RawRequest raw)
    {
        if (raw.Single(UpdatedSince.Name) is not { } text)
        {
            return null;
        }
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            if (!TryInstant(text, out var time))
            {
                raw.Errors.Add(UpdatedSince.Name, text, "Must be a day (2026-01-31), an RFC 3339 date-time (2026-01-31T12:00:00Z) or Unix seconds.");
                return null;
            }
            seconds = time.ToUnixTimeSeconds();
        }
        return new Predicate.Compare(EventColumns.Timestamp, Comparison.GreaterOrEqual, seconds);
    }

    private static bool TryEnd(string text, DateOnly? from, out DateOnly? day)
    {
        day = null;
        if (text is "" or "..")
        {
            return true;
        }
        if (from is not null && Duration().Match(text) is { Success: true } duration)
        {
            return TryAdd(from.Value, duration, out day);
        }
        var found = TryInstant(text, out var time);
        day = found ? DateOnly.FromDateTime(time.UtcDateTime) : null;
        return found;
    }

    // An interval of P1M from the first of January ends with the last of January: the end is exclusive in ISO 8601.
    private static bool TryAdd(DateOnly from, Match duration, out DateOnly? day)
    {
        day = null;
        try
        {
            day = from.AddYears(Part("Y")).AddMonths(Part("M")).AddDays(Part("W") * 7 + Part("D") - 1);
            return day >= from;
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            return false;
        }

        int Part(string name) => duration.Groups[name] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Reads a day (<c>2022-01-31</c>, GDAL's <c>2022-01-31T</c>) or a date-time, in UTC where it has no offset.</summary>
    internal static bool TryInstant(string text, out DateTimeOffset time)
    {
        if (DayOnly().IsMatch(text))
        {
            return DateTimeOffset.TryParseExact(text.TrimEnd('T', 't'), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
        }
        time = default;
        return Instant().IsMatch(text)
            && DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]?$")]
    private static partial Regex DayOnly();

    // RFC 3339; a "+" of the offset that was not percent-encoded arrives as a space.
    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+\- ][0-9]{2}:[0-9]{2})?$")]
    private static partial Regex Instant();

    // Events have days, so a duration in hours would promise what nothing can keep.
    [GeneratedRegex(@"^P(?=.)((?<Y>[0-9]{1,6})Y)?((?<M>[0-9]{1,6})M)?((?<W>[0-9]{1,6})W)?((?<D>[0-9]{1,6})D)?\z")]
    private static partial Regex Duration();
}
