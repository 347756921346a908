using EventsApi.Data.Model;

namespace EventsApi.Data.Sql;

/// <summary>The events by column, for whoever keeps them in memory.</summary>
internal static class ColumnSql
{
    /// <summary>Between the ids of the boundaries that an event lies in; no id has it.</summary>
    public const char Separator = '\u001f';

    /// <summary>The least and the greatest of the store's own ids.</summary>
    public const string Ids = "SELECT min(id) AS first, max(id) AS last FROM events";

    /// <summary>Of the events in a range of ids and in their order: id, longitude, latitude, these columns, and the boundaries' ids joined.</summary>
    public static Statement Rows(Dialect dialect, IReadOnlyList<Column> columns, long first, long last)
    {
        var sql = new SqlWriter(dialect);
        return Rows(sql, dialect, columns, $"id BETWEEN {sql.Bind(first)} AND {sql.Bind(last)}");
    }

    /// <summary>The same of the events that a later version than this one wrote.</summary>
    public static Statement RowsSince(Dialect dialect, IReadOnlyList<Column> columns, long version)
    {
        var sql = new SqlWriter(dialect);
        return Rows(sql, dialect, columns, $"since > {sql.Bind(version)}");
    }

    private static Statement Rows(SqlWriter sql, Dialect dialect, IReadOnlyList<Column> columns, string where) => sql
        .Append($"SELECT id, longitude, latitude, {string.Join(", ", columns)}, (SELECT {dialect.Joined("boundary", Separator)} FROM event_boundaries WHERE event = events.id)")
        .Append($" FROM events WHERE {where} ORDER BY id").ToStatement();
}
