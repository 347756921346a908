using EventsApi.Data.Model;

namespace EventsApi.Data.Imports;

/// <summary>Fills the columns that follow from others, where they are absent.</summary>
internal static class Derivation
{
    private const string Civilians = "Civilians";
    private const string Demonstrations = "Demonstrations";

    private static readonly Dictionary<string, string?> DisorderTypes = Codebook.EventKinds
        .GroupBy(kind => kind.EventType, StringComparer.Ordinal)
        .ToDictionary(kinds => kinds.Key, kinds => OnlyOne(kinds.Select(kind => kind.DisorderType)), StringComparer.Ordinal);

    private static readonly Dictionary<(string?, string?), string?> Interactions = AllInteractions();

    /// <summary>Year, country codes, disorder type, inter labels and interaction; civilian targeting only where the file has no such column.</summary>
    public static void Complete(Event row, Country? country, bool targetingKnown)
    {
        row.Year = row.EventDate?.Year;
        row.Iso ??= country?.Iso;
        row.Region ??= country?.Region;
        row.DisorderType ??= DisorderType(row.EventType, row.SubEventType);
        CompleteInter(row);
        row.Interaction ??= Interactions.GetValueOrDefault((row.Inter1, row.Inter2));
        if (!targetingKnown && TargetsCivilians(row))
        {
            row.CivilianTargeting = "Civilian targeting";
        }
    }

    /// <summary>The disorder type of a pair; of an event type alone when all its kinds share one.</summary>
    public static string? DisorderType(string? eventType, string? subEventType) => (eventType, subEventType) switch
    {
        (null, _) => null,
        (_, null) => DisorderTypes.GetValueOrDefault(eventType),
        _ => Codebook.FindKind(eventType, subEventType)?.DisorderType,
    };

    /// <summary>
    /// ACLED's definition: violence against civilians, excessive force against protesters, and explosions, remote
    /// violence or riots in which civilians are one of the two actors.
    /// </summary>
    public static bool TargetsCivilians(Event row) => row.EventType switch
    {
        "Violence against civilians" => true,
        "Protests" => row.SubEventType == "Excessive force against protesters",
        "Explosions/Remote violence" or "Riots" => row.Inter1 == Civilians || row.Inter2 == Civilians,
        _ => false,
    };

    // A single actor's interaction says its kind, and so does one of two alike; of two others it does not say who is who.
    private static void CompleteInter(Event row)
    {
        if (row is not { Inter1: null, Inter2: null, Interaction: { } interaction } || Codebook.Interaction.Find(interaction)?.Code is not { } code)
        {
            return;
        }
        var (low, high) = (code / 10, code % 10);
        if (high == 0 || high == low)
        {
            row.Inter1 = Label(low);
            row.Inter2 = high == 0 ? null : Label(high);
        }
    }

    private static string? Label(long code) => Codebook.ActorKinds.First(kind => kind.Code == code).Label;

    private static Dictionary<(string?, string?), string?> AllInteractions()
    {
        string?[] labels = [null, .. Codebook.Inter.Labels];
        return labels.SelectMany(_ => labels, (first, second) => (first, second))
            .ToDictionary(pair => pair, pair => Codebook.InteractionOf(pair.first, pair.second));
    }

    // Protests are demonstrations whatever else they may be; riots are either.
    private static string? OnlyOne(IEnumerable<string> values)
    {
        var distinct = values.Distinct(StringComparer.Ordinal).ToList();
        return distinct.Count == 1 ? distinct[0] : distinct.TrueForAll(value => value.Contains(Demonstrations, StringComparison.Ordinal)) ? Demonstrations : null;
    }
}
