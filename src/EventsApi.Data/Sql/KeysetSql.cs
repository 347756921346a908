using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Sql;

/// <summary>Order and paging by the sort values themselves, so that a page costs the same at any depth.</summary>
internal static class KeysetSql
{
    /// <summary>One key as terms of ORDER BY.</summary>
    public static string Order(SortKey key) => string.Join(", ",
        Names(key.Column).Select(name => name + (key.Descending ? " DESC" : "") + (key.Column.Nullable ? " NULLS LAST" : "")));

    /// <summary>The condition "comes after the cursor".</summary>
    public static string After(SqlWriter sql, Cursor cursor)
    {
        var keys = cursor.Sort.SelectMany((key, i) => Keys(key, cursor.Values[i])).ToList();
        return keys.TrueForAll(key => !key.Nullable && key.Descending == keys[0].Descending)
            ? RowValue(sql, keys)
            : "(" + string.Join(" OR ", Alternatives(sql, keys)) + ")";
    }

    private sealed record Key(string Name, bool Descending, bool Nullable, object? Value);

    // Text orders by its folded form first and by its own code points after.
    private static IEnumerable<string> Names(Column column) => column.Folded ? [column.FoldedName, column.Name] : [column.Name];

    private static IEnumerable<Key> Keys(SortKey key, object? value)
    {
        if (key.Column.Folded)
        {
            yield return new Key(key.Column.FoldedName, key.Descending, key.Column.Nullable, value is string text ? Folding.Fold(text) : null);
        }
        yield return new Key(key.Column.Name, key.Descending, key.Column.Nullable, value);
    }

    // Row values compare in one step that an index serves.
    private static string RowValue(SqlWriter sql, List<Key> keys) =>
        $"({string.Join(", ", keys.Select(key => key.Name))}) {(keys[0].Descending ? "<" : ">")} ({string.Join(", ", keys.Select(key => sql.Bind(key.Value!)))})";

    // Mixed directions and nulls need it spelled out: equal up to a key, and after the cursor in that one.
    private static IEnumerable<string> Alternatives(SqlWriter sql, List<Key> keys)
    {
        var equal = new List<string>();
        foreach (var key in keys)
        {
            if (key.Value is null)
            {
                equal.Add($"{key.Name} IS NULL"); // nulls come last: nothing follows them in this key
                continue;
            }
            var value = sql.Bind(key.Value);
            var after = $"{key.Name} {(key.Descending ? "<" : ">")} {value}";
            yield return "(" + string.Join(" AND ", equal.Append(key.Nullable ? $"({after} OR {key.Name} IS NULL)" : after)) + ")";
            equal.Add($"{key.Name} = {value}");
        }
    }
}
