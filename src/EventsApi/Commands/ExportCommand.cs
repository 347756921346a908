using System.CommandLine;
using EventsApi.Data.Storage;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Commands;

/// <summary>Writes events to stdout or a file, filtered as the API filters.</summary>
internal static class ExportCommand
{
    public static Command Create(Settings settings)
    {
        var filters = new Argument<string[]>("NAME=VALUE") { Description = "The parameters of /v1/events: country=Mali event_date__gte=2022-01-01 sort=event_date …", Arity = ArgumentArity.ZeroOrMore };
        var format = new Option<string>("--format") { Description = "How to write the events.", DefaultValueFactory = _ => EventFormat.Csv.Name };
        format.AcceptOnlyFromAmong([.. EventFormat.All.Where(known => known.Streams).Select(known => known.Name)]);
        var output = new Option<string?>("--output") { Description = "File to write; else stdout.", HelpName = "FILE" };
        var command = new Command("export", "Export events as CSV, NDJSON or GeoJSON text sequence.") { filters, format, output };
        command.SetAction(async (parsed, token) =>
        {
            try
            {
                await ExportAsync(settings, parsed, Parse(parsed.GetValue(filters)!, parsed.GetValue(format)!), parsed.GetValue(output), token);
                return CommandLine.Succeeded;
            }
            catch (InvalidRequestException exception)
            {
                throw UsageException.Of(exception);
            }
        });
        return command;
    }

    private static async Task ExportAsync(Settings settings, ParseResult parsed, EventRequest request, string? output, CancellationToken token)
    {
        await using var database = await settings.OpenAsync(parsed, token);
        if (output is not null)
        {
            await WriteFileAsync(database, request, output, token);
            return;
        }
        await using var stdout = Console.OpenStandardOutput();
        await WriteAsync(database, request, stdout, token);
    }

    private static EventRequest Parse(string[] filters, string format)
    {
        var raw = new RawRequest();
        raw.Add(Negotiation.F.Name, [format]);
        if (filters.Any(filter => filter.StartsWith(Negotiation.F.Name + "=", StringComparison.OrdinalIgnoreCase)))
        {
            throw new UsageException("The format of an export is named by --format.");
        }
        FilterArguments.AddTo(raw, filters);
        return EventRequest.Parse(raw, null);
    }

    // The file appears under its name when it is whole.
    private static async Task WriteFileAsync(Database database, EventRequest request, string path, CancellationToken token)
    {
        var temporary = Path.GetFullPath(path) + "." + Path.GetRandomFileName();
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew))
            {
                await WriteAsync(database, request, file, token);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task WriteAsync(Database database, EventRequest request, Stream stream, CancellationToken token)
    {
        await using var session = await database.ReadAsync(token);
        await session.GoBackAsync(request.Past);
        await KnownBoundaries.RequireAsync(session, request.Query.Where);
        await using var writer = RowWriter.For(request.Format, stream, request.Query.Fields, request.Csv);
        await foreach (var row in session.EventsAsync(request.CompleteQuery))
        {
            await writer.WriteAsync(row, token);
        }
    }
}
