using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Sql;

/// <summary>Predicates as SQL conditions.</summary>
internal static class PredicateSql
{
    private const int ChainedTerms = 100;

    public static string Write(SqlWriter sql, Dialect dialect, Predicate predicate) => predicate switch
    {
        Predicate.And { Terms.Count: 0 } => "1 = 1",
        Predicate.And and => Join(sql, dialect, and.Terms, " AND "),
        Predicate.Or { Terms.Count: 0 } => "1 = 0",
        Predicate.Or or => Join(sql, dialect, or.Terms, " OR "),
        Predicate.Not not => $"NOT ({Write(sql, dialect, not.Term)})",
        Predicate.Compare compare when sql.Drives(compare) => dialect.Rare(Compare(sql, compare)),
        Predicate.Compare compare => Compare(sql, compare),
        Predicate.In { Values.Count: 0 } => "1 = 0",
        Predicate.In list => $"{Name(list.Column, list.Folded)} IN ({string.Join(", ", list.Values.Select(sql.Bind))})",
        Predicate.Like { Part: TextPart.Start } like => dialect.StartsWith(sql, Name(like.Column, like.Folded), like.Text),
        Predicate.Like like => dialect.Contains(Name(like.Column, like.Folded), sql.Bind(like.Text)),
        Predicate.HasElement element => dialect.Contains(
            $"'{Column.ListSeparator}' || {Name(element.Column, element.Folded)} || '{Column.ListSeparator}'",
            sql.Bind(Column.ListSeparator + element.Text + Column.ListSeparator)),
        Predicate.Involves involves => ActorSql.Involves(sql, dialect, involves),
        Predicate.IsNull isNull => $"{isNull.Column.Name} IS NULL",
        Predicate.InBox inBox => dialect.InBox(sql, inBox),
        Predicate.Spatial spatial => dialect.Spatial(sql, spatial),
        Predicate.WithinDistance within => dialect.WithinDistance(sql, within),
        Predicate.InBoundary { Ids.Count: 0 } => "1 = 0",
        Predicate.InBoundary inBoundary => BoundarySql.InBoundary(sql, inBoundary),
        _ => throw new NotSupportedException(predicate.GetType().Name),
    };

    private static string Join(SqlWriter sql, Dialect dialect, IReadOnlyList<Predicate> terms, string separator) =>
        Join([.. terms.Select(term => Write(sql, dialect, term))], separator);

    // SQLite reads a chain of a thousand terms as a tree a thousand deep, and refuses it: many terms are joined by halves.
    private static string Join(ReadOnlySpan<string> terms, string separator)
    {
        if (terms.Length <= ChainedTerms)
        {
            return "(" + string.Join(separator, terms) + ")";
        }
        var half = terms.Length / 2;
        return $"({Join(terms[..half], separator)}{separator}{Join(terms[half..], separator)})";
    }

    private static string Compare(SqlWriter sql, Predicate.Compare compare) =>
        $"{Name(compare.Column, compare.Folded)} {Operator(compare.Operator)} {sql.Bind(compare.Value)}";

    private static string Name(Column column, bool folded) => folded && column.Folded ? column.FoldedName : column.Name;

    private static string Operator(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        _ => ">=",
    };
}
