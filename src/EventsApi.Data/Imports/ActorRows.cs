using System.Text.Json;
using EventsApi.Data.Model;

namespace EventsApi.Data.Imports;

/// <summary>
/// Rows of one id in an export by actor ("monadic": one row for each actor of an event, or an event and its mirror)
/// as one event.
/// </summary>
internal static class ActorRows
{
    private static readonly HashSet<Column> ActorColumns =
    [
        EventColumns.Actor1, EventColumns.AssocActor1, EventColumns.Inter1,
        EventColumns.Actor2, EventColumns.AssocActor2, EventColumns.Inter2, EventColumns.Interaction,
    ];

    // The timestamp is the server's, the attributes are compared for themselves.
    private static readonly Column[] Compared =
        [.. EventColumns.All.Where(column => !ActorColumns.Contains(column) && column != EventColumns.Timestamp && column != EventColumns.Attributes)];

    /// <summary>
    /// The first row with what the second adds about actors; the first itself when that is nothing; null when the rows
    /// are not of one export by actor: equal in everything, or different in more than their actors.
    /// </summary>
    /// <param name="rowOnly">Attributes that may differ.</param>
    public static Event? Merge(Event first, Event second, IReadOnlyList<string> rowOnly)
    {
        if (Array.Exists(Compared, column => !Equals(column.Get(first), column.Get(second)))
            || ActorColumns.All(column => Equals(column.Get(first), column.Get(second)))
            || !SameAttributes(first.Attributes, second.Attributes, rowOnly))
        {
            return null;
        }
        return Union(first, second);
    }

    private static Event Union(Event first, Event second)
    {
        var merged = Copy(first);
        var changed = AddActor(merged, second.Actor1, second.Inter1) | AddActor(merged, second.Actor2, second.Inter2);
        changed |= AddAssociates(merged, second.Actor1, second.AssocActor1) | AddAssociates(merged, second.Actor2, second.AssocActor2);
        if (!changed)
        {
            return first;
        }
        merged.Interaction = Codebook.InteractionOf(merged.Inter1, merged.Inter2);
        return merged;
    }

    // A third actor's side is not said; it goes to the second's associates rather than be lost.
    private static bool AddActor(Event row, string? actor, string? inter)
    {
        if (actor is null || actor == row.Actor1 || actor == row.Actor2 || Has(row.AssocActor1, actor) || Has(row.AssocActor2, actor))
        {
            return false;
        }
        if (row.Actor1 is null)
        {
            (row.Actor1, row.Inter1) = (actor, inter);
        }
        else if (row.Actor2 is null)
        {
            (row.Actor2, row.Inter2) = (actor, inter);
        }
        else
        {
            row.AssocActor2 = With(row.AssocActor2, actor);
        }
        return true;
    }

    private static bool AddAssociates(Event row, string? actor, string? associates)
    {
        var changed = false;
        foreach (var name in Elements(associates))
        {
            if (name == row.Actor1 || name == row.Actor2 || Has(row.AssocActor1, name) || Has(row.AssocActor2, name))
            {
                continue;
            }
            changed = true;
            if (actor == row.Actor1)
            {
                row.AssocActor1 = With(row.AssocActor1, name);
            }
            else
            {
                row.AssocActor2 = With(row.AssocActor2, name);
            }
        }
        return changed;
    }

    private static bool SameAttributes(string? first, string? second, IReadOnlyList<string> rowOnly) =>
        first == second || Members(first, rowOnly).SequenceEqual(Members(second, rowOnly));

    private static List<(string, string)> Members(string? attributes, IReadOnlyList<string> rowOnly)
    {
        using var document = JsonDocument.Parse(attributes ?? "{}");
        return [.. document.RootElement.EnumerateObject()
            .Where(member => !rowOnly.Contains(Profile.Key(member.Name), StringComparer.Ordinal))
            .Select(member => (member.Name, member.Value.GetRawText()))];
    }

    private static Event Copy(Event row)
    {
        var copy = new Event();
        foreach (var column in EventColumns.All)
        {
            column.Set(copy, column.Get(row));
        }
        return copy;
    }

    private static bool Has(string? list, string name) => Elements(list).Contains(name, StringComparer.Ordinal);

    private static string With(string? list, string name) => list is null ? name : list + Column.ListSeparator + name;

    private static string[] Elements(string? list) =>
        list?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
