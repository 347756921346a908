using System.CommandLine;
using System.Globalization;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Representations;

namespace EventsApi.Commands;

/// <summary>Lists what was imported, and takes an import back.</summary>
internal static class ImportsCommand
{
    // Whoever wants all of them has a database.
    private const int MostListed = 1000;

    public static Command Create(Settings settings)
    {
        var list = new Command("list", "List the imports, the newest first: number, time, operation, data set, key, inserted, updated, deleted, reason; separated by tabs.");
        list.SetAction((parsed, token) => ListAsync(settings, parsed, token));
        var number = new Argument<long>("N") { Description = "Number of the import." };
        var reason = CommandLine.Reason();
        var revert = new Command("revert", "Restore what an import changed; refused when some of it has changed since.") { number, reason };
        revert.SetAction((parsed, token) => RevertAsync(settings, parsed, parsed.GetValue(number), parsed.GetValue(reason), token));
        return new Command("imports", "What was imported: list it, take it back.") { list, revert };
    }

    private static async Task<int> ListAsync(Settings settings, ParseResult parsed, CancellationToken token)
    {
        await using var database = await settings.OpenAsync(parsed, token);
        await using var session = await database.ReadAsync(token);
        foreach (var import in await session.ImportsAsync(MostListed))
        {
            Console.WriteLine(string.Join('\t', Text(import.ImportNumber), ChangeJson.Time(import.At), import.Operation, import.Dataset, import.KeyName,
                Text(import.Inserted), Text(import.Updated), Text(import.Deleted), import.Reason));
        }
        return CommandLine.Succeeded;
    }

    private static async Task<int> RevertAsync(Settings settings, ParseResult parsed, long number, string? reason, CancellationToken token)
    {
        await using var database = await settings.OpenAsync(parsed, token);
        await using var office = settings.Office(parsed);
        var origin = new WriteOrigin(Reason: reason, Import: await office.NextImportAsync(database, token));
        try
        {
            var done = await database.RevertAsync(number, origin, DateTimeOffset.UtcNow.ToUnixTimeSeconds(), token);
            Console.WriteLine(done is null
                ? $"Import {Text(number)} changed no events; there is nothing to revert."
                : $"Reverted import {Text(number)} as import {Text(done.ImportNumber)}: inserted {Text(done.Inserted)}, updated {Text(done.Updated)}, deleted {Text(done.Deleted)}");
            return CommandLine.Succeeded;
        }
        catch (Exception exception) when (exception is UnknownImportException or ChangedSinceException)
        {
            await Console.Error.WriteLineAsync(exception.Message + " Nothing was reverted; 'imports list' shows what was imported.");
            return CommandLine.Failed;
        }
    }

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
