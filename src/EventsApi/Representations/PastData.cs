using System.Globalization;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Requests;

namespace EventsApi.Representations;

/// <summary>Brings a session to the past that a request asks for.</summary>
internal static class PastData
{
    // An error need not list more.
    private const int MostTold = 100;

    /// <exception cref="InvalidRequestException">There is nothing known of that time, or no such release.</exception>
    public static async Task GoBackAsync(this ReadSession session, Past? past)
    {
        if (past is null)
        {
            return;
        }
        session.GoBack(past.Release is { } name ? await ReleasedAsync(session, name) : await AtAsync(session, past.Time!.Value));
    }

    /// <summary>What an entity tag says of the data: their version; of past events in boundaries also the newest, since boundaries are today's.</summary>
    public static string Stamp(this ReadSession session, Predicate where) =>
        session.IsPast && BoundaryFilter.Ids(where).Any() ? string.Create(CultureInfo.InvariantCulture, $"boundaries {session.Newest}") : "";

    private static async Task<long> ReleasedAsync(ReadSession session, string name)
    {
        if (await session.ReleaseAsync(name) is { } release)
        {
            return release.Version;
        }
        var errors = new RequestErrors();
        errors.AddUnknown(PastFilters.Release.Name, name, "release", [.. (await session.ReleasesAsync()).Take(MostTold).Select(known => known.Name)]);
        errors.ThrowIfAny();
        return 0;
    }

    private static async Task<long> AtAsync(ReadSession session, DateTimeOffset time)
    {
        var errors = new RequestErrors();
        var text = time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);
        if (time > DateTimeOffset.UtcNow)
        {
            errors.Add(PastFilters.AsOf.Name, text, "Lies in the future, by this server's clock.");
        }
        else if (await session.VersionAtAsync(time) is { } version)
        {
            return version.Version;
        }
        else if (await session.OldestVersionAsync() is { Inserted: > 0 } first)
        {
            errors.Add(PastFilters.AsOf.Name, text, $"The history of this server begins {ChangeJson.Time(first.At)}; it held events before, but nothing is known of how they were.");
        }
        errors.ThrowIfAny();
        return 0; // it held nothing before it was new
    }
}
