using EventsApi.Data.Model;
using EventsApi.Requests;

namespace EventsApi.Ogc.Cql2;

/// <summary>What a filter may ask for: the columns that can be filtered, by their exact names, and the event's point.</summary>
internal static class Queryables
{
    public const string Geometry = "geometry";

    private static readonly Dictionary<string, Column> Columns = EventColumns.All.Where(column => column.Filterable).ToDictionary(column => column.Name, StringComparer.Ordinal);

    private static readonly IReadOnlyList<string> Names = [.. Columns.Keys, Geometry];

    /// <summary>The column of a property; null for the geometry.</summary>
    public static Column? Find(Node.Property property)
    {
        if (property.Name == Geometry)
        {
            return null;
        }
        if (Columns.TryGetValue(property.Name, out var column))
        {
            return column;
        }
        var nearest = Spelling.Nearest(property.Name, Names);
        var name = property.Name.Length > 60 ? property.Name[..60] + "…" : property.Name;
        throw new Cql2Exception(property.Place, $"Unknown property '{name}'" + (nearest is null ? "." : $"; did you mean '{nearest}'?") + " (Text is in single quotes.)", Names, nearest);
    }
}
