using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Model;

namespace EventsApi.Data.Imports;

/// <summary>One conversion at work on a file: our column, its place in <see cref="EventColumns.All"/>, and the file's columns by index.</summary>
internal sealed record Step(Column Column, int Place, IReadOnlyList<int> Sources, ProfileColumn Profile, Conversion Convert);

/// <summary>
/// Puts a value, never empty, into the draft's event. Answers whether all of it is there: what is not stays in
/// attributes too. A column left unfilled is tried from its next source.
/// </summary>
internal delegate bool Conversion(Draft draft, Step step, string value);

/// <summary>The conversions that profiles name.</summary>
internal static class Conversions
{
    private static readonly Dictionary<string, Conversion> ByName = new(StringComparer.Ordinal)
    {
        ["text"] = Text,
        ["list"] = List,
        ["id"] = Id,
        ["date"] = Date,
        ["date-parts"] = DateParts,
        ["year"] = Year,
        ["integer"] = Integer,
        ["real"] = Real,
        ["term"] = Term,
        ["inter"] = Inter,
        ["country"] = CountryName,
        ["country-code"] = CountryCode,
        ["gwno"] = Gwno,
        ["iso"] = Iso,
        ["values"] = Values,
        ["beginning"] = Beginning,
        ["attributes"] = AttributesObject,
    };

    private static readonly ConcurrentDictionary<string, Country?> Countries = new(StringComparer.Ordinal);

    // Hostile files could otherwise fill the memory with names that are none.
    private const int CacheSize = 20_000;

    /// <summary>Names of all conversions.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    public static Conversion? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Whether a conversion joins all its foreign columns, which else are alternatives.</summary>
    public static bool Joins(Conversion conversion) => conversion == DateParts;

    /// <summary>A whole number, also written 12.0; null for anything else.</summary>
    public static long? ToInteger(string value)
    {
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        // Whole numbers beyond 2^53 are not exact in a double; none of our columns has such.
        // A comma would be a decimal one here and a thousands' one there: 1,000 is not guessed at.
        return !value.Contains(',', StringComparison.Ordinal) && ToReal(value) is { } real && double.IsInteger(real) && Math.Abs(real) < 1L << 53 ? (long)real : null;
    }

    /// <summary>A finite number with a decimal point, or one decimal comma; null for anything else.</summary>
    public static double? ToReal(string value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var text = value.Contains(',', StringComparison.Ordinal) && !value.Contains('.', StringComparison.Ordinal) ? value.Replace(',', '.') : value;
        // + 0.0 turns -0 into 0, which would otherwise be another value in JSON.
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real + 0.0 : null;
    }

    /// <summary>The country that a name, code or alias means, remembered.</summary>
    public static Country? FindCountry(string value)
    {
        if (Countries.TryGetValue(value, out var country))
        {
            return country;
        }
        if (Countries.Count >= CacheSize)
        {
            Countries.Clear();
        }
        return Countries[value] = Codebook.FindCountry(WholeNumber(value));
    }

    private static bool Set(Draft draft, Step step, object value)
    {
        step.Column.Set(draft.Event, value);
        draft.Fill(step.Place);
        return true;
    }

    private static bool Text(Draft draft, Step step, string value)
    {
        if (!value.Contains('\0', StringComparison.Ordinal))
        {
            return Set(draft, step, value);
        }
        // SQLite's text functions end there, and PostgreSQL takes none.
        draft.Add(Rules.TextNull, step.Column.Name, value.Replace("\0", "\\u0000", StringComparison.Ordinal), "The text holds the character U+0000.");
        return true;
    }

    private static bool List(Draft draft, Step step, string value)
    {
        var elements = value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return elements.Length > 0 && Text(draft, step, string.Join(Column.ListSeparator, elements));
    }

    private static bool Id(Draft draft, Step step, string value) =>
        Text(draft, step, step.Profile.Prefix + WholeNumber(value).ToUpperInvariant());

    private static bool Date(Draft draft, Step step, string value)
    {
        var (day, time) = draft.Dates.Read(value);
        if (day is null)
        {
            draft.Add(Rules.DateImpossible, step.Column.Name, value, $"'{Short(value)}' is no day of the calendar in a known form.");
            return true;
        }
        Set(draft, step, day.Value);
        return !time;
    }

    private static bool DateParts(Draft draft, Step step, string value)
    {
        var parts = step.Sources.Select(source => Part(draft.Row, source)).ToList();
        if (parts.Contains(null))
        {
            return false;
        }
        var numbers = parts.Select(part => ToInteger(part!)).ToList();
        var day = numbers.All(number => number is > 0 and <= 9999)
            ? DateForms.Day((int)numbers[0]!.Value, (int)numbers[1]!.Value, (int)numbers[2]!.Value)
            : null;
        if (day is null)
        {
            var written = string.Join('-', parts);
            draft.Add(Rules.DateImpossible, step.Column.Name, written, $"'{Short(written)}' is no day of the calendar.");
            return true;
        }
        return Set(draft, step, day.Value);
    }

    private static bool Year(Draft draft, Step step, string value)
    {
        if (ToInteger(value) is not { } year)
        {
            return false;
        }
        draft.StatedYear = (year, step.Sources[0]);
        draft.Fill(step.Place);
        return true;
    }

    private static bool Integer(Draft draft, Step step, string value)
    {
        if (ToInteger(value) is { } number)
        {
            return Set(draft, step, number);
        }
        // Fatalities have no upper bound, precision codes do.
        var rule = step.Column.Maximum is null ? Rules.FatalitiesInvalid : Rules.PrecisionUnknown;
        draft.Add(rule, step.Column.Name, value, $"'{Short(value)}' is not a whole number.");
        return true;
    }

    private static bool Real(Draft draft, Step step, string value)
    {
        if (ToReal(value) is { } number)
        {
            return Set(draft, step, number);
        }
        draft.Add(Rules.CoordinatesRange, step.Column.Name, value, $"'{Short(value)}' is not a number.");
        return true;
    }

    // A value that the codebook lacks stays in attributes, and ours is derived.
    private static bool Term(Draft draft, Step step, string value) =>
        step.Column.Vocabulary!.Find(WholeNumber(value)) is { Label.Length: > 0 } term && Set(draft, step, term.Label);

    // Unknown labels are kept for the rule to see.
    private static bool Inter(Draft draft, Step step, string value)
    {
        var label = Codebook.Inter.Find(WholeNumber(value)) is { } term ? term.Label : value;
        draft.Fill(step.Place);
        return label.Length == 0 || Set(draft, step, label);
    }

    private static bool CountryName(Draft draft, Step step, string value)
    {
        draft.Country = FindCountry(value);
        if (draft.Country is null)
        {
            return Text(draft, step, value);
        }
        Set(draft, step, draft.Country.Name);
        return value == draft.Country.Name || Folding.Fold(value) == Folding.Fold(draft.Country.Name);
    }

    private static bool CountryCode(Draft draft, Step step, string value)
    {
        if (FindCountry(value) is { } country)
        {
            draft.Country = country;
            Set(draft, step, country.Name);
        }
        return false;
    }

    private static bool Gwno(Draft draft, Step step, string value)
    {
        if (ToInteger(value) is { } number && Codebook.FindCountry(number) is { } country)
        {
            draft.Country = country;
            Set(draft, step, country.Name);
        }
        return false;
    }

    private static bool Iso(Draft draft, Step step, string value)
    {
        if (ToInteger(value) is { } code and >= 0 and <= 999)
        {
            return code == 0 || Set(draft, step, code);
        }
        if (FindCountry(value)?.Iso is { } iso)
        {
            Set(draft, step, iso);
        }
        return false;
    }

    private static bool Values(Draft draft, Step step, string value)
    {
        if (Lookup(step.Profile.Values!, value) is { } ours)
        {
            SetFromProfile(draft, step, ours);
        }
        return false;
    }

    private static bool Beginning(Draft draft, Step step, string value)
    {
        foreach (var (beginning, ours) in step.Profile.Values!)
        {
            if (value.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            {
                SetFromProfile(draft, step, ours);
            }
        }
        return false;
    }

    private static void SetFromProfile(Draft draft, Step step, string ours)
    {
        Set(draft, step, step.Column.Type == ColumnType.Integer ? long.Parse(ours, CultureInfo.InvariantCulture) : ours);
    }

    private static bool AttributesObject(Draft draft, Step step, string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return document.RootElement.ValueKind == JsonValueKind.Object && Set(draft, step, value);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Part(Row row, int source) => source < row.Cells.Length ? row.Cells[source].Value : null;

    private static string? Lookup(IReadOnlyDictionary<string, string> values, string value) =>
        values.GetValueOrDefault(value) ?? values.GetValueOrDefault(WholeNumber(value))
        ?? values.FirstOrDefault(pair => pair.Key.Equals(value, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>A float id without its fraction (15960.0 is 15960); any other text as it is.</summary>
    private static string WholeNumber(string value) =>
        value.Length > 2 && value.EndsWith('0') && value.Contains('.', StringComparison.Ordinal) && ToInteger(value) is { } number
            ? number.ToString(CultureInfo.InvariantCulture)
            : value;

    internal static string Short(string value) => value.Length <= 80 ? value : value[..80] + "…";
}
