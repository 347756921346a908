using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Sql;

/// <summary>Predicates as SQL conditions.</summary>
internal static class PredicateSql
{
    private const int ChainedTerms = 100;
    private const int ShallowHeight = 5;

    public static string Write(SqlWriter sql, Dialect dialect, Predicate predicate) => predicate switch
    {
        Predicate.And { Terms.Count: 0 } => "1 = 1",
        Predicate.And and => Join(sql, dialect, and.Terms, " AND "),
        Predicate.Or { Terms.Count: 0 } => "1 = 0",
        Predicate.Or any when sql.Drives(any) && dialect.Found(sql, any) is { } found => $"(id IN ({found}) AND {Join(sql, dialect, any.Terms, " OR ")})",
        Predicate.Or or => Join(sql, dialect, or.Terms, " OR "),
        Predicate.Not { Term: Predicate.And { Terms.Count: > 0 } or Predicate.Or { Terms.Count: > 0 } } not => $"NOT {Write(sql, dialect, not.Term)}",
        Predicate.Not not => $"NOT ({Write(sql, dialect, not.Term)})",
        Predicate.Compare compare when sql.Drives(compare) => dialect.Rare(Compare(sql, dialect, compare)),
        Predicate.Compare compare => Compare(sql, dialect, compare),
        Predicate.CompareColumns columns =>
            $"{Name(sql, dialect, columns.Left, columns.LeftForm)} {Operator(columns.Operator)} {Name(sql, dialect, columns.Right, columns.RightForm)}",
        Predicate.In { Values.Count: 0 } => "1 = 0",
        Predicate.In list => $"{Name(sql, dialect, list.Column, list.Form)} IN ({string.Join(", ", list.Values.Select(sql.Bind))})",
        Predicate.Like { Part: TextPart.Start } like => dialect.StartsWith(sql, Name(sql, dialect, like.Column, like.Form), like.Text),
        Predicate.Like like => dialect.Contains(Name(sql, dialect, like.Column, like.Form), sql.Bind(like.Text)),
        Predicate.Matches matches => dialect.Matches(sql, Name(sql, dialect, matches.Column, matches.Form), matches.Pattern),
        Predicate.HasElement element => dialect.Contains(
            $"'{Column.ListSeparator}' || {Name(sql, dialect, element.Column, element.Form)} || '{Column.ListSeparator}'",
            sql.Bind(Column.ListSeparator + element.Text + Column.ListSeparator)),
        Predicate.Involves involves => ActorSql.Involves(sql, dialect, involves),
        Predicate.IsNull isNull => $"{isNull.Column.Name} IS NULL",
        Predicate.InBox inBox => dialect.InBox(sql, inBox),
        Predicate.Spatial spatial => dialect.Spatial(sql, spatial),
        Predicate.WithinDistance within => dialect.WithinDistance(sql, within),
        Predicate.InCell { Cells.Count: 0 } => "1 = 0",
        Predicate.InCell inCell => CellSql.InCell(sql, dialect, inCell),
        Predicate.InNoBoundary => BoundarySql.InNone,
        Predicate.InBoundary { Ids.Count: 0 } => "1 = 0",
        Predicate.InBoundary inBoundary => BoundarySql.InBoundary(sql, inBoundary),
        _ => throw new NotSupportedException(predicate.GetType().Name),
    };

    // SQLite's parser holds a hundred pending signs: of what is nested deep, nothing may be pending before the deepest term.
    private static string Join(SqlWriter sql, Dialect dialect, IReadOnlyList<Predicate> terms, string separator)
    {
        var deepest = terms.MaxBy(term => term.Height)!;
        return terms.Count == 1 || deepest.Height <= ShallowHeight
            ? Join([.. terms.Select(term => Write(sql, dialect, term))], separator)
            : $"({Write(sql, dialect, deepest)}{separator}{Join([.. terms.Where(term => !ReferenceEquals(term, deepest)).Select(term => Write(sql, dialect, term))], separator)})";
    }

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

    private static string Compare(SqlWriter sql, Dialect dialect, Predicate.Compare compare) =>
        $"{Name(sql, dialect, compare.Column, compare.Form)} {Operator(compare.Operator)} {sql.Bind(compare.Value)}";

    private static string Name(SqlWriter sql, Dialect dialect, Column column, TextForm form) =>
        form == TextForm.Folded && column.Folded ? column.FoldedName : dialect.InForm(sql, column.Name, form);

    private static string Operator(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        _ => ">=",
    };
}
