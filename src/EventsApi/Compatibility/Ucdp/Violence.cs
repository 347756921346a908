using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Compatibility.Ucdp;

/// <summary>
/// UCDP's type of organized violence: 3 against civilians, 1 with a state on a side, 2 between others. What is no battle,
/// explosion or violence against civilians has none, and is no event of UCDP's.
/// </summary>
internal static class Violence
{
    private const string AgainstCivilians = "Violence against civilians";
    private const string Civilians = "Civilians";
    private const string State = "State forces";
    private static readonly string[] Kinds = ["Battles", "Explosions/Remote violence", AgainstCivilians];

    /// <summary>What has a type.</summary>
    public static Predicate Organized { get; } = new Predicate.In(EventColumns.EventType, Kinds);

    public static long? TypeOf(Event row) => !Kinds.Contains(row.EventType) ? null
        : row.EventType == AgainstCivilians || row.Inter1 == Civilians || row.Inter2 == Civilians ? 3
        : row.Inter1 == State || row.Inter2 == State ? 1 : 2;

    /// <summary>The events of a type; the same rule as <see cref="TypeOf"/>.</summary>
    public static Predicate Of(long type)
    {
        Predicate civilians = new Predicate.Or([new Predicate.Compare(EventColumns.EventType, Comparison.Equal, AgainstCivilians), Side(Civilians)]);
        var armed = Predicate.All([Organized, Other(EventColumns.EventType, AgainstCivilians), Other(EventColumns.Inter1, Civilians), Other(EventColumns.Inter2, Civilians)]);
        return type switch
        {
            3 => Predicate.All([Organized, civilians]),
            1 => Predicate.All([armed, Side(State)]),
            _ => Predicate.All([armed, Other(EventColumns.Inter1, State), Other(EventColumns.Inter2, State)]),
        };
    }

    private static Predicate.Or Side(string kind) =>
        new([new Predicate.Compare(EventColumns.Inter1, Comparison.Equal, kind), new Predicate.Compare(EventColumns.Inter2, Comparison.Equal, kind)]);

    private static Predicate.Or Other(Column column, string value) =>
        new([new Predicate.IsNull(column), new Predicate.Not(new Predicate.Compare(column, Comparison.Equal, value))]);
}
