using System.Globalization;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Sql;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Imports;

/// <summary>Finds what a data set, or the part of it that the file covers, holds and its new file does not, for <see cref="ImportMode.Replace"/>.</summary>
internal static class Absence
{
    /// <summary>More than so many parts of what the file covers are deleted only when that is confirmed.</summary>
    public const double MostUnconfirmed = 0.2;

    /// <summary>Stages the removal of what is absent. An event whose row was rejected is not: what is wrong with the row is not known of the event.</summary>
    /// <exception cref="ReplaceRefusedException">It is too much, or a row was rejected whose event is not known.</exception>
    public static async Task StageAsync(ReadSession session, Staging staging, Tally tally, string dataset, ImportRequest request)
    {
        if (tally.RejectedWithoutId > 0)
        {
            throw new ReplaceRefusedException(string.Create(CultureInfo.InvariantCulture,
                $"{tally.RejectedWithoutId} rows were rejected whose event is not known, so it is not known either which events are missing; correct them, or take the mode upsert."));
        }
        var (held, absent) = (0L, 0L);
        foreach (var id in await session.ListAsync<string>(EventSql.EventIds(session.Dialect, Covered(dataset, request.Coverage))))
        {
            held++;
            absent += !tally.RejectedIds.Contains(id) && staging.RemoveUnlessStaged(id) ? 1 : 0;
        }
        if (!request.ConfirmDelete && absent > held * MostUnconfirmed)
        {
            throw new ReplaceRefusedException(string.Create(CultureInfo.InvariantCulture,
                $"It would delete {absent} of the {held} events of the data set {dataset}{(request.Coverage is { } part ? $" in {part.Text}" : "")}, more than {MostUnconfirmed:P0}; confirmed (confirm_delete=true, --confirm-delete) it does."));
        }
    }

    private static Predicate Covered(string dataset, Coverage? coverage)
    {
        var ofDataset = new Predicate.Compare(EventColumns.Dataset, Comparison.Equal, dataset);
        return coverage is null ? ofDataset : Predicate.All([ofDataset, .. EventSql.Terms(coverage.Where)]);
    }
}
