using System.Collections.Concurrent;
using EventsApi.Data.Model;

namespace EventsApi.Data.Imports;

/// <summary>An event type and sub-event type in the codebook's spelling where it has them; <paramref name="Exact"/> when that is what was written but for case.</summary>
internal sealed record ResolvedKind(string? EventType, string? SubEventType, bool Exact);

/// <summary>What today's taxonomy makes of the event types of real files, those of before 2019 among them.</summary>
internal static class Taxonomy
{
    private const int CacheSize = 20_000;

    private static readonly ILookup<string, LegacyEventKind> Legacy =
        Codebook.LegacyEventKinds.ToLookup(kind => Folding.Fold(kind.LegacyEventType), StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<(string, string?, string?, string?), ResolvedKind> Known = new();

    /// <summary>The kind of an event as written, with its actors' kinds as labels; what is unknown comes back as written.</summary>
    public static ResolvedKind Resolve(string eventType, string? subEventType, string? inter1, string? inter2)
    {
        var key = (eventType, subEventType, inter1, inter2);
        if (Known.TryGetValue(key, out var known))
        {
            return known;
        }
        if (Known.Count >= CacheSize)
        {
            Known.Clear();
        }
        return Known[key] = Find(eventType, subEventType, inter1, inter2);
    }

    private static ResolvedKind Find(string eventType, string? subEventType, string? inter1, string? inter2)
    {
        var type = Codebook.EventType.Find(eventType)?.Label;
        var sub = subEventType is null ? null : Codebook.SubEventType.Find(subEventType)?.Label;
        if (type is not null && (subEventType is null || sub is not null))
        {
            return new ResolvedKind(type, sub, true);
        }
        return FindLegacy(eventType, subEventType, inter1, inter2) is { } legacy
            ? new ResolvedKind(legacy.EventType, sub ?? (legacy.LegacySubEventType is null ? subEventType : null) ?? legacy.SubEventType, false)
            : new ResolvedKind(type ?? eventType, sub ?? subEventType, true);
    }

    // The most particular row first; either actor may tell protesters from rioters.
    private static LegacyEventKind? FindLegacy(string eventType, string? subEventType, string? inter1, string? inter2)
    {
        var rows = Legacy[Folding.Fold(eventType)].ToList();
        var code1 = inter1 is null ? null : Codebook.Inter.Find(inter1)?.Code;
        var code2 = inter2 is null ? null : Codebook.Inter.Find(inter2)?.Code;
        var sub = subEventType is null ? null : Folding.Fold(subEventType);
        return rows.Where(row => row.LegacySubEventType is null || Folding.Fold(row.LegacySubEventType) == sub)
            .Where(row => row.Inter1 is null || row.Inter1 == code1 || row.Inter1 == code2)
            .OrderByDescending(row => row.LegacySubEventType is not null)
            .ThenByDescending(row => row.Inter1 is null ? 0 : row.Inter1 == code1 ? 2 : 1)
            .FirstOrDefault();
    }
}
