using EventsApi.Data.Queries;

namespace EventsApi.Data.Sql;

/// <summary>
/// What the engines say differently, each member a meaning rather than a piece of syntax. Everything else is one SQL.
/// Answers are text for a statement; values reach it only through <see cref="SqlWriter.Bind"/>.
/// </summary>
public abstract class Dialect
{
    /// <summary>The point lies in the box; the spatial index is used where it helps.</summary>
    public abstract string InBox(SqlWriter sql, BoundingBox box);

    /// <summary>The point is at most so many metres away on the ellipsoid; the spatial index is used first.</summary>
    public abstract string WithinDistance(SqlWriter sql, double longitude, double latitude, double metres);

    /// <summary>The text contains the part.</summary>
    public abstract string Contains(string text, string part);

    /// <summary>The text starts with the part, whatever signs it holds.</summary>
    public abstract string StartsWith(SqlWriter sql, string column, string part);

    /// <summary>Equal, two nulls included.</summary>
    public abstract string Same(string left, string right);

    /// <summary>The geometry of a row made of its two coordinates, null without them.</summary>
    public abstract string Point(string longitude, string latitude);

    /// <summary>A value as the engine stores it.</summary>
    public virtual object Value(object value) => value;
}
