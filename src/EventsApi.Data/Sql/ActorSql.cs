using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Sql;

/// <summary>
/// Actors in any of their four columns. The two lists have their elements in the table <c>event_associates</c>, which
/// finds the few events of a rare actor; for a frequent one it is cheaper to walk an order and look at each event.
/// </summary>
internal static class ActorSql
{
    private static readonly IReadOnlyList<Column> Lists = [EventColumns.AssocActor1, EventColumns.AssocActor2];

    public static string Involves(SqlWriter sql, Dialect dialect, Predicate.Involves term) => sql.Drives(term)
        ? $"id IN ({Lookup(sql, term, distinct: true)})"
        : PredicateSql.Write(sql, dialect, new Predicate.Or(Terms(term)));

    /// <summary>What it is to involve one of the actors, column by column.</summary>
    public static IReadOnlyList<Predicate> Terms(Predicate.Involves term) =>
    [
        new Predicate.In(EventColumns.Actor1, [.. term.Actors], TextForm.Folded),
        new Predicate.In(EventColumns.Actor2, [.. term.Actors], TextForm.Folded),
        .. Lists.SelectMany(list => term.Actors.Select(actor => new Predicate.HasElement(list, actor, TextForm.Folded))),
    ];

    /// <summary>The ids of the events that involve one of the actors.</summary>
    public static string Lookup(SqlWriter sql, Predicate.Involves term, bool distinct)
    {
        var names = string.Join(", ", term.Actors.Select(sql.Bind));
        return string.Join(distinct ? " UNION " : " UNION ALL ",
            $"SELECT id FROM events WHERE {EventColumns.Actor1.FoldedName} IN ({names})",
            $"SELECT id FROM events WHERE {EventColumns.Actor2.FoldedName} IN ({names})",
            $"SELECT event FROM event_associates WHERE actor_folded IN ({names})");
    }

    /// <summary>Enters the associates of the events that a condition on <c>events</c> selects.</summary>
    public static string AddAssociates(Dialect dialect, string events) =>
        $"INSERT INTO event_associates (actor_folded, event) {Associates(dialect, events)} ORDER BY 1, 2";

    /// <summary>Removes the associates of the events that a condition on <c>events</c> selects, while the events still name them.</summary>
    public static string RemoveAssociates(Dialect dialect, string events) =>
        $"DELETE FROM event_associates WHERE (actor_folded, event) IN ({Associates(dialect, events)})";

    /// <summary>Enters them for the rows that the history gets of these events.</summary>
    public static string KeepAssociates(Dialect dialect, string events) =>
        $"INSERT INTO event_associates (actor_folded, event) {Associates(dialect, events, "@highest + events.id")} ORDER BY 1, 2";

    private static string Associates(Dialect dialect, string events, string id = "events.id") => string.Join(" UNION ", Lists.Select(list =>
        $"SELECT element.value, {id} FROM events, {dialect.Elements("events." + list.FoldedName)} WHERE events.{list.FoldedName} IS NOT NULL AND {events}"));
}
