using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using static EventsApi.Tests.Ogc.Conformance.Cql2Case;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>
/// The abstract test suite of CQL2 (21-065r2, annex A) over our queryables: its expressions for every queryable of a
/// type, with its values and with one that a row has, and those of its test data set that have a like among our columns.
/// </summary>
/// <param name="columns">The queryables with a simple value, each with its type: string, integer, number or date.</param>
internal sealed class Cql2Cases(IReadOnlyDictionary<string, string> columns, IReadOnlyList<JsonElement> rows)
{
    private static readonly string[] Signs = ["=", "<>", "<", "<=", ">", ">="];
    private static readonly bool[] YesAndNo = [false, true];
    private static readonly string[] Patterns = ["%", "_%", "", "%%", @"\%\_", "B_r%", "%100\\% of it: \\% \\_ * ?%", "%e_"];
    private static readonly (double Low, double High)[] Ranges = [(0, 100), (100, 1), (1, 5), (5, 7), (1.5, 1700000020.25)];
    private static readonly object[] Literals = ["foo", true, 3.14, 1, new DateOnly(2022, 4, 14)];

    private static readonly (string Left, string Right)[] Pairs =
    [
        ("actor1", "actor2"), ("admin1", "location"), ("admin2", "admin3"), ("fatalities", "geo_precision"), ("latitude", "longitude"), ("latitude", "fatalities"), ("fatalities_low", "fatalities_high"),
    ];

    private IEnumerable<string> Texts => columns.Where(column => column.Value == "string").Select(column => column.Key);

    private IEnumerable<string> Numbers => columns.Where(column => column.Value is "integer" or "number").Select(column => column.Key);

    /// <summary>/conf/basic-cql2/comparison.</summary>
    public IEnumerable<Cql2Case> Comparisons =>
        from column in columns.Keys
        from value in Values(column)
        from sign in Signs
        select new Cql2Case(Both.Compare(Both.Property(column), sign, Both.Value(value)), row => Compare(Value(row, column), sign, value));

    /// <summary>/conf/basic-cql2/is-null.</summary>
    public IEnumerable<Cql2Case> Nulls =>
        from column in columns.Keys.Append("geometry")
        from not in YesAndNo
        select new Cql2Case(Both.IsNull(Both.Property(column), not), row => (Value(row, column == "geometry" ? "longitude" : column) is null) != not);

    /// <summary>/conf/basic-cql2/boolean.</summary>
    public static IEnumerable<Cql2Case> Booleans => [new(Both.Value(true), _ => true), new(Both.Value(false), _ => false)];

    /// <summary>/conf/advanced-comparison-operators/like.</summary>
    public IEnumerable<Cql2Case> Likes =>
        from column in Texts
        from pattern in Patterns
        from not in YesAndNo
        select new Cql2Case(Both.Like(Both.Property(column), Both.Value(pattern), not), row => Value(row, column) is string text ? Matches(text, pattern) != not : null);

    /// <summary>/conf/advanced-comparison-operators/between.</summary>
    public IEnumerable<Cql2Case> Betweens =>
        from column in Numbers
        from range in Ranges
        from not in YesAndNo
        select new Cql2Case(
            Both.Between(Both.Property(column), Both.Value(range.Low), Both.Value(range.High), not),
            row => Value(row, column) is double number ? (number >= range.Low && number <= range.High) != not : null);

    /// <summary>/conf/advanced-comparison-operators/in.</summary>
    public IEnumerable<Cql2Case> Ins =>
        from column in columns.Keys
        let list = columns[column] switch
        {
            "string" => ["foo", "bar", .. Values(column)],
            "date" => [new DateOnly(2022, 4, 14), new DateOnly(2022, 4, 15), .. Values(column)],
            _ => (object[])[1, 2, 3, .. Values(column)],
        }
        from not in YesAndNo
        select new Cql2Case(
            Both.In(Both.Property(column), list.Select(Both.Value), not),
            row => Value(row, column) is { } value ? list.Any(item => Compare(value, "=", item) == true) != not : null);

    /// <summary>/conf/case-insensitive-comparison/casei and casei-like: a text and its lower and upper case are the same.</summary>
    public IEnumerable<Cql2Case> CaseInsensitive => Folded("CASEI", text => [text, text.ToUpperInvariant(), text.ToLowerInvariant()], text => text.ToUpperInvariant().ToLowerInvariant());

    /// <summary>/conf/accent-insensitive-comparison/accenti and accenti-like.</summary>
    public IEnumerable<Cql2Case> AccentInsensitive => Folded("ACCENTI", text => [text, WithoutAccents(text)], WithoutAccents);

    /// <summary>/conf/accent-insensitive-comparison/accenti-casei and accenti-casei-like.</summary>
    public IEnumerable<Cql2Case> CaseAndAccentInsensitive =>
        from column in Texts
        from text in Values(column).Cast<string>()
        from written in new[] { text.ToUpperInvariant(), WithoutAccents(text) }
        select new Cql2Case(
            Both.Compare(Both.Function("ACCENTI", Both.Function("CASEI", Both.Property(column))), "=", Both.Function("ACCENTI", Both.Function("CASEI", Both.Value(written)))),
            row => Value(row, column) is string value ? WithoutAccents(value).Equals(WithoutAccents(text), StringComparison.OrdinalIgnoreCase) : null);

    /// <summary>/conf/property-property/comparison-value-property, -property-property and -value-value; and what a range may be.</summary>
    public IEnumerable<Cql2Case> PropertyProperty =>
    [
        .. from column in columns.Keys
           from value in Values(column)
           from sign in Signs
           select new Cql2Case(Both.Compare(Both.Value(value), sign, Both.Property(column)), row => Compare(value, sign, Value(row, column))),
        .. from column in columns.Keys
           from sign in Signs
           select new Cql2Case(Both.Compare(Both.Property(column), sign, Both.Property(column)), row => Compare(Value(row, column), sign, Value(row, column))),
        .. from pair in Pairs
           from sign in Signs
           select new Cql2Case(Both.Compare(Both.Property(pair.Left), sign, Both.Property(pair.Right)), row => Compare(Value(row, pair.Left), sign, Value(row, pair.Right))),
        .. from value in Literals
           from sign in Signs
           select new Cql2Case(Both.Compare(Both.Value(value), sign, Both.Value(value)), _ => Compare(value, sign, value)),
        new(Both.Between(Both.Property("fatalities"), Both.Property("geo_precision"), Both.Property("iso")), row => Compare(Value(row, "fatalities"), ">=", Value(row, "geo_precision")) & Compare(Value(row, "fatalities"), "<=", Value(row, "iso"))),
        new(Both.Like(Both.Value("København"), Both.Value("K_benhavn")), _ => true),
        new(Both.Like(Both.Value("København"), Both.Value("K_benhavn"), not: true), _ => false),
    ];

    /// <summary>The suite's value of the type, and two of rows.</summary>
    private List<object> Values(string column)
    {
        object own = columns[column] switch { "string" => "foo", "date" => new DateOnly(2022, 4, 14), "integer" => 1, _ => 3.14 };
        var known = rows.Select(row => Value(row, column)).OfType<object>().Where(value => value is not string { Length: > 500 }).Distinct().ToList();
        return known.Count == 0 ? [own] : [own, known[known.Count / 2], known[^1]];
    }

    private IEnumerable<Cql2Case> Folded(string function, Func<string, IEnumerable<string>> spellings, Func<string, string> fold) =>
        from column in Texts
        from text in Values(column).Cast<string>()
        from written in spellings(text).Distinct()
        from both in new (Both, Func<string, bool>)[]
        {
            (Both.Compare(Both.Function(function, Both.Property(column)), "=", Both.Function(function, Both.Value(written))), value => fold(value) == fold(text)),
            (Both.Compare(Both.Function(function, Both.Property(column)), "<>", Both.Function(function, Both.Value(written))), value => fold(value) != fold(text)),
            (Both.Like(Both.Function(function, Both.Property(column)), Both.Function(function, Both.Value(Escaped(written[..Math.Min(2, written.Length)]) + "%"))), value => fold(value).StartsWith(fold(text[..Math.Min(2, text.Length)]), StringComparison.Ordinal)),
        }
        select new Cql2Case(both.Item1, row => Value(row, column) is string value ? both.Item2(value) : null);

    private static string Escaped(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static bool Matches(string text, string pattern)
    {
        var regex = Regex.Replace(pattern, @"\\(.)|%|_|[^\\%_]", match => match.Value switch
        {
            "%" => ".*",
            "_" => ".",
            var sign => Regex.Escape(sign.Length > 1 ? sign[1..] : sign),
        }, RegexOptions.Singleline);
        return Regex.IsMatch(text, $"^(?:{regex})\\z", RegexOptions.Singleline);
    }

    private static string WithoutAccents(string text) => string.Concat(text.Normalize(NormalizationForm.FormD)
        .Where(sign => CharUnicodeInfo.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark)).Normalize(NormalizationForm.FormC);
}
