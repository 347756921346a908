using System.CommandLine;
using System.Globalization;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Representations;

namespace EventsApi.Commands;

/// <summary>Adds, lists and revokes keys.</summary>
internal static class KeysCommand
{
    private const string PerMinute = "/min";

    public static Command Create(Settings settings)
    {
        var list = new Command("list", "List the keys: name, scopes, data sets, requests a minute, created, expires, last used, state; separated by tabs.");
        list.SetAction((parsed, token) => ListAsync(settings, parsed, token));
        return new Command("keys", "Keys for whoever writes over HTTP: add one, list them, revoke one.") { Add(settings), list, Revoke(settings) };
    }

    private static Command Add(Settings settings)
    {
        var name = new Argument<string>("NAME") { Description = "Whose it is; the history names it." };
        var scopes = new Option<string>("--scope") { Description = $"What it is for: {string.Join(", ", Scopes.All)}; separated by commas.", HelpName = "SCOPES", Required = true };
        var datasets = new Option<string[]>("--dataset") { Description = "Data set that it is bound to; it changes and deletes no other's events. May be repeated.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        var expires = new Option<string?>("--expires") { Description = "The last day on which it is valid (UTC).", HelpName = "DATE" };
        var rate = new Option<string?>("--rate") { Description = "Requests that it may make, as 60/min; any number without it.", HelpName = "N/min" };
        var command = new Command("add", "Add a key and print it; it is shown this once.") { name, scopes, datasets, expires, rate };
        command.SetAction(async (parsed, token) =>
        {
            var key = new ApiKey
            {
                Name = Plain(parsed.GetValue(name)!, "key"),
                Scopes = ParseScopes(parsed.GetValue(scopes)!),
                Datasets = parsed.GetValue(datasets) is { Length: > 0 } bound ? string.Join(',', bound.Select(dataset => Plain(dataset, "data set")).Distinct()) : null,
                Expires = ParseDay(parsed.GetValue(expires)),
                Rate = ParseRate(parsed.GetValue(rate)),
            };
            await using var office = await settings.OpenOfficeAsync(parsed, token);
            try
            {
                Console.WriteLine(await office.AddKeyAsync(key, token));
                return CommandLine.Succeeded;
            }
            catch (KeyTakenException exception)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return CommandLine.Failed;
            }
        });
        return command;
    }

    private static Command Revoke(Settings settings)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the key." };
        var command = new Command("revoke", "Make a key invalid, at once and for good.") { name };
        command.SetAction(async (parsed, token) =>
        {
            await using var office = await settings.OpenOfficeAsync(parsed, token);
            if (await office.RevokeKeyAsync(parsed.GetValue(name)!, token))
            {
                Console.WriteLine($"Revoked {parsed.GetValue(name)}.");
                return CommandLine.Succeeded;
            }
            await Console.Error.WriteLineAsync($"There is no key '{parsed.GetValue(name)}' that could be revoked; 'keys list' shows all.");
            return CommandLine.Failed;
        });
        return command;
    }

    private static async Task<int> ListAsync(Settings settings, ParseResult parsed, CancellationToken token)
    {
        await using var office = await settings.OpenOfficeAsync(parsed, token);
        foreach (var key in await office.KeysAsync(token))
        {
            Console.WriteLine(string.Join('\t', key.Name, key.Scopes, key.Datasets, key.Rate?.ToString(CultureInfo.InvariantCulture), Time(key.Created), Time(key.Expires),
                Time(key.LastUsed), key.Revoked is not null ? "revoked" : key.IsValid(DateTimeOffset.UtcNow) ? "valid" : "expired"));
        }
        return CommandLine.Succeeded;
    }

    private static string Time(long? time) => time is { } known ? ChangeJson.Time(DateTimeOffset.FromUnixTimeMilliseconds(known)) : "";

    private static string Plain(string name, string what) => PlainName.IsValid(name) ? name : throw new UsageException($"'{name}' is no name for a {what}: {PlainName.Form}.");

    private static string ParseScopes(string text)
    {
        var scopes = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        return scopes.Find(scope => !Scopes.All.Contains(scope)) is not { } unknown && scopes.Count > 0 ? string.Join(',', scopes)
            : throw new UsageException($"'{text}' are no scopes: there are {string.Join(", ", Scopes.All)}.");
    }

    private static long? ParseDay(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue && day >= DateOnly.FromDateTime(DateTime.UtcNow)
            ? new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds()
            : throw new UsageException($"--expires must be a day from today on (UTC), written YYYY-MM-DD, not '{text}'.");

    private static long? ParseRate(string? text) => text is null ? null
        : text.EndsWith(PerMinute, StringComparison.Ordinal) && int.TryParse(text[..^PerMinute.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate > 0 ? rate
            : throw new UsageException($"--rate must be requests a minute, as 60/min, not '{text}'.");
}
