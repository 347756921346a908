using System.Globalization;
using EventsApi.Data.Sql;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Imports;

/// <summary>Finds what a data set holds and its new file does not, for <see cref="ImportMode.Replace"/>.</summary>
internal static class Absence
{
    /// <summary>More than so many parts of a data set are deleted only when that is confirmed.</summary>
    public const double MostUnconfirmed = 0.2;

    /// <summary>Stages the removal of what is absent. An event whose row was rejected is not: what is wrong with the row is not known of the event.</summary>
    /// <exception cref="ReplaceRefusedException">It is too much, or a row was rejected whose event is not known.</exception>
    public static async Task StageAsync(ReadSession session, Staging staging, Tally tally, string dataset, bool confirmed)
    {
        if (tally.RejectedWithoutId > 0)
        {
            throw new ReplaceRefusedException(string.Create(CultureInfo.InvariantCulture,
                $"{tally.RejectedWithoutId} rows were rejected whose event is not known, so it is not known either which events are missing; correct them, or use mode=upsert."));
        }
        var (held, absent) = (0L, 0L);
        foreach (var id in await session.ListAsync<string>(StagingSql.IdsOf(dataset)))
        {
            held++;
            absent += !tally.RejectedIds.Contains(id) && staging.RemoveUnlessStaged(id) ? 1 : 0;
        }
        if (!confirmed && absent > held * MostUnconfirmed)
        {
            throw new ReplaceRefusedException(string.Create(CultureInfo.InvariantCulture,
                $"It would delete {absent} of the {held} events of the data set {dataset}, more than {MostUnconfirmed:P0}; with confirm_delete=true it does."));
        }
    }
}
