using System.CommandLine;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Hosting;

namespace EventsApi.Commands;

/// <summary>The settings of a command: appsettings.json, the environment, and <c>--database</c> above both.</summary>
public sealed class Settings(Option<string?> database)
{
    /// <summary>The command line's share as ASP.NET's configuration reads it.</summary>
    public string[] ToArguments(ParseResult parsed, string? urls = null)
    {
        var arguments = new List<string>();
        if (parsed.GetValue(database) is { } path)
        {
            arguments.Add($"--{Options.Section}:{nameof(Options.Database)}={path}");
        }
        if (urls is not null)
        {
            arguments.Add($"--urls={urls}");
        }
        return [.. arguments];
    }

    /// <summary>Opens what the server keeps besides events, with the database that it belongs to brought up to date.</summary>
    public async Task<OfficeStore> OpenOfficeAsync(ParseResult parsed, CancellationToken token)
    {
        await (await OpenAsync(parsed, token)).DisposeAsync();
        return Office(parsed);
    }

    /// <summary>What the server keeps besides events.</summary>
    public OfficeStore Office(ParseResult parsed) => OfficeStore.Open(Options.Read(Server.Configuration(ToArguments(parsed))).Database);

    /// <summary>Opens the database with every migration applied.</summary>
    public async Task<Database> OpenAsync(ParseResult parsed, CancellationToken token)
    {
        var opened = Database.Open(Options.Read(Server.Configuration(ToArguments(parsed))).Database);
        await opened.MigrateAsync(token);
        await using var office = Office(parsed);
        try
        {
            await office.MigrateAsync(token);
        }
        catch (DatabaseUnavailableException)
        {
            // A store that may only be read can be read without; who needs it says what is wrong.
        }
        return opened;
    }
}
