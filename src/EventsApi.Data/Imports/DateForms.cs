using System.Globalization;

namespace EventsApi.Data.Imports;

/// <summary>Order of the three numbers of a date like 01/02/2016.</summary>
public enum DateOrder
{
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
}

/// <summary>
/// A date as written: either one day for certain, or three numbers whose order is not known. <paramref name="Time"/>
/// says that a time of day other than midnight followed.
/// </summary>
internal readonly record struct WrittenDate(DateOnly? Day, (int First, int Second, int Third)? Numbers, bool FourDigits, bool Time);

/// <summary>Reads the date forms of real files. Times and zones are cut off: the date is the one written.</summary>
internal static class DateForms
{
    // Event data sets begin in 1946 (UCDP's conflicts); a two-digit year can mean nothing earlier.
    private const int EarliestYear = 1946;

    private static readonly string[] MonthNames =
        [.. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Take(12).Select(name => name.ToLowerInvariant())];

    /// <summary>The date in <paramref name="text"/>; neither a day nor numbers when it is none. A two-digit year is not after <paramref name="latest"/>.</summary>
    public static WrittenDate Parse(string text, DateOnly latest)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new WrittenDate(day, null, true, false);
        }
        var (date, time) = SplitTime(text);
        var parts = date.Split([' ', '-', '/', '.', ',', '\u00A0'], StringSplitOptions.RemoveEmptyEntries);
        return (parts.Length == 4 && !char.IsDigit(parts[0][0]) ? parts[1..] : parts) switch
        {
            [{ Length: 8 } digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
                Known(number / 10_000, number / 100 % 100, number % 100, time),
            [var a, var b, var c] when char.IsLetter(a[0]) => Named(c, a, b, time, latest),
            [{ Length: 4 } a, var b, var c] when char.IsLetter(b[0]) => Named(a, b, c, time, latest),
            [var a, var b, var c] when char.IsLetter(b[0]) => Named(c, b, a, time, latest),
            [var a, var b, var c] => Numbers(a, b, c, time),
            _ => default,
        };
    }

    /// <summary>The day that three numbers mean in an order, or null when there is no such day up to <paramref name="latest"/>.</summary>
    public static DateOnly? InOrder((int First, int Second, int Third) numbers, bool fourDigits, DateOrder order, DateOnly latest)
    {
        var (year, month, day) = order switch
        {
            DateOrder.DayMonthYear => (numbers.Third, numbers.Second, numbers.First),
            DateOrder.MonthDayYear => (numbers.Third, numbers.First, numbers.Second),
            _ => (numbers.First, numbers.Second, numbers.Third),
        };
        return fourDigits && order == DateOrder.YearMonthDay ? null : Day(fourDigits ? year : Century(year, latest), month, day);
    }

    /// <summary>Whether a day can be an event's: neither before event data begin nor after <paramref name="latest"/>.</summary>
    public static bool IsPlausible(DateOnly day, DateOnly latest) => day.Year >= EarliestYear && day <= latest;

    /// <summary>The day, or null when the calendar has none.</summary>
    public static DateOnly? Day(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    private static (string Date, bool Time) SplitTime(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var start = colon < 0 ? -1 : text.LastIndexOfAny([' ', 'T', 't'], colon);
        return start < 0 ? (text, false) : (text[..start], text.AsSpan(start).IndexOfAnyInRange('1', '9') >= 0);
    }

    private static WrittenDate Known(int year, int month, int day, bool time) => new(Day(year, month, day), null, true, time);

    private static WrittenDate Named(string year, string name, string day, bool time, DateOnly latest)
    {
        var month = Month(name);
        return month > 0 && Number(year) is { } yearNumber && Number(day.TrimEnd('s', 't', 'n', 'd', 'r', 'h')) is { } dayNumber
            ? Known(year.Length <= 2 ? Century(yearNumber, latest) : yearNumber, month, dayNumber, time)
            : default;
    }

    private static WrittenDate Numbers(string first, string second, string third, bool time)
    {
        if (Number(first) is not { } a || Number(second) is not { } b || Number(third) is not { } c || second.Length > 2)
        {
            return default;
        }
        return (first.Length, third.Length) switch
        {
            (4, <= 2) => Known(a, b, c, time),
            (<= 2, 4) => new WrittenDate(null, (a, b, c), true, time),
            (<= 2, <= 2) => new WrittenDate(null, (a, b, c), false, time),
            _ => default,
        };
    }

    private static int Month(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower.Length < 3 ? 0 : Array.FindIndex(MonthNames, month => month.StartsWith(lower == "sept" ? "sep" : lower, StringComparison.Ordinal)) + 1;
    }

    private static int? Number(string text) =>
        text.Length is > 0 and <= 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int Century(int year, DateOnly latest) => year <= latest.Year % 100 ? 2000 + year : 1900 + year;
}
