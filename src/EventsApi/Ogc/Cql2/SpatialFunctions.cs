using EventsApi.Data.Queries;

namespace EventsApi.Ogc.Cql2;

/// <summary>The spatial functions of 21-065r2 §7.5.</summary>
internal static class SpatialFunctions
{
    public static IReadOnlyDictionary<string, Func<Node.Call, Predicate>> All { get; } = new Dictionary<string, Func<Node.Call, Predicate>>();
}
