using System.CommandLine;
using System.Globalization;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;

namespace EventsApi.Commands;

/// <summary>Moves a store: a file to PostgreSQL, or back.</summary>
internal static class CopyCommand
{
    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "Where the events are: a SpatiaLite file or \"Host=…;Database=…\".", HelpName = "DATABASE", Required = true };
        var to = new Option<string>("--to") { Description = "Where they go; made when it is a file that is not there.", HelpName = "DATABASE", Required = true };
        var command = new Command("copy", "Copy all events with their history, data sets, keys and reports of imports to another database, and verify the copy; started again, it goes on.") { from, to };
        command.SetAction((parsed, token) => CopyAsync(parsed.GetValue(from)!, parsed.GetValue(to)!, token));
        return command;
    }

    private static async Task<int> CopyAsync(string from, string to, CancellationToken token)
    {
        await using var source = Database.Open(from);
        await using var target = Database.Open(to);
        if (!Database.IsPostgres(from) && !File.Exists(from))
        {
            throw new UsageException($"There is no file {from}.");
        }
        await source.MigrateAsync(token);
        await target.MigrateAsync(token);
        var (held, holds) = await StoreCopy.RunAsync(source, target, new Lines(), token);
        if (held == holds)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Copied {held.Events} events, checksum {held.Checksum}."));
            await CopyOfficeAsync(from, to, token);
            return CommandLine.Succeeded;
        }
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"The two differ: {source.Name} holds {held.Events} events ({held.Checksum}), {target.Name} {holds.Events} ({holds.Checksum}). Perhaps the target held others, or the same with another timestamp; copy into an empty one."));
        return CommandLine.Failed;
    }

    private static async Task CopyOfficeAsync(string from, string to, CancellationToken token)
    {
        await using var source = OfficeStore.Open(from);
        await using var target = OfficeStore.Open(to);
        var (keys, reports, waiting) = await OfficeCopy.RunAsync(source, target, token);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Copied {keys} keys and {reports} reports of imports."));
        if (waiting > 0)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{waiting} imports wait in the first database and were not copied: let its server finish them and copy again, or send them to the second."));
        }
    }

    private sealed class Lines : IProgress<long>
    {
        public void Report(long value) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value:N0} events"));
    }
}
