using System.CommandLine;
using System.Globalization;
using EventsApi.Data.Storage;
using EventsApi.Representations;

namespace EventsApi.Commands;

/// <summary>Publishes a release, and lists them.</summary>
internal static class ReleasesCommand
{
    public static Command Create(Settings settings)
    {
        var list = new Command("list", "List the releases: name, time, data version; separated by tabs.");
        list.SetAction((parsed, token) => ListAsync(settings, parsed, token));
        var name = new Argument<string>("NAME") { Description = "Name of the release, as 2026.1." };
        var reason = CommandLine.Reason();
        var publish = new Command("publish", "Name the data as they are now, for good: release=NAME asks for them.") { name, reason };
        publish.SetAction((parsed, token) => PublishAsync(settings, parsed, parsed.GetValue(name)!, new WriteOrigin(Reason: parsed.GetValue(reason)), token));
        return new Command("releases", "Names for the data as they were, which can be cited: publish one, list them.") { publish, list };
    }

    private static async Task<int> ListAsync(Settings settings, ParseResult parsed, CancellationToken token)
    {
        await using var database = await settings.OpenAsync(parsed, token);
        await using var session = await database.ReadAsync(token);
        foreach (var release in await session.ReleasesAsync())
        {
            Console.WriteLine(string.Join('\t', release.Name, ChangeJson.Time(release.At), release.Version.ToString(CultureInfo.InvariantCulture)));
        }
        return CommandLine.Succeeded;
    }

    private static async Task<int> PublishAsync(Settings settings, ParseResult parsed, string name, WriteOrigin origin, CancellationToken token)
    {
        if (!PlainName.IsValid(name))
        {
            throw new UsageException($"'{name}' is no name for a release: {PlainName.Form}.");
        }
        await using var database = await settings.OpenAsync(parsed, token);
        try
        {
            var release = await database.PublishAsync(name, origin, token);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Published {release.Name}, data version {release.Version}."));
            return CommandLine.Succeeded;
        }
        catch (ReleaseTakenException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return CommandLine.Failed;
        }
    }
}
