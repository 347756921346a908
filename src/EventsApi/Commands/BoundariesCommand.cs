using System.CommandLine;
using System.Globalization;
using EventsApi.Data.Imports;
using EventsApi.Data.Storage;

namespace EventsApi.Commands;

/// <summary>Lists the boundaries, brings in those of a level, and takes a level out.</summary>
internal static class BoundariesCommand
{
    private const string StandardInput = "-";

    public static Command Create(Settings settings)
    {
        var list = new Command("list", "List the boundaries: id, level, name, events that lie in it; separated by tabs.");
        list.SetAction((parsed, token) => ListAsync(settings, parsed, token));
        return new Command("boundaries", "Regions that events are asked for by: import them, list them, remove them.") { Import(settings), list, Remove(settings) };
    }

    private static Command Import(Settings settings)
    {
        var file = new Argument<string>("FILE") { Description = "GeoJSON FeatureCollection or TopoJSON, also gzipped; - is standard input." };
        var level = Level("Level of all of them, as country or admin1; those it has now are replaced. Events are held against the outlines of country (or admin0) when they are imported.");
        var id = new Option<string>("--id") { Description = "Property that holds the id, unique over all levels; id is the feature's own where it has no property of that name.", HelpName = "PROPERTY", Required = true };
        var name = new Option<string>("--name") { Description = "Property that holds the name.", HelpName = "PROPERTY", Required = true };
        var one = new Option<string?>("--object") { Description = "The only object of a TopoJSON file to take; else all.", HelpName = "NAME" };
        var command = new Command("import", "Import the boundaries of a level, and find out which events lie in them.") { file, level, id, name, one };
        command.SetAction((parsed, token) =>
        {
            var path = parsed.GetValue(file)!;
            var request = new BoundaryImport(path == StandardInput ? "standard input" : Path.GetFileName(path), Checked(parsed.GetValue(level)!), parsed.GetValue(id)!, parsed.GetValue(name)!, parsed.GetValue(one));
            return ImportAsync(settings, parsed, request, path, token);
        });
        return command;
    }

    private static Command Remove(Settings settings)
    {
        var level = Level("Level whose boundaries go.");
        var command = new Command("remove", "Take the boundaries of a level out of the database; events stay.") { level };
        command.SetAction(async (parsed, token) =>
        {
            var name = Checked(parsed.GetValue(level)!);
            await using var database = await settings.OpenAsync(parsed, token);
            if (await database.RemoveLevelAsync(name, token) is var removed and > 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Removed {removed} boundaries of the level {name}."));
                return CommandLine.Succeeded;
            }
            await Console.Error.WriteLineAsync($"There are no boundaries of the level '{name}'; 'boundaries list' shows all.");
            return CommandLine.Failed;
        });
        return command;
    }

    private static Option<string> Level(string description) => new("--level") { Description = description, Required = true };

    private static string Checked(string level) => PlainName.IsValid(level) ? level : throw new UsageException($"'{level}' is no name for a level: {PlainName.Form}.");

    private static async Task<int> ImportAsync(Settings settings, ParseResult parsed, BoundaryImport request, string path, CancellationToken token)
    {
        await using var database = await settings.OpenAsync(parsed, token);
        await using var stream = path == StandardInput ? Console.OpenStandardInput() : File.OpenRead(path);
        var file = await BoundaryFile.ReadAsync(request, stream, token);
        try
        {
            var counts = await database.ReplaceLevelAsync(request.Level, file.Boundaries, token);
            Console.WriteLine(Summary(request, file, counts));
            return CommandLine.Succeeded;
        }
        catch (BoundaryTakenException exception)
        {
            throw new UnreadableFileException($"{request.FileName}: {exception.Message}", exception);
        }
    }

    private static string Summary(BoundaryImport request, BoundaryFile file, BoundaryCounts counts) => string.Create(CultureInfo.InvariantCulture,
        $"{request.FileName}: boundaries of the level {request.Level}: inserted {counts.Inserted}, updated {counts.Updated}, removed {counts.Removed}, unchanged {counts.Unchanged}, "
        + $"repaired {file.Repaired}, skipped {file.Skipped} without a geometry{(counts.Links is { } links ? $"; events in them {links}" : "")}");

    private static async Task<int> ListAsync(Settings settings, ParseResult parsed, CancellationToken token)
    {
        await using var database = await settings.OpenAsync(parsed, token);
        await using var session = await database.ReadAsync(token);
        foreach (var boundary in await session.BoundariesAsync())
        {
            Console.WriteLine(string.Join('\t', boundary.Id, boundary.Level, boundary.Name, boundary.Events.ToString(CultureInfo.InvariantCulture)));
        }
        return CommandLine.Succeeded;
    }
}
