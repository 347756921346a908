using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Sql;

/// <summary>Compiles the grouping of a query to a statement. Conditions on buckets, order and paging are <see cref="BucketPage"/>'s, for every engine the same.</summary>
public static class AggregateSql
{
    // Both actors of an event, one a row: for those it is grouped by, and for those counted.
    private const string Grouped = "grouped";
    private const string Counted = "counted";

    /// <summary>A query's buckets in no order: its groups' keys, then its computed metrics.</summary>
    /// <param name="most">At most so many buckets.</param>
    public static Statement Select(Dialect dialect, AggregateQuery query, int most)
    {
        var sql = new SqlWriter(dialect, EventSql.LookedUp(query.Where));
        var byActor = query.GroupBy.Any(group => group is Group.OfActor);
        var countsActors = query.Computed.Any(IsOfActors);
        var columns = query.GroupBy.Select(group => Key(sql, dialect, group)).Concat(query.Computed.Select(metric => Value(sql, metric, countsActors)));
        sql.Append("SELECT ").Append(string.Join(", ", columns)).Append(" FROM events");
        sql.Append(query.GroupBy.Any(group => group is Group.OfBoundary) ? " LEFT JOIN event_boundaries ON event_boundaries.event = events.id" : "");
        sql.Append(byActor ? Sides(Grouped) : "").Append(countsActors ? Sides(Counted) : "");
        string?[] terms = [query.Where == Predicate.Everything ? null : PredicateSql.Write(sql, dialect, query.Where), byActor ? EachActorOnce : null];
        if (terms.OfType<string>().ToList() is { Count: > 0 } given)
        {
            sql.Append(" WHERE ").Append(string.Join(" AND ", given));
        }
        if (query.GroupBy.Count > 0)
        {
            sql.Append(" GROUP BY ").Append(string.Join(", ", Enumerable.Range(1, query.GroupBy.Count)));
        }
        return sql.Append(" LIMIT ").Append(sql.Bind((long)most)).ToStatement();
    }

    private static bool IsOfActors(Metric metric) => metric.Columns.Count > 1;

    private static string Sides(string name) => $" CROSS JOIN (SELECT 1 AS side UNION ALL SELECT 2) AS {name}";

    private static string Actor(string sides) => $"CASE {sides}.side WHEN 1 THEN {EventColumns.Actor1} ELSE {EventColumns.Actor2} END";

    // The second side does not count when it is unknown or the first once more, nor the first when only the second is known.
    private const string EachActorOnce =
        $"({Grouped}.side = 1 AND (actor1 IS NOT NULL OR actor2 IS NULL) OR {Grouped}.side = 2 AND actor2 IS NOT NULL AND (actor1 IS NULL OR actor1 <> actor2))";

    private static string Key(SqlWriter sql, Dialect dialect, Group group) => group switch
    {
        Group.OfColumn column => column.Column.Name,
        Group.OfActor => Actor(Grouped),
        Group.OfTime time => dialect.StartOf(time.Unit, time.Source.Name),
        Group.OfBoundary => "event_boundaries.boundary",
        Group.OfCell { Grid: var grid } => CellSql.Of(sql, dialect, grid),
        Group.OfCategory category => $"CASE WHEN {Is(sql, category, true)} THEN 1 WHEN {Is(sql, category, false)} THEN 0 END",
        _ => throw new NotSupportedException(group.GetType().Name),
    };

    private static string Is(SqlWriter sql, Group.OfCategory category, bool belonging) =>
        $"{category.Source} IN ({string.Join(", ", category.Types(belonging).Select(sql.Bind))})";

    // Sums of PostgreSQL are numeric.
    private static string Value(SqlWriter sql, Metric metric, bool countsActors)
    {
        // With a row for each actor, only the first is the event.
        var once = countsActors ? $" FILTER (WHERE {Counted}.side = 1)" : "";
        var column = metric.Columns.Count > 0 ? metric.Columns[0].Name : "*";
        return metric.Measure switch
        {
            Measure.Events => $"count(*){once}",
            Measure.Positive => $"count(CASE WHEN {column} > 0 THEN 1 END){once}",
            Measure.Sum => $"CAST(coalesce({Sum(sql, column)}{once}, 0) AS bigint)",
            Measure.Mean when metric.Columns[0].Type == ColumnType.Real => $"avg({column}){once}",
            Measure.Mean => $"CAST({Sum(sql, column)}{once} AS double precision) / count({column}){once}",
            Measure.Least => $"min({column})",
            Measure.Greatest => $"max({column})",
            Measure.Distinct => $"count(DISTINCT {(IsOfActors(metric) ? Actor(Counted) : column)})",
            _ => throw new NotSupportedException(metric.Measure.ToString()),
        };
    }

    private static string Sum(SqlWriter sql, string column)
    {
        var most = sql.Bind(Metric.MostSummed);
        return $"sum(CASE WHEN {column} > {most} THEN {most} ELSE {column} END)";
    }
}
