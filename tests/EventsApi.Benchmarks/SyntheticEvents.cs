using System.Globalization;
using EventsApi.Data.Model;

namespace EventsApi.Benchmarks;

/// <summary>
/// Made-up events with the skew of real ones: few countries, actors and places carry most of them, counts have a long
/// tail, and they come about in the order of their dates, some reported late. The same seed gives the same events. For
/// measuring only; never near a user's database.
/// </summary>
public static class SyntheticEvents
{
    private const int ActorsPerCountry = 60;
    private const int PlacesPerCountry = 400;
    private const int LatestDays = 400;
    private static readonly DateOnly First = new(1997, 1, 1);
    private static readonly int Days = new DateOnly(2024, 12, 31).DayNumber - First.DayNumber;

    // ACLED's files have these and no others.
    private static readonly Column[] FileColumns = [.. EventColumns.All.TakeWhile(column => column != EventColumns.FatalitiesLow)];

    private static readonly string[] Sentences =
    [
        "Armed men on motorcycles attacked a patrol near the market and withdrew before dawn.",
        "Residents reported shelling around the airfield; the number of wounded is not known.",
        "Les habitants ont signalé des tirs près du marché de Ménaka; aucun bilan n'a été donné.",
        "قال السكان إن مسلحين هاجموا القرية ليلا ثم انسحبوا باتجاه الحدود.",
        "The group claimed the attack in a statement and said that it had seized weapons and vehicles.",
    ];

    /// <summary>The countries that events happen in, the one with most of them first.</summary>
    public static IReadOnlyList<Country> Countries { get; } =
        [.. Codebook.Countries.Where(country => country.Iso is not null && country.MinLon < country.MaxLon)];

    /// <param name="prefix">Of every event's id, so that two lots differ.</param>
    public static IEnumerable<Event> Generate(int count, int seed = 1, string prefix = "")
    {
        var random = new Random(seed);
        for (var i = 1; i <= count; i++)
        {
            var row = One(random, i, (double)i / count);
            row.EventIdCnty = prefix + row.EventIdCnty;
            yield return row;
        }
    }

    /// <summary>Writes events as a file of ACLED's looks like.</summary>
    public static void WriteCsv(string path, int count, int seed = 1, string prefix = "")
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        file.WriteLine(string.Join(',', FileColumns.Select(column => column.Name)));
        foreach (var row in Generate(count, seed, prefix))
        {
            file.WriteLine(string.Join(',', FileColumns.Select(column => Field(column, row))));
        }
    }

    private static string Field(Column column, Event row)
    {
        var text = column.Get(row) is DateOnly date
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Convert.ToString(column.Get(row), CultureInfo.InvariantCulture)!;
        return text.AsSpan().ContainsAny(",\"\n") ? '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"' : text;
    }

    /// <param name="share">How far in the file, from 0 to 1; later years have more events.</param>
    private static Event One(Random random, int number, double share)
    {
        var country = Countries[Skewed(random, Countries.Count)];
        var kind = Codebook.EventKinds[Skewed(random, Codebook.EventKinds.Count)];
        var place = Skewed(random, PlacesPerCountry);
        var date = First.AddDays(Math.Max(0, (int)(Days * Math.Sqrt(share)) - Skewed(random, LatestDays)));
        var (inter1, inter2) = (Kind(1 + Skewed(random, 8)), random.Next(3) == 0 ? null : Kind(1 + Skewed(random, 8)));
        var fatalities = random.NextDouble() < 0.03 ? (long?)null : (long)Math.Min(900, Math.Pow(1 / (1 - random.NextDouble()), 0.7) - 1);
        return new Event
        {
            EventIdCnty = $"{country.Iso3}{number}",
            EventDate = date,
            Year = date.Year,
            TimePrecision = 1 + Skewed(random, 3),
            DisorderType = kind.DisorderType,
            EventType = kind.EventType,
            SubEventType = kind.SubEventType,
            Actor1 = Actor(country, Skewed(random, ActorsPerCountry)),
            AssocActor1 = random.Next(4) == 0 ? Actor(country, Skewed(random, ActorsPerCountry)) + "; Local militia" : null,
            Inter1 = inter1,
            Actor2 = inter2 is null ? null : Actor(country, Skewed(random, ActorsPerCountry)),
            Inter2 = inter2,
            Interaction = Codebook.InteractionOf(inter1, inter2),
            CivilianTargeting = random.Next(4) == 0 ? "Civilian targeting" : null,
            Iso = country.Iso,
            Region = country.Region,
            Country = country.Name,
            Admin1 = $"Région {place % 12} of {country.Name}",
            Admin2 = $"District {place % 60}",
            Location = $"Place {place} {country.Iso2}",
            Latitude = Coordinate(random, country.MinLat, country.MaxLat, place),
            Longitude = Coordinate(random, country.MinLon, country.MaxLon, place * 7),
            GeoPrecision = 1 + Skewed(random, 3),
            Source = $"Agency {Skewed(random, 300)}; Radio {Skewed(random, 90)}",
            SourceScale = "National",
            Notes = Sentences[random.Next(Sentences.Length)] + " " + Sentences[random.Next(Sentences.Length)],
            Fatalities = fatalities,
            Timestamp = 1_750_000_000,
            Dataset = "synthetic",
        };
    }

    // Rank r with a probability of about 1/r.
    private static int Skewed(Random random, int count) => Math.Min(count - 1, (int)Math.Pow(count, random.NextDouble()) - 1);

    private static string Actor(Country country, int rank) => rank == 0 ? $"Military Forces of {country.Name}" : $"Group {rank} of {country.Name}";

    private static string Kind(int code) => Codebook.ActorKinds[code].Label;

    private static double Coordinate(Random random, double from, double to, int place)
    {
        var centre = from + (to - from) * (place * 37 % PlacesPerCountry) / PlacesPerCountry;
        return Math.Round(Math.Clamp(centre + (random.NextDouble() - 0.5) * 0.2, from, to), 4);
    }
}
