using System.CommandLine;
using EventsApi.Data.Imports;
using EventsApi.Data.Storage;
using EventsApi.Hosting;
using EventsApi.Requests;

namespace EventsApi.Commands;

/// <summary>
/// The command line: what a command is, what it takes, and how it ends. stdout carries the result, stderr everything else.
/// </summary>
public static class CommandLine
{
    public const int Succeeded = 0;
    public const int Failed = 1;
    public const int Misused = 2;
    private const int Interrupted = 130; // 128 + SIGINT, as shells say it

    // Commands stop at once; only the server lets its clients finish, for Server.Grace.
    private static readonly TimeSpan Patience = Server.Grace * 2;

    /// <summary>Runs a command and answers the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Root().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }
            await Console.Error.WriteLineAsync("--help says what there is.");
            return Misused;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Patience });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Interrupted; nothing of what was not finished is in the database.");
            return Interrupted;
        }
        catch (UsageException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Misused;
        }
        catch (OptionsException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Misused;
        }
        catch (Exception exception) when (exception is DatabaseUnavailableException or UnreadableFileException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }

    /// <summary>Why somebody writes, for the history.</summary>
    internal static Option<string?> Reason() => new("--reason") { Description = "Why; the history keeps it.", HelpName = "TEXT" };

    private static RootCommand Root()
    {
        var database = new Option<string?>("--database") { Description = "The SpatiaLite file; else the setting EventsApi__Database.", HelpName = "FILE", Recursive = true };
        var settings = new Settings(database);
        var root = new RootCommand("Conflict Events API: without a command the server starts.")
        {
            database,
            ServeCommand.Create(settings),
            ImportCommand.Create(settings),
            ExportCommand.Create(settings),
            CopyCommand.Create(),
            DatasetsCommand.Create(settings),
            ImportsCommand.Create(settings),
            ReleasesCommand.Create(settings),
            BoundariesCommand.Create(settings),
            KeysCommand.Create(settings),
            MigrateCommand.Create(settings),
            OpenApiCommand.Create(settings),
        };
        ServeCommand.MakeDefault(root, settings);
        return root;
    }
}

/// <summary>The command was called in a way that cannot be meant.</summary>
public sealed class UsageException(string message) : Exception(message)
{
    internal static UsageException Of(InvalidRequestException exception) =>
        new(string.Join(Environment.NewLine, exception.Errors.Select(error => $"{error.Parameter}: {error.Message}")));
}
