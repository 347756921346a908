using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Imports;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Commands;

/// <summary>Imports one file, tells what became of it, and enters that among the imports of the server.</summary>
internal sealed class FileImport(Database database, OfficeStore office, bool asJson)
{
    private const string StandardInput = "-";

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(JobRequest asked, string file, string? rejectsPath, CancellationToken token)
    {
        asked = asked with { FileName = file == StandardInput ? "standard input" : Path.GetFileName(file) };
        // A number that no import of a server has or gets.
        var job = new ImportJob { Id = await office.NextImportAsync(database, token), Request = asked.Write(), Created = Now(), Started = Now() };
        using var rejects = new RejectsFile(rejectsPath ?? DefaultRejects(file), atOnce: rejectsPath is not null);
        ImportReport report;
        using (var progress = new ConsoleProgress(Console.Error))
        {
            try
            {
                var request = asked.For(job, UnpackingLimits.None) with { Coverage = ImportFilters.Read(asked.Filter), MayHoldReaders = true };
                await using var stream = file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
                report = await new Importer(database).RunAsync(request, stream, rejects.Add, progress, token);
            }
            catch (Exception exception) when (exception is UnreadableFileException or ReplaceRefusedException or OvertakenException or IOException or UnauthorizedAccessException)
            {
                progress.Clear();
                await Console.Error.WriteLineAsync(exception.Message);
                await EnterAsync(job with { State = JobState.Failed, Error = exception.Message });
                return CommandLine.Failed;
            }
        }
        if (report.Rejected > 0 || rejectsPath is not null)
        {
            rejects.Commit();
        }
        if (!asJson)
        {
            Console.WriteLine(Summary(asked, report));
        }
        await ExplainAsync(report, rejectsPath ?? DefaultRejects(file));
        await EnterAsync(job with
        {
            State = report.Refused ? JobState.Failed : JobState.Succeeded,
            Error = report.Refused ? $"Rejected rows: {report.Rejected}; with --strict nothing was written." : null,
            Report = JsonSerializer.Serialize(report),
        });
        return report.Refused ? CommandLine.Failed : CommandLine.Succeeded;
    }

    // What was imported is imported, whatever becomes of its report.
    private async Task EnterAsync(ImportJob job)
    {
        var ended = job with { Finished = Now() };
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(ImportDocument.Of(ended), AnswerJson.Options));
        }
        try
        {
            await office.RecordJobAsync(ended, CancellationToken.None);
        }
        catch (DatabaseUnavailableException exception)
        {
            await Console.Error.WriteLineAsync($"The report of the import could not be kept: {exception.Message}");
        }
    }

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private static string DefaultRejects(string file) => (file == StandardInput ? "import" : Path.GetFileName(file)) + ".rejects.csv";

    private static string Summary(JobRequest asked, ImportReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{asked.FileName}: {report.Profile} into {report.Dataset}{(report.DryRun ? ", dry run" : report.Refused ? ", nothing written" : "")}: "
        + $"read {report.Read}, inserted {report.Inserted}, updated {report.Updated}, unchanged {report.Unchanged}, "
        + $"{(report.Merged > 0 ? $"merged {report.Merged}, " : "")}{(asked.Mode == ImportMode.Replace ? $"deleted {report.Deleted}, " : "")}rejected {report.Rejected}, warnings {report.Warnings}");

    private static async Task ExplainAsync(ImportReport report, string rejects)
    {
        foreach (var (rule, count) in report.Rules.OrderByDescending(pair => pair.Value))
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {count,8}  {rule}: {Rules.Get(rule).Sentence}"));
        }
        if (report.Rejected > 0)
        {
            await Console.Error.WriteLineAsync($"Rejected rows are in {rejects}." + (report.Refused ? " With --strict nothing was written." : ""));
        }
    }
}
