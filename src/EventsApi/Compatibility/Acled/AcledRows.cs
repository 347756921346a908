using EventsApi.Data.Model;

namespace EventsApi.Compatibility.Acled;

/// <summary>An event as the rows that clients get of it.</summary>
internal static class AcledRows
{
    private static readonly Dictionary<string, string> InterCodes = Codes(Codebook.Inter);
    private static readonly Dictionary<string, string> InteractionCodes = Codes(Codebook.Interaction);

    /// <summary>What must be read of an event to write rows of it.</summary>
    public static IReadOnlyList<Column> Needed(AcledRequest request)
    {
        IEnumerable<Column> columns = request.Fields.Select(field => field.Column).OfType<Column>();
        return [.. (request.IsMonadic ? columns.Concat([EventColumns.Actor1, EventColumns.AssocActor1, EventColumns.Inter1, EventColumns.Actor2, EventColumns.AssocActor2, EventColumns.Inter2]) : columns)
            .Prepend(EventColumns.EventIdCnty).Distinct()];
    }

    /// <summary>Puts codes in the place of labels; nobody is code 0.</summary>
    public static void Encode(Event row)
    {
        row.Inter1 = Code(InterCodes, row.Inter1);
        row.Inter2 = Code(InterCodes, row.Inter2);
        row.Interaction = Code(InteractionCodes, row.Interaction);
    }

    /// <summary>The rows of an event by actor: one, or two of the same event with each actor in the first's place.</summary>
    public static IEnumerable<Event> ByActor(Event row)
    {
        if (row.Actor1 is not null || row.Actor2 is null)
        {
            yield return row;
        }
        if (row.Actor2 is not null)
        {
            var second = new Event();
            foreach (var column in EventColumns.All)
            {
                column.Set(second, column.Get(row));
            }
            (second.Actor1, second.AssocActor1, second.Inter1) = (row.Actor2, row.AssocActor2, row.Inter2);
            yield return second;
        }
    }

    private static string Code(Dictionary<string, string> codes, string? label) => label is null ? "0" : codes.GetValueOrDefault(label, label);

    private static Dictionary<string, string> Codes(Vocabulary vocabulary) => vocabulary.Terms.Where(term => term.Label.Length > 0).ToDictionary(term => term.Label, term => $"{term.Code}", StringComparer.Ordinal);
}
