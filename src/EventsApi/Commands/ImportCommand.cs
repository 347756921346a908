using System.CommandLine;
using EventsApi.Data.Imports;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Requests;

namespace EventsApi.Commands;

/// <summary>Imports files, each whole or not at all.</summary>
internal static class ImportCommand
{
    public static Command Create(Settings settings)
    {
        var files = new Argument<string[]>("FILE") { Description = "Files to import, also gzipped; - is standard input.", Arity = ArgumentArity.OneOrMore };
        var profile = new Option<string>("--profile") { Description = "What the columns are called.", DefaultValueFactory = _ => ImportRequest.AutoProfile };
        profile.AcceptOnlyFromAmong([ImportRequest.AutoProfile, .. Profile.All.Select(known => known.Name)]);
        var dataset = new Option<string?>("--dataset") { Description = "Data set of the rows; else the profile's name.", HelpName = "NAME" };
        var mode = new Option<string>("--mode") { Description = "upsert: a row replaces the event of its id; insert: events that there are stay; replace: what the file lacks of its data set is deleted.", DefaultValueFactory = _ => "upsert" };
        mode.AcceptOnlyFromAmong([.. Enum.GetNames<ImportMode>().Select(name => name.ToLowerInvariant())]);
        var filters = new Option<string[]>("--filter") { Description = "With --mode replace: the file is the whole of what this filter of /v1/events says, as country=Mali; may be repeated.", HelpName = "NAME=VALUE" };
        var confirm = new Option<bool>("--confirm-delete") { Description = "With --mode replace: delete also more than a fifth of what the file is the whole of." };
        var dateOrder = new Option<string?>("--date-order") { Description = "Order of day, month and year where the file's own dates do not tell." };
        dateOrder.AcceptOnlyFromAmong([.. DateOrders.All.Keys]);
        var dryRun = new Option<bool>("--dry-run") { Description = "Check and compare, write nothing." };
        var strict = new Option<bool>("--strict") { Description = "Write nothing when any row is rejected, and exit with 1." };
        var rejects = new Option<string?>("--rejects") { Description = "Where rejected rows go; else NAME.rejects.csv in the current folder.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print the report as the API does, a line for each file." };
        var licence = new Option<string?>("--licence") { Description = "Licence of the data set." };
        var citation = new Option<string?>("--citation") { Description = "How to cite the data set." };
        var url = new Option<string?>("--url") { Description = "Where the data set comes from." };
        var reason = CommandLine.Reason();
        var command = new Command("import", "Import event files: CSV, NDJSON, JSON array, GeoJSON; ACLED or UCDP GED columns.")
        {
            files, profile, dataset, mode, filters, confirm, dateOrder, dryRun, strict, rejects, json, licence, citation, url, reason,
        };
        command.SetAction((parsed, token) =>
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
            var asked = new JobRequest("")
            {
                Profile = parsed.GetValue(profile)!,
                Dataset = parsed.GetValue(dataset),
                Mode = Enum.Parse<ImportMode>(parsed.GetValue(mode)!, ignoreCase: true),
                ConfirmDelete = parsed.GetValue(confirm),
                DateOrder = parsed.GetValue(dateOrder) is { } order ? DateOrders.All[order] : null,
                DryRun = parsed.GetValue(dryRun),
                Strict = parsed.GetValue(strict),
                Licence = parsed.GetValue(licence),
                Citation = parsed.GetValue(citation),
                Url = parsed.GetValue(url),
                Reason = parsed.GetValue(reason),
            };
            asked = asked with { Filter = Filter(parsed.GetValue(filters)!, asked.Mode) };
            return ImportAsync(settings, parsed, asked, names, parsed.GetValue(rejects), parsed.GetValue(json), token);
        });
        return command;
    }

    private static async Task<int> ImportAsync(Settings settings, ParseResult parsed, JobRequest asked, string[] files, string? rejects, bool asJson, CancellationToken token)
    {
        await using var database = await settings.OpenAsync(parsed, token);
        await using var office = settings.Office(parsed);
        var code = CommandLine.Succeeded;
        foreach (var file in files)
        {
            code = Math.Max(code, await new FileImport(database, office, asJson).RunAsync(asked, file, rejects, token));
        }
        return code;
    }

    private static SortedDictionary<string, IReadOnlyList<string>>? Filter(string[] filters, ImportMode mode)
    {
        try
        {
            var raw = new RawRequest();
            FilterArguments.AddTo(raw, filters);
            raw.RefuseUnknown([.. ImportFilters.All.Select(parameter => parameter.Name)]);
            var given = ImportFilters.Given(raw, mode);
            raw.Errors.ThrowIfAny();
            return given;
        }
        catch (InvalidRequestException exception)
        {
            throw UsageException.Of(exception);
        }
    }
}
