using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Compatibility.Hapi;

/// <summary>A category of HDX HAPI; an event may be of several, and of none.</summary>
internal sealed record HapiCategory(string Name, Predicate Where)
{
    public static IReadOnlyList<HapiCategory> All { get; } =
    [
        new("civilian_targeting", new Predicate.Not(new Predicate.IsNull(EventColumns.CivilianTargeting))),
        new("demonstration", OfKinds(kind => kind.Demonstrations)),
        new("political_violence", OfKinds(kind => kind.PoliticalViolence)),
    ];

    private static Predicate.In OfKinds(Func<EventKind, bool> belongs) =>
        new(EventColumns.SubEventType, [.. Codebook.EventKinds.Where(belongs).Select(kind => kind.SubEventType)]);
}
