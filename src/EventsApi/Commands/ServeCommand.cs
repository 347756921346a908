using System.CommandLine;
using System.Net.Sockets;
using EventsApi.Data.Imports;
using EventsApi.Data.Storage;
using EventsApi.Hosting;

namespace EventsApi.Commands;

/// <summary>Starts the server; a database that was never written to gets the sample.</summary>
internal static class ServeCommand
{
    public static Command Create(Settings settings)
    {
        var command = new Command("serve", "Start the server.");
        Configure(command, settings);
        return command;
    }

    /// <summary>The server starts as well when no command is given.</summary>
    public static void MakeDefault(RootCommand root, Settings settings) => Configure(root, settings);

    private static void Configure(Command command, Settings settings)
    {
        var urls = new Option<string?>("--urls") { Description = "Where to listen, separated by semicolons; else ASPNETCORE_URLS, else http://localhost:8080.", HelpName = "URLS" };
        command.Add(urls);
        command.SetAction((parsed, token) => ServeAsync(settings.ToArguments(parsed, parsed.GetValue(urls)), token));
    }

    private static async Task<int> ServeAsync(string[] arguments, CancellationToken token)
    {
        await using var app = Server.Build(arguments);
        var database = app.Services.GetRequiredService<Database>();
        await database.MigrateAsync(token);
        if (app.Services.GetRequiredService<Options>().Sample && await Sample.LoadAsync(database, token) is { } report)
        {
            await Console.Error.WriteLineAsync($"Loaded the sample of {report.Inserted} events; 'datasets remove {report.Dataset}' takes it out again.");
        }
        await StartAsync(app, token);
        var url = app.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).TrimEnd('/');
        Console.WriteLine($"""
            Try:
              {url}/docs
              {url}/v1/events?country=Mali&sort=-fatalities&limit=5
              {url}/v1/events?f=csv
              {url}/ in QGIS or GDAL, as an OGC API - Features service
            """);
        await app.WaitForShutdownAsync(token);
        return CommandLine.Succeeded;
    }

    private static async Task StartAsync(WebApplication app, CancellationToken token)
    {
        try
        {
            await app.StartAsync(token);
        }
        // What Kestrel throws for an address that is none, and for a port that is none.
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new OptionsException($"Wrong setting: the server cannot listen at {app.Configuration["urls"]}: {exception.Message}");
        }
        catch (SocketException exception)
        {
            throw new IOException($"The server cannot listen at {app.Configuration["urls"]}: {exception.Message}.", exception);
        }
    }
}
