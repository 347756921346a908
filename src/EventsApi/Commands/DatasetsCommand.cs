using System.CommandLine;
using System.Globalization;
using EventsApi.Data.Storage;

namespace EventsApi.Commands;

/// <summary>Lists the data sets, and takes one out.</summary>
internal static class DatasetsCommand
{
    public static Command Create(Settings settings)
    {
        var command = new Command("datasets", "List the data sets: name, events, first and last day, licence, citation, address; separated by tabs.");
        command.SetAction((parsed, token) => ListAsync(settings, parsed, token));
        var name = new Argument<string>("NAME") { Description = "Name of the data set." };
        var reason = CommandLine.Reason();
        var remove = new Command("remove", "Take a data set and its events out of the database; their history stays.") { name, reason };
        remove.SetAction((parsed, token) => RemoveAsync(settings, parsed, parsed.GetValue(name)!, new WriteOrigin(Reason: parsed.GetValue(reason)), token));
        command.Add(remove);
        return command;
    }

    private static async Task<int> ListAsync(Settings settings, ParseResult parsed, CancellationToken token)
    {
        await using var database = await settings.OpenAsync(parsed, token);
        await using var session = await database.ReadAsync(token);
        foreach (var dataset in await session.DatasetsAsync())
        {
            Console.WriteLine(string.Join('\t', dataset.Name, dataset.Events.ToString(CultureInfo.InvariantCulture),
                Day(dataset.FirstDate), Day(dataset.LastDate), dataset.Licence, dataset.Citation, dataset.Url));
        }
        return CommandLine.Succeeded;
    }

    private static async Task<int> RemoveAsync(Settings settings, ParseResult parsed, string name, WriteOrigin origin, CancellationToken token)
    {
        await using var database = await settings.OpenAsync(parsed, token);
        if (await database.RemoveDatasetAsync(name, origin, token) is not { } events)
        {
            await Console.Error.WriteLineAsync($"There is no data set '{name}'; 'datasets' lists them.");
            return CommandLine.Failed;
        }
        Console.WriteLine($"Removed {name} with {events.ToString(CultureInfo.InvariantCulture)} events.");
        return CommandLine.Succeeded;
    }

    private static string? Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
