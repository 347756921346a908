using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Requests;

namespace EventsApi.Representations;

/// <summary>Refuses a filter by boundaries that there are not: it would silently select nothing.</summary>
internal static class KnownBoundaries
{
    // Each looks through all boundaries for what was meant.
    private const int MostTold = 10;

    /// <exception cref="InvalidRequestException">Which are unknown, and what was probably meant.</exception>
    public static async Task RequireAsync(ReadSession session, Predicate where)
    {
        var unknown = await session.UnknownBoundariesAsync([.. BoundaryFilter.Ids(where).Distinct()]);
        if (unknown.Count == 0)
        {
            return;
        }
        var errors = new RequestErrors();
        var known = await session.KeysAsync();
        foreach (var id in unknown.Take(MostTold))
        {
            var meant = Meant(id, known);
            errors.Add(BoundaryFilter.Boundary.Name, id,
                known.Count == 0 ? "There are no boundaries here; the command 'boundaries import' brings them in."
                : meant is null ? "Unknown boundary; /v1/boundaries lists them."
                : $"Unknown boundary; did you mean '{meant.Id}' ({meant.Name})? /v1/boundaries lists all.", suggestion: meant?.Id);
        }
        errors.ThrowIfAny();
    }

    // People know the names, and ids are often codes.
    private static BoundarySummary? Meant(string id, IReadOnlyList<BoundarySummary> known) =>
        Spelling.Nearest(id, known.Select(boundary => boundary.Name)) is { } name ? known.First(boundary => boundary.Name == name)
        : Spelling.Nearest(id, known.Select(boundary => boundary.Id)) is { } nearest ? known.First(boundary => boundary.Id == nearest)
        : null;
}
