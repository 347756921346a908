using EventsApi.Data.Model;

namespace EventsApi.Data.Storage;

/// <summary>What a merge of staged events into the store did, or would do.</summary>
public sealed record MergeCounts(long Inserted, long Updated, long Unchanged, long Deleted = 0)
{
    internal bool Changed => Inserted + Updated + Deleted > 0;
}

/// <summary>Somebody else has written since what is to be written was read.</summary>
public sealed class OvertakenException() : Exception("The data changed while they were read; try again.");

/// <summary>
/// Events on their way into the store. Rows are first collected in a temporary table, which blocks nobody; then one
/// transaction compares them with what is stored and writes the difference. Until <see cref="CommitAsync"/> nothing of
/// it is in the store, whatever happens to the process.
/// </summary>
public abstract class Staging : IAsyncDisposable
{
    /// <summary>The newest version that whoever writes has seen; null when it does not matter.</summary>
    internal long? Expected { get; set; }

    /// <summary>The version that this write was in another store, and becomes in this one; null for a new one.</summary>
    internal DataVersion? Replayed { get; set; }

    /// <summary>Whether readers may be held up until the commit, where that makes it quicker.</summary>
    internal bool MayHoldReaders { get; set; }

    /// <summary>Collects one event. Answers null, or the event staged before under the same id, which then stays as it is.</summary>
    public abstract Event? Add(Event row);

    /// <summary>Puts <paramref name="row"/> in the place of the event staged before under the same id.</summary>
    public abstract void Replace(Event row);

    /// <summary>Collects that the event of an id is to be removed, if there is one.</summary>
    public void Remove(string id) => Replace(new Event { EventIdCnty = id });

    /// <summary>Collects that the event of an id is to be removed, unless something of that id is staged; whether it is not.</summary>
    public abstract bool RemoveUnlessStaged(string id);

    /// <summary>
    /// Compares and writes, inside one transaction that stays open. Rows that differ from the stored event in anything
    /// but the timestamp are updated and get <paramref name="timestamp"/> (Unix seconds; that of the version before where it is
    /// later, so that timestamps follow the order of commits), or keep their own when it is null; equal ones stay as they are.
    /// </summary>
    /// <param name="progress">Rows compared or written so far, of twice the number staged.</param>
    /// <param name="token">Cancelling leaves the store as it was.</param>
    public abstract Task<MergeCounts> MergeAsync(long? timestamp, IProgress<long>? progress, CancellationToken token);

    /// <summary>
    /// Enters the data sets of the staged rows with their attribution, and makes all of it durable; recorded as the next
    /// data version if anything changed.
    /// </summary>
    /// <param name="write">What it is recorded as; the store counts what changed.</param>
    /// <returns>What was recorded; null when nothing changed.</returns>
    public abstract Task<DataVersion?> CommitAsync(Attribution attribution, DataVersion write, CancellationToken token);

    /// <summary>Gives up whatever is not committed.</summary>
    public abstract ValueTask DisposeAsync();
}
