using System.Globalization;

namespace EventsApi.Data.Model;

/// <summary>A pair of event type and sub-event type with its disorder type and category flags.</summary>
public sealed record EventKind(
    string EventType, string SubEventType, string DisorderType, bool PoliticalViolence, bool OrganizedPoliticalViolence,
    bool Disorder, bool Demonstrations, string Description);

/// <summary>An event type of before 2019 and today's; empty <see cref="LegacySubEventType"/> or <see cref="Inter1"/> match any.</summary>
public sealed record LegacyEventKind(string LegacyEventType, string? LegacySubEventType, long? Inter1, string EventType, string? SubEventType);

/// <summary>Who an actor is: code 0 (none) has no label.</summary>
public sealed record ActorKind(long Code, string Label, string Description);

/// <summary>One step of <c>geo_precision</c> or <c>time_precision</c>; radius in kilometres for places.</summary>
public sealed record Precision(string Column, long Code, string Meaning, double? RadiusKm);

/// <summary>A region and its code.</summary>
public sealed record Region(long Code, string Name, DateOnly FirstEventDate);

/// <summary>
/// A country in the field's spelling. The box is rough, in degrees, one degree generous; west above east when it
/// crosses the antimeridian. Gwno is the number of Gleditsch and Ward's list of states, which UCDP uses.
/// </summary>
public sealed record Country(
    string Name, long? Iso, string? Iso2, string? Iso3, long? Gwno, string Region, int StartYear, IReadOnlyList<string> Aliases,
    double MinLon, double MinLat, double MaxLon, double MaxLat)
{
    /// <summary>Whether a point, in degrees, lies in the rough box.</summary>
    public bool MayContain(double longitude, double latitude) =>
        latitude >= MinLat && latitude <= MaxLat && (MinLon <= MaxLon
            ? longitude >= MinLon && longitude <= MaxLon
            : longitude >= MinLon || longitude <= MaxLon);
}

/// <summary>The taxonomy, read from <c>db/codebook/*.csv</c> which the assembly carries.</summary>
public static class Codebook
{
    private const long CiviliansCode = 7;

    public static IReadOnlyList<EventKind> EventKinds { get; } = Read("event_types", row => new EventKind(
        row["event_type"], row["sub_event_type"], row["disorder_type"], row["political_violence"] == "1",
        row["organized_political_violence"] == "1", row["disorder"] == "1", row["demonstrations"] == "1", row["description"]));

    public static IReadOnlyList<LegacyEventKind> LegacyEventKinds { get; } = Read("legacy_event_types", row => new LegacyEventKind(
        row["legacy_event_type"], OrNull(row["legacy_sub_event_type"]), Long(row["inter1"]), row["event_type"], OrNull(row["sub_event_type"])));

    public static IReadOnlyList<Region> Regions { get; } = Read("regions", row => new Region(
        Long(row["code"])!.Value, row["region"], DateOnly.ParseExact(row["first_event_date"], "yyyy-MM-dd", CultureInfo.InvariantCulture)));

    public static IReadOnlyList<Country> Countries { get; } = Read("countries", row => new Country(
        row["country"], Long(row["iso"]), OrNull(row["iso2"]), OrNull(row["iso3"]), Long(row["gwno"]), row["region"], (int)Long(row["start_year"])!.Value,
        List(row["aliases"]), Real(row["min_lon"]), Real(row["min_lat"]), Real(row["max_lon"]), Real(row["max_lat"])));

    public static IReadOnlyList<Precision> Precisions { get; } = Read("precision", row => new Precision(
        row["column"], Long(row["code"])!.Value, row["meaning"], OrNull(row["radius_km"]) is { } radius ? Real(radius) : null));

    /// <summary>How far, in kilometres, the true place may be from the coordinates; null when the precision is unknown.</summary>
    public static double? UncertaintyKm(long? geoPrecision) =>
        Precisions.FirstOrDefault(known => known.Code == geoPrecision && known.Column == EventColumns.GeoPrecision.Name)?.RadiusKm;

    public static IReadOnlyList<string> SourceScales { get; } = Read("source_scales", row => row["source_scale"]);

    private static readonly IReadOnlyList<Term> InterTerms =
        Read("inter", row => new Term(row["label"], Long(row["code"]), List(row["aliases"])));

    public static IReadOnlyList<ActorKind> ActorKinds { get; } =
        Read("inter", row => new ActorKind(Long(row["code"])!.Value, row["label"], row["description"]));

    public static Vocabulary DisorderType { get; } = Labels("disorder type", EventKinds.Select(kind => kind.DisorderType));

    public static Vocabulary EventType { get; } = Labels("event type", EventKinds.Select(kind => kind.EventType));

    public static Vocabulary SubEventType { get; } = Labels("sub-event type", EventKinds.Select(kind => kind.SubEventType));

    public static Vocabulary CivilianTargeting { get; } = Labels("civilian targeting", ["Civilian targeting"]);

    public static Vocabulary Inter { get; } = new("inter code", InterTerms);

    public static Vocabulary Interaction { get; } = new("interaction", Interactions());

    public static Vocabulary Region { get; } = new("region", Regions.Select(region => new Term(region.Name, region.Code, [])));

    /// <summary>Countries by name, ISO numeric, ISO 2, ISO 3 or alias; open, since a file may name another.</summary>
    public static Vocabulary CountryName { get; } = new("country", Countries.Select(country =>
        new Term(country.Name, country.Iso, [.. country.Aliases, .. new[] { country.Iso2, country.Iso3 }.OfType<string>()])));

    private static readonly Dictionary<string, Country> CountriesByName = Countries.ToDictionary(country => country.Name, StringComparer.Ordinal);

    private static readonly Dictionary<long, Country> CountriesByGwno =
        Countries.Where(country => country.Gwno is not null).ToDictionary(country => country.Gwno!.Value);

    private static readonly Dictionary<(string, string), EventKind> KindsByPair =
        EventKinds.ToDictionary(kind => (kind.EventType, kind.SubEventType));

    /// <summary>The country that a name, code or alias means, or null.</summary>
    public static Country? FindCountry(string text) =>
        CountryName.Find(text) is { } term ? CountriesByName[term.Label] : null;

    /// <summary>The country of a number of Gleditsch and Ward's list, or null.</summary>
    public static Country? FindCountry(long gwno) => CountriesByGwno.GetValueOrDefault(gwno);

    /// <summary>The kind of a pair in stored spelling, or null when the two do not belong together.</summary>
    public static EventKind? FindKind(string eventType, string subEventType) => KindsByPair.GetValueOrDefault((eventType, subEventType));

    /// <summary>The label of two actors' kinds: lower code first, "X only" for one, null for none.</summary>
    public static string? InteractionOf(string? inter1, string? inter2)
    {
        var codes = new[] { inter1, inter2 }.OfType<string>().Select(label => Inter.Find(label)?.Code ?? 0)
            .Where(code => code > 0).Order().ToList();
        return codes.Count switch
        {
            0 => null,
            1 => Interaction.Find($"{codes[0]}0")?.Label,
            _ => Interaction.Find($"{codes[0]}{codes[1]}")?.Label,
        };
    }

    // ACLED numbers a pair by its two codes, lowest first, and a single actor by its code and 0: 17, 20, 78. The label
    // follows the numbers, but civilians stand last: 78 is "External/Other forces-Civilians".
    private static IEnumerable<Term> Interactions()
    {
        var kinds = InterTerms.Where(term => term.Code > 0).ToList();
        foreach (var first in kinds)
        {
            yield return new Term($"{first.Label} only", first.Code * 10, []);
            foreach (var second in kinds.Where(kind => kind.Code >= first.Code))
            {
                var (label, reverse) = ($"{first.Label}-{second.Label}", $"{second.Label}-{first.Label}");
                if (first.Code == CiviliansCode && second != first)
                {
                    (label, reverse) = (reverse, label);
                }
                yield return new Term(label, first.Code * 10 + second.Code, first == second ? [] : [reverse, $"{second.Code}{first.Code}"]);
            }
        }
    }

    private static Vocabulary Labels(string name, IEnumerable<string> labels) =>
        new(name, labels.Distinct(StringComparer.Ordinal).Select(label => new Term(label, null, [])));

    private static List<T> Read<T>(string file, Func<IReadOnlyDictionary<string, string>, T> map) =>
        [.. Resources.ReadCsv($"db/codebook/{file}.csv").Select(map)];

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static string[] List(string text) => text.Split('|', StringSplitOptions.RemoveEmptyEntries);

    private static long? Long(string text) => text.Length == 0 ? null : long.Parse(text, CultureInfo.InvariantCulture);

    private static double Real(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
