using System.CommandLine;
using System.Globalization;
using EventsApi.Data.Imports;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Requests;

namespace EventsApi.Commands;

/// <summary>Imports files, each whole or not at all.</summary>
internal static class ImportCommand
{
    private const string StandardInput = "-";

    public static Command Create(Settings settings)
    {
        var files = new Argument<string[]>("FILE") { Description = "Files to import, also gzipped; - is standard input.", Arity = ArgumentArity.OneOrMore };
        var profile = new Option<string>("--profile") { Description = "What the columns are called.", DefaultValueFactory = _ => ImportRequest.AutoProfile };
        profile.AcceptOnlyFromAmong([ImportRequest.AutoProfile, .. Profile.All.Select(known => known.Name)]);
        var dataset = new Option<string?>("--dataset") { Description = "Data set of the rows; else the profile's name.", HelpName = "NAME" };
        var dateOrder = new Option<string?>("--date-order") { Description = "Order of day, month and year where the file's own dates do not tell." };
        dateOrder.AcceptOnlyFromAmong([.. DateOrders.All.Keys]);
        var dryRun = new Option<bool>("--dry-run") { Description = "Check and compare, write nothing." };
        var strict = new Option<bool>("--strict") { Description = "Write nothing when any row is rejected, and exit with 1." };
        var rejects = new Option<string?>("--rejects") { Description = "Where rejected rows go; else NAME.rejects.csv in the current folder.", HelpName = "FILE" };
        var licence = new Option<string?>("--licence") { Description = "Licence of the data set." };
        var citation = new Option<string?>("--citation") { Description = "How to cite the data set." };
        var url = new Option<string?>("--url") { Description = "Where the data set comes from." };
        var reason = CommandLine.Reason();
        var command = new Command("import", "Import event files: CSV, NDJSON, JSON array, GeoJSON; ACLED or UCDP GED columns.")
        {
            files, profile, dataset, dateOrder, dryRun, strict, rejects, licence, citation, url, reason,
        };
        command.SetAction(async (parsed, token) =>
        {
            var names = parsed.GetValue(files)!;
            if (names.Length > 1 && parsed.GetValue(rejects) is not null)
            {
                throw new UsageException("--rejects takes the rejects of one file; leave it out to get a file for each.");
            }
            if (parsed.GetValue(dataset) is { } name && !PlainName.IsValid(name))
            {
                throw new UsageException($"'{name}' is no name for a data set: {PlainName.Form}.");
            }
            await using var database = await settings.OpenAsync(parsed, token);
            await using var office = settings.Office(parsed);
            var code = CommandLine.Succeeded;
            foreach (var file in names)
            {
                var request = new ImportRequest(file == StandardInput ? "standard input" : Path.GetFileName(file))
                {
                    Profile = parsed.GetValue(profile)!,
                    Dataset = parsed.GetValue(dataset),
                    DateOrder = parsed.GetValue(dateOrder) is { } order ? DateOrders.All[order] : null,
                    DryRun = parsed.GetValue(dryRun),
                    Strict = parsed.GetValue(strict),
                    Licence = parsed.GetValue(licence),
                    Citation = parsed.GetValue(citation),
                    Url = parsed.GetValue(url),
                    // A number that no import of a server has or gets.
                    Origin = new WriteOrigin(Reason: parsed.GetValue(reason), Import: parsed.GetValue(dryRun) ? null : await office.NextImportAsync(database, token)),
                };
                code = Math.Max(code, await ImportAsync(database, request, file, parsed.GetValue(rejects), token));
            }
            return code;
        });
        return command;
    }

    private static async Task<int> ImportAsync(Database database, ImportRequest request, string file, string? rejectsPath, CancellationToken token)
    {
        ImportReport report;
        using var rejects = new RejectsFile(rejectsPath ?? DefaultRejects(file), atOnce: rejectsPath is not null);
        using (var progress = new ConsoleProgress(Console.Error))
        {
            try
            {
                await using var stream = file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
                report = await new Importer(database).RunAsync(request, stream, rejects.Add, progress, token);
            }
            catch (Exception exception) when (exception is UnreadableFileException or IOException or UnauthorizedAccessException)
            {
                progress.Clear();
                await Console.Error.WriteLineAsync(exception.Message);
                return CommandLine.Failed;
            }
        }
        if (report.Rejected > 0 || rejectsPath is not null)
        {
            rejects.Commit();
        }
        Console.WriteLine(Summary(request, report));
        await ExplainAsync(report, rejectsPath ?? DefaultRejects(file));
        return report.Refused ? CommandLine.Failed : CommandLine.Succeeded;
    }

    private static string DefaultRejects(string file) => (file == StandardInput ? "import" : Path.GetFileName(file)) + ".rejects.csv";

    private static string Summary(ImportRequest request, ImportReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{request.FileName}: {report.Profile} into {report.Dataset}{(report.DryRun ? ", dry run" : report.Refused ? ", nothing written" : "")}: "
        + $"read {report.Read}, inserted {report.Inserted}, updated {report.Updated}, unchanged {report.Unchanged}, "
        + $"{(report.Merged > 0 ? $"merged {report.Merged}, " : "")}rejected {report.Rejected}, warnings {report.Warnings}");

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
