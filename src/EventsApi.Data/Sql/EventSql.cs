using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Sql;

/// <summary>Compiles queries over events to statements. Identifiers come from the catalogue, values are bound.</summary>
public static class EventSql
{
    /// <summary>The box and the days that all events lie in.</summary>
    public const string Extent = """
        SELECT min(longitude) AS min_lon, min(latitude) AS min_lat, max(longitude) AS max_lon, max(latitude) AS max_lat,
               (SELECT min(event_date) FROM events) AS first, (SELECT max(event_date) FROM events) AS last
        FROM events
        """;

    /// <summary>The terms that a query joins by AND.</summary>
    public static IReadOnlyList<Predicate> Terms(Predicate where) => where is Predicate.And and ? and.Terms : [where];

    /// <summary>What a query reads, in the order of <see cref="Select"/>: the columns it wants and those it is sorted by.</summary>
    public static IReadOnlyList<Column> Columns(EventQuery query) => [.. query.Fields.Concat(query.Sort.Select(key => key.Column)).Distinct()];

    /// <summary>The events of a query in its order, with its <see cref="Columns"/>.</summary>
    /// <param name="driving">Terms that select few events and should be looked up first.</param>
    /// <param name="isPast">Whether the events are read as they were: from two tables, whose keys no index holds together.</param>
    public static Statement Select(Dialect dialect, EventQuery query, IReadOnlyCollection<Predicate> driving, bool isPast = false)
    {
        var sql = new SqlWriter(dialect, driving);
        var from = From(sql, dialect, query);
        sql.Append("SELECT ").Append(string.Join(", ", Columns(query).Select(column => column.Name))).Append(from);
        if (driving.Count == 0 || query.Limit is null || isPast)
        {
            WritePart(sql, dialect, query);
            return sql.ToStatement();
        }
        // A driven page sorts its candidates: finding the page by its keys alone, where an index holds them, reads no other row.
        sql.Append(" WHERE id IN (SELECT id").Append(from);
        WritePart(sql, dialect, query);
        return sql.Append(")").Append(Order(query)).ToStatement();
    }

    /// <summary>How many events satisfy a predicate.</summary>
    public static Statement Count(Dialect dialect, Predicate where) => OfAll(dialect, "count(*)", where);

    /// <summary>The store's own ids of the events that satisfy a predicate.</summary>
    public static Statement Ids(Dialect dialect, Predicate where) => OfAll(dialect, "id", where);

    /// <summary>The ids of the events that satisfy a predicate, as everybody names them.</summary>
    public static Statement EventIds(Dialect dialect, Predicate where) => OfAll(dialect, EventColumns.EventIdCnty.Name, where);

    private static Statement OfAll(Dialect dialect, string what, Predicate where)
    {
        var sql = new SqlWriter(dialect, LookedUp(where));
        sql.Append($"SELECT {what} FROM events");
        if (where != Predicate.Everything)
        {
            sql.Append(" WHERE ").Append(PredicateSql.Write(sql, dialect, where));
        }
        return sql.ToStatement();
    }

    /// <summary>What is looked up first by whoever walks no order: all that an index beside the table finds.</summary>
    internal static IReadOnlyCollection<Predicate> LookedUp(Predicate where) => [.. Terms(where).Where(term => term is not Predicate.Compare)];

    // The distance under a name is a column like any other. To the millimetre, which both engines compute alike.
    private static string From(SqlWriter sql, Dialect dialect, EventQuery query) => query.Origin is null
        ? " FROM events"
        : $" FROM (SELECT *, round({dialect.Distance(sql, query.Origin)} * 1000) / 1000000 AS {EventColumns.DistanceKm.Name} FROM events) AS events";

    private static string Order(EventQuery query) => " ORDER BY " + string.Join(", ", query.Sort.Select(KeysetSql.Order));

    private static void WritePart(SqlWriter sql, Dialect dialect, EventQuery query)
    {
        var terms = new List<string>();
        if (query.Where != Predicate.Everything)
        {
            terms.Add(PredicateSql.Write(sql, dialect, query.Where));
        }
        if (query.After is { } cursor)
        {
            terms.Add(KeysetSql.After(sql, cursor));
        }
        if (terms.Count > 0)
        {
            sql.Append(" WHERE ").Append(string.Join(" AND ", terms));
        }
        sql.Append(Order(query));
        if (query.Limit is not null || query.Offset > 0)
        {
            sql.Append(" LIMIT ").Append(sql.Bind((long)(query.Limit ?? int.MaxValue)));
        }
        if (query.Offset > 0)
        {
            sql.Append(" OFFSET ").Append(sql.Bind((long)query.Offset));
        }
    }
}
