namespace EventsApi.Requests;

/// <summary>Which past somebody asks for: a time, or a release.</summary>
public sealed record Past(DateTimeOffset? Time, string? Release);

/// <summary>The two ways to ask for the events as they were.</summary>
internal static class PastFilters
{
    public static readonly Parameter AsOf = new("as_of", ParameterType.Text,
        "The events as they were on this server at this time, those deleted since included: an RFC 3339 date-time, in UTC where it has no offset, or a day, which means its first moment in UTC. "
        + "Not in the future, and not before the history begins where the server held events before. Boundaries are today's.")
    { Example = "2026-01-31T00:00:00Z" };

    public static readonly Parameter Release = new("release", ParameterType.Text,
        "The events as they were when this release was published; /v1/releases lists them.")
    { Example = null };

    public static IReadOnlyList<Parameter> All { get; } = [AsOf, Release];

    /// <summary>The same for one event, which was not there at just any time.</summary>
    public static IReadOnlyList<Parameter> OfOne { get; } = [AsOf with { Example = null }, Release];

    public static Past? Parse(RawRequest raw)
    {
        var (text, release) = (raw.Single(AsOf.Name), raw.Single(Release.Name));
        if (text is not null && release is not null)
        {
            raw.Errors.Add(AsOf.Name, text, "Give a time or a release, not both.");
        }
        if (text is null)
        {
            return release is null ? null : new Past(null, release);
        }
        if (!TimeFilters.TryInstant(text, out var time))
        {
            raw.Errors.Add(AsOf.Name, text, "Must be a day (2026-01-31) or an RFC 3339 date-time (2026-01-31T12:00:00Z).");
        }
        return new Past(time, null);
    }
}
