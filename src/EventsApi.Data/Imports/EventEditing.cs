using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Imports;

/// <summary>What must be true of an event for it to be written.</summary>
/// <param name="Revisions">One of these is its revision; null for any.</param>
/// <param name="MustExist">There is one (true), there is none (false), or it does not matter.</param>
public sealed record EditCondition(IReadOnlyList<long>? Revisions, bool? MustExist);

/// <summary>The event is not as whoever writes believes; nothing was written.</summary>
public sealed class EditRefusedException(string message) : Exception(message);

/// <summary>The event belongs to a data set that the key is not bound to; nothing was written.</summary>
public sealed class ForeignEventException(string dataset) : Exception($"The event is of the data set {dataset}; the key is bound to others.");

/// <summary>Writes and deletes single events, by the rules of an import.</summary>
public static class EventEditing
{
    // Somebody else may write between reading and writing; then it is read again.
    private const int Attempts = 10;

    /// <summary>Writes one event.</summary>
    /// <param name="open">The file of the one row, given the event that there is.</param>
    /// <returns>The report, and whether the event is new.</returns>
    /// <exception cref="EditRefusedException">The condition does not hold.</exception>
    /// <exception cref="ForeignEventException">It is another data set's.</exception>
    public static Task<(ImportReport Report, bool IsNew)> PutEventAsync(
        this Database database, string id, EditCondition condition, Func<Event?, (ImportRequest Request, Stream File)> open, CancellationToken token) =>
        RetryAsync(database, id, condition, async (held, version) =>
        {
            var (request, file) = open(held);
            await using (file)
            {
                Check(held, request.BoundTo);
                return (await new Importer(database).RunAsync(request with { Operation = DataVersion.Edit, Expected = version }, file, token: token), held is null);
            }
        }, token);

    /// <summary>Deletes one event.</summary>
    /// <returns>What was recorded; null when there is no such event.</returns>
    /// <inheritdoc cref="PutEventAsync"/>
    public static Task<DataVersion?> DeleteEventAsync(this Database database, string id, EditCondition condition, WriteOrigin origin, IReadOnlyList<string>? boundTo, CancellationToken token) =>
        RetryAsync(database, id, condition, async (held, version) =>
        {
            if (held is null)
            {
                return null;
            }
            Check(held, boundTo);
            await using var staging = await database.StageAsync(token);
            staging.Expected = version;
            staging.Remove(held.EventIdCnty);
            await staging.MergeAsync(null, null, token);
            return await staging.CommitAsync(new Attribution(null, null, null), origin.Of(DataVersion.Edit) with { Dataset = held.Dataset }, token);
        }, token);

    private static async Task<T> RetryAsync<T>(Database database, string id, EditCondition condition, Func<Event?, long, Task<T>> write, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (held, version) = await ReadAsync(database, id, condition, token);
            try
            {
                return await write(held, version);
            }
            catch (OvertakenException) when (attempt < Attempts)
            {
            }
        }
    }

    private static async Task<(Event? Held, long Version)> ReadAsync(Database database, string id, EditCondition condition, CancellationToken token)
    {
        await using var session = await database.ReadAsync(token);
        var revision = await session.RevisionAsync(id);
        if (condition.MustExist is { } must && must != revision is not null)
        {
            throw new EditRefusedException(must ? $"There is no event '{id}'." : $"There is an event '{id}' already.");
        }
        if (condition.Revisions is { } revisions && !(revision is { } known && revisions.Contains(known)))
        {
            throw new EditRefusedException(revision is null ? $"There is no event '{id}' any more." : $"The event '{id}' has changed since: it is at revision {revision}.");
        }
        var held = revision is null ? null : await session.RowsOfAsync(StagingSql.Held([id.ToUpperInvariant()]), EventColumns.All).FirstAsync(token);
        return (held, session.Newest);
    }

    private static void Check(Event? held, IReadOnlyList<string>? boundTo)
    {
        if (held is { Dataset: { } dataset } && boundTo is not null && !boundTo.Contains(dataset))
        {
            throw new ForeignEventException(dataset);
        }
    }
}
