using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using NetTopologySuite.Geometries;

namespace EventsApi.Data.Sql;

/// <summary>
/// What the engines say differently, each member a meaning rather than a piece of syntax. Everything else is one SQL.
/// Answers are text for a statement; values reach it only through <see cref="SqlWriter.Bind"/>.
/// </summary>
public abstract class Dialect
{
    /// <summary>The point lies in the box.</summary>
    public abstract string InBox(SqlWriter sql, Predicate.InBox term);

    /// <summary>The point is at most so many metres away on the ellipsoid.</summary>
    public abstract string WithinDistance(SqlWriter sql, Predicate.WithinDistance term);

    /// <summary>The point stands in the relation to the shape.</summary>
    public abstract string Spatial(SqlWriter sql, Predicate.Spatial term);

    /// <summary>Metres on the ellipsoid between the row's point and a given one; null without a point.</summary>
    public abstract string Distance(SqlWriter sql, GeoPoint from);

    /// <summary>The condition, known to hold for few events.</summary>
    public virtual string Rare(string condition) => condition;

    /// <summary>
    /// Counts by an index, up to a bound, the events that a term selects by itself; null for a term that the engine's own
    /// planner estimates well.
    /// </summary>
    public Statement? Probe(Predicate term, int bound)
    {
        var sql = new SqlWriter(this);
        return Found(sql, term) is { } candidates
            ? sql.Append($"SELECT count(*) FROM ({candidates} LIMIT {sql.Bind((long)bound)}) AS few").ToStatement()
            : null;
    }

    /// <summary>A query for the ids that indexes find for a term, or for all alternatives of one; null where they find not all of them.</summary>
    public string? Found(SqlWriter sql, Predicate term)
    {
        if (term is not Predicate.Or { Terms.Count: > 0 } or)
        {
            return Candidates(sql, term);
        }
        // Tried on another statement first, so that nothing is bound in vain.
        return or.Terms.All(one => Candidates(new SqlWriter(this), one) is not null)
            ? string.Join(" UNION ALL ", or.Terms.Select(one => Candidates(sql, one)))
            : null;
    }

    /// <summary>A query for the ids that an index finds for a term; null where there is none, or no need to know.</summary>
    protected abstract string? Candidates(SqlWriter sql, Predicate term);

    /// <summary>The text contains the part.</summary>
    public abstract string Contains(string text, string part);

    /// <summary>The text starts with the part, whatever signs it holds.</summary>
    public abstract string StartsWith(SqlWriter sql, string column, string part);

    /// <summary>The whole text matches the pattern.</summary>
    public abstract string Matches(SqlWriter sql, string text, TextPattern pattern);

    /// <summary>The text in a form, computed as <see cref="Folding.Apply"/> does it.</summary>
    public abstract string InForm(SqlWriter sql, string text, TextForm form);

    /// <summary>A table <c>element</c> of the elements of a list, in its column <c>value</c>.</summary>
    public abstract string Elements(string list);

    /// <summary>The values of a column over rows in one text, in no order; null over none.</summary>
    public abstract string Joined(string column, char separator);

    /// <summary>The first day of the span of time that a day lies in.</summary>
    public abstract string StartOf(TimeUnit unit, string day);

    /// <summary>The greatest integer not above a number that is not negative.</summary>
    public abstract string Floor(string number);

    /// <summary>The row of a latitude among tiles, null beyond them.</summary>
    public abstract string Row(SqlWriter sql, Grid.Tile grid, string latitude);

    /// <summary>
    /// A statement over events, asked of them as they were in a version: the names of its tables stand for what those held
    /// then, so that every filter, order and figure means the same.
    /// </summary>
    public Statement AsOf(Statement statement, long version)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var name = $"@p{statement.Values.Count}";
        return new Statement($"WITH {Past(name)}\n{statement.Text}", [.. statement.Values, version]);
    }

    /// <summary>The tables of events as they were in the version that a parameter names.</summary>
    protected abstract string Past(string version);

    /// <summary>The table of events where its name stands for something else.</summary>
    protected virtual string Events => "events";

    /// <summary>A statement over ids and timestamps of events, asked of those that are no more: when they were deleted is their timestamp.</summary>
    public Statement OfDeletions(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement with { Text = $"WITH {HistorySql.Deletions(Events)}\n{statement.Text}" };
    }

    /// <summary>Equal, two nulls included.</summary>
    public abstract string Same(string left, string right);

    /// <summary>The geometry of a row made of its two coordinates, null without them.</summary>
    public abstract string Point(string longitude, string latitude);

    /// <summary>A value as the engine takes it; shapes as well-known binary.</summary>
    public virtual object Value(object value) => value is Geometry shape ? shape.AsBinary() : value;
}
