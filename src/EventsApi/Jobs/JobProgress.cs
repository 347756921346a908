using System.Diagnostics;
using EventsApi.Data.Imports;

namespace EventsApi.Jobs;

/// <summary>How far the import that runs is.</summary>
/// <param name="Percent">Of the whole: reading is taken for the first two thirds. Never 100: behind the last row indexes may have to be built, and the commit decides.</param>
internal sealed record JobProgress(long Id, long Read, long Rejected, double Percent, double RowsPerSecond)
{
    private const double ReadingShare = 200 / 3.0;
    private const double Most = 99;

    /// <summary>Tells of each step.</summary>
    public static IProgress<ImportProgress> Of(long id, Action<JobProgress> tell)
    {
        var start = Stopwatch.GetTimestamp();
        var reached = 0.0;
        return new Forward(step =>
        {
            var share = Math.Clamp((double)step.Position / Math.Max(step.Length, 1), 0, 1);
            var percent = step.Stage == ImportStage.Reading ? share * ReadingShare : ReadingShare + (share * (100 - ReadingShare));
            // Several steps go over the same rows.
            reached = Math.Max(reached, Math.Min(Most, Math.Round(percent, 1)));
            tell(new JobProgress(id, step.Rows, step.Rejected, reached, Math.Round(step.Rows / Math.Max(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.001), 1)));
        });
    }

    private sealed class Forward(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }
}
