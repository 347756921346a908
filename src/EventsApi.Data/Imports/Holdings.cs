using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Imports;

/// <summary>
/// The events that the store holds under the ids of a batch, for rules that depend on them. They are those of one
/// snapshot: whoever writes afterwards must make sure that it is still the newest.
/// </summary>
internal sealed class Holdings(ReadSession session, ImportRequest request)
{
    private static readonly IReadOnlyList<Column> Told = [.. EventColumns.All.Where(column => column != EventColumns.Timestamp)];

    private Dictionary<string, Event> _held = [];

    /// <summary>Whether an import has such rules.</summary>
    public static bool AreNeeded(ImportRequest request) => request.BoundTo is not null || request.Mode == ImportMode.Insert;

    public async Task LoadAsync(RowBatch batch)
    {
        object[] ids = [.. batch.Rows.Where(row => !row.IsRejected).Select(row => row.Event.EventIdCnty).Distinct()];
        _held = ids.Length == 0 ? [] : await session.RowsOfAsync(StagingSql.Held(ids), EventColumns.All).ToDictionaryAsync(row => row.EventIdCnty);
    }

    /// <summary>What forbids to write the row; null when nothing does.</summary>
    public Finding? Refuse(Event row)
    {
        if (!_held.TryGetValue(row.EventIdCnty, out var held))
        {
            return null;
        }
        if (request.BoundTo is { } bound && !bound.Contains(held.Dataset))
        {
            return Refusal(Rules.IdForeign, row, $"Another data set than {string.Join(" or ", bound)} holds {row.EventIdCnty}; this key leaves it alone.");
        }
        return request.Mode == ImportMode.Insert && !Told.All(column => Equals(column.Get(row), column.Get(held)))
            ? Refusal(Rules.IdHeld, row, $"There is an event {row.EventIdCnty} already, and it says something else.")
            : null;
    }

    private static Finding Refusal(Rule rule, Event row, string message) => new(rule, EventColumns.EventIdCnty.Name, row.EventIdCnty, message);
}
