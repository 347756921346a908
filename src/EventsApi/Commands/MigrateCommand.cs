using System.CommandLine;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Hosting;

namespace EventsApi.Commands;

/// <summary>Applies pending migrations and says which.</summary>
internal static class MigrateCommand
{
    public static Command Create(Settings settings)
    {
        var command = new Command("migrate", "Create the database or bring it up to date; every other command does so too.");
        command.SetAction(async (parsed, token) =>
        {
            var setting = Options.Read(Server.Configuration(settings.ToArguments(parsed))).Database;
            await using var database = Database.Open(setting);
            await using var office = OfficeStore.Open(setting);
            IReadOnlyList<string> applied = [.. await database.MigrateAsync(token), .. await office.MigrateAsync(token)];
            Console.WriteLine(applied.Count == 0 ? "Up to date." : string.Join(Environment.NewLine, applied.Select(name => "Applied " + name)));
            return CommandLine.Succeeded;
        });
        return command;
    }
}
