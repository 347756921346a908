using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;

namespace EventsApi.Requests;

/// <summary>
/// Every filter over events: the columns by their operators, and the few that are more than one column. All endpoints
/// that filter read this table, and so does the OpenAPI document.
/// </summary>
public static class EventFilters
{
    public static readonly Parameter Actor = new("actor", ParameterType.Text,
        "Whole name of an actor on either side: actor1, actor2 or an element of assoc_actor_1 or assoc_actor_2, whatever case and accents.")
    { Repeats = true, Example = "Wagner Group" };

    /// <summary>The columns by each of their operators.</summary>
    public static readonly IReadOnlyList<ColumnFilter> Columns =
    [
        .. from column in EventColumns.All
           where column.Filterable
           from @operator in Operator.All
           where @operator.AppliesTo(column)
           select new ColumnFilter(column, @operator),
    ];

    /// <summary>All filter parameters, in the order of the catalogue.</summary>
    public static IReadOnlyList<Parameter> All { get; } =
    [
        Actor, TimeFilters.Datetime, PlaceFilters.Bbox, PlaceFilters.Near, PlaceFilters.RadiusKm, PlaceFilters.Geometry, BoundaryFilter.Boundary, TimeFilters.UpdatedSince, .. Columns,
    ];

    /// <summary>The conjunction of all filters of a request; what is wrong with them goes to its errors.</summary>
    /// <param name="origin">The point of near.</param>
    /// <param name="isNearest">Whether the events come in the order of their distance from it.</param>
    public static Predicate Parse(RawRequest raw, GeoPoint? origin = null, bool isNearest = false)
    {
        return Conjunction(
        [
            .. Columns.Select(filter => filter.Parse(raw)),
            ParseActor(raw),
            TimeFilters.ParseDatetime(raw),
            TimeFilters.ParseUpdatedSince(raw),
            PlaceFilters.ParseBbox(raw),
            PlaceFilters.ParseNear(raw, origin, isNearest),
            PlaceFilters.ParseGeometry(raw),
            BoundaryFilter.Parse(raw),
        ]);
    }

    /// <summary>What holds when all terms do that there are.</summary>
    internal static Predicate Conjunction(IEnumerable<Predicate?> terms)
    {
        var given = terms.OfType<Predicate>().ToList();
        return given.Count == 0 ? Predicate.Everything : Predicate.All(given);
    }

    private static Predicate? ParseActor(RawRequest raw)
    {
        var names = raw.Values(Actor.Name);
        if (names.Any(name => name.Length == 0))
        {
            raw.Errors.Add(Actor.Name, "", "Must not be empty.");
            return null;
        }
        var folded = names.Select(Folding.Fold).Distinct().ToList();
        return folded.Count == 0 ? null : new Predicate.Involves(folded);
    }
}
