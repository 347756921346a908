using EventsApi.Data.Queries;

namespace EventsApi.Requests;

/// <summary>The filter by boundaries. Whether there are such, only the store knows: the answer asks it.</summary>
internal static class BoundaryFilter
{
    public static readonly Parameter Boundary = new("boundary", ParameterType.Text,
        "Id of a boundary that the event lies in, edges included; /v1/boundaries lists them. Events without coordinates lie in none.")
    { Repeats = true, Example = "ML-7" };

    public static Predicate? Parse(RawRequest raw)
    {
        var ids = raw.Values(Boundary.Name).Distinct().ToList();
        if (ids.Contains(""))
        {
            raw.Errors.Add(Boundary.Name, "", "Must not be empty.");
        }
        return ids.Count == 0 ? null : new Predicate.InBoundary(ids);
    }

    /// <summary>The ids that a predicate asks for, wherever in it.</summary>
    public static IEnumerable<string> Ids(Predicate where) => where switch
    {
        Predicate.And and => and.Terms.SelectMany(Ids),
        Predicate.Or or => or.Terms.SelectMany(Ids),
        Predicate.Not not => Ids(not.Term),
        Predicate.InBoundary inBoundary => inBoundary.Ids,
        _ => [],
    };
}
