using System.Globalization;

namespace EventsApi.Requests;

/// <summary>Reads single values; each answers null after saying what is wrong.</summary>
internal static class Values
{
    public static long? Integer(string name, string text, double? minimum, double? maximum, RequestErrors errors)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            errors.Add(name, text, "Must be an integer" + Range(minimum, maximum) + ".");
            return null;
        }
        return InRange(name, text, value, minimum, maximum, errors) ? value : null;
    }

    public static double? Real(string name, string text, double? minimum, double? maximum, RequestErrors errors)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            errors.Add(name, text, "Must be a number with a decimal point" + Range(minimum, maximum) + ".");
            return null;
        }
        return InRange(name, text, value, minimum, maximum, errors) ? value : null;
    }

    public static DateOnly? Date(string name, string text, RequestErrors errors)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }
        errors.Add(name, text, "Must be a day that exists, written YYYY-MM-DD.");
        return null;
    }

    public static bool? Boolean(string name, string text, RequestErrors errors)
    {
        switch (text.ToLowerInvariant())
        {
            case "true" or "1":
                return true;
            case "false" or "0":
                return false;
            default:
                errors.Add(name, text, "Must be true or false.", ["true", "false"]);
                return null;
        }
    }

    /// <summary>Numbers separated by commas.</summary>
    public static double[]? Reals(string name, string text, string form, Func<int, bool> count, RequestErrors errors)
    {
        var parts = text.Split(',');
        var numbers = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
            {
                errors.Add(name, text, $"Must be numbers in the form {form}; '{parts[i]}' is none.");
                return null;
            }
        }
        if (count(numbers.Length))
        {
            return numbers;
        }
        errors.Add(name, text, $"Must have the form {form}; {numbers.Length} numbers were given.");
        return null;
    }

    private static bool InRange(string name, string text, double value, double? minimum, double? maximum, RequestErrors errors)
    {
        if (value >= (minimum ?? double.NegativeInfinity) && value <= (maximum ?? double.PositiveInfinity))
        {
            return true;
        }
        errors.Add(name, text, "Out of range: must be a number" + Range(minimum, maximum) + ".");
        return false;
    }

    private static string Range(double? minimum, double? maximum) => (minimum, maximum) switch
    {
        (null, null) => "",
        (_, null) => string.Create(CultureInfo.InvariantCulture, $" of at least {minimum}"),
        (null, _) => string.Create(CultureInfo.InvariantCulture, $" of at most {maximum}"),
        _ => string.Create(CultureInfo.InvariantCulture, $" from {minimum} to {maximum}"),
    };
}
