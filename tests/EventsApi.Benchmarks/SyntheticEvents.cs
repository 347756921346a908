using EventsApi.Data.Model;

namespace EventsApi.Benchmarks;

/// <summary>
/// Made-up events with the skew of real ones: few countries, actors and places carry most of them, counts have a long
/// tail. The same seed gives the same events. For measuring only; never near a user's database.
/// </summary>
public static class SyntheticEvents
{
    private const int ActorsPerCountry = 60;
    private const int PlacesPerCountry = 400;
    private static readonly DateOnly First = new(1997, 1, 1);
    private static readonly int Days = new DateOnly(2024, 12, 31).DayNumber - First.DayNumber;

    private static readonly string[] Sentences =
    [
        "Armed men on motorcycles attacked a patrol near the market and withdrew before dawn.",
        "Residents reported shelling around the airfield; the number of wounded is not known.",
        "Les habitants ont signalé des tirs près du marché de Ménaka; aucun bilan n'a été donné.",
        "قال السكان إن مسلحين هاجموا القرية ليلا ثم انسحبوا باتجاه الحدود.",
        "The group claimed the attack in a statement and said that it had seized weapons and vehicles.",
    ];

    public static IEnumerable<Event> Generate(int count, int seed = 1)
    {
        var random = new Random(seed);
        var countries = Codebook.Countries.Where(country => country.Iso is not null && country.MinLon < country.MaxLon).ToArray();
        for (var i = 1; i <= count; i++)
        {
            yield return One(random, countries, i);
        }
    }

    private static Event One(Random random, Country[] countries, int number)
    {
        var country = countries[Skewed(random, countries.Length)];
        var kind = Codebook.EventKinds[Skewed(random, Codebook.EventKinds.Count)];
        var place = Skewed(random, PlacesPerCountry);
        var date = First.AddDays((int)(Days * Math.Sqrt(random.NextDouble())));
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
