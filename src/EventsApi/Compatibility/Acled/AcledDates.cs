using System.Globalization;
using System.Text.RegularExpressions;
using EventsApi.Requests;

namespace EventsApi.Compatibility.Acled;

/// <summary>Days as clients write them: <c>2007-04-8</c>, <c>20070408</c>, with a time of day behind.</summary>
internal static partial class AcledDates
{
    /// <summary>The day of a text, or null after an error.</summary>
    /// <param name="endsRange">Whether a day beyond the end of its month can only mean that end.</param>
    public static DateOnly? Read(string parameter, string text, bool endsRange, RequestErrors errors, ICollection<string> messages)
    {
        if (Form().Match(text) is not { Success: true } match)
        {
            errors.Add(parameter, text, $"'{text}' is no day; write it YYYY-MM-DD, and two of them with a | between for a range.");
            return null;
        }
        var (year, month, day) = (Part(match, "y"), Part(match, "m"), Part(match, "d"));
        if (year < 1 || month is < 1 or > 12 || day is < 1 or > 31)
        {
            errors.Add(parameter, text, $"'{text}' is no day: month {month}, day {day}; write it YYYY-MM-DD.");
            return null;
        }
        var last = DateTime.DaysInMonth(year, month);
        if (day <= last)
        {
            return new DateOnly(year, month, day);
        }
        var end = new DateOnly(year, month, last);
        if (!endsRange)
        {
            errors.Add(parameter, text, $"There is no {text}: that month ends on {Text(end)}.");
            return null;
        }
        messages.Add($"{parameter}: there is no {text}; {Text(end)}, the end of that month, was used.");
        return end;
    }

    /// <summary>Whether a text is written as a day.</summary>
    public static bool IsDay(string text) => Form().IsMatch(text);

    /// <summary>The days that begin with a year, a year and a month, or a whole day; null for any other beginning.</summary>
    public static (DateOnly First, DateOnly Last)? ReadBeginning(string text)
    {
        var parts = text.TrimEnd('%').TrimEnd('-').Split('-');
        if (parts.Length > 3 || parts[0].Length != 4 || !parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return null;
        }
        var numbers = parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        if (numbers[0] < 1 || (numbers.Length > 1 && numbers[1] is < 1 or > 12))
        {
            return null;
        }
        var first = new DateOnly(numbers[0], numbers.Length > 1 ? numbers[1] : 1, 1);
        return numbers.Length switch
        {
            1 => (first, new DateOnly(numbers[0], 12, 31)),
            2 => (first, new DateOnly(numbers[0], numbers[1], DateTime.DaysInMonth(numbers[0], numbers[1]))),
            _ => numbers[2] >= 1 && numbers[2] <= DateTime.DaysInMonth(numbers[0], numbers[1]) ? (first.AddDays(numbers[2] - 1), first.AddDays(numbers[2] - 1)) : null,
        };
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static int Part(Match match, string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:(?<y>[0-9]{4})[-/](?<m>[0-9]{1,2})[-/](?<d>[0-9]{1,2})|(?<y>[0-9]{4})(?<m>[0-9]{2})(?<d>[0-9]{2}))(?:[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+\- ][0-9]{2}:?[0-9]{2})?)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
