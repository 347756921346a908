using System.Data.Common;
using System.Net;
using EventsApi.Data.Model;

namespace EventsApi;

/// <summary>
/// The settings of section <c>EventsApi</c>: appsettings.json, the environment (<c>EventsApi__Database</c>) or the
/// command line. Checked at start; a wrong one is refused with a sentence.
/// </summary>
public sealed record Options
{
    public const string Section = "EventsApi";

    /// <summary>Path of the SpatiaLite file.</summary>
    public string Database { get; init; } = "data/events.db";

    /// <summary>Whether an empty database gets the bundled sample when the server starts.</summary>
    public bool Sample { get; init; } = true;

    /// <summary>Address that links in answers begin with; the request's own when empty.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Addresses of the proxies whose X-Forwarded-For, -Proto and -Host count.</summary>
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    /// <summary>Seconds that one question to the database may take; a whole export may take longer.</summary>
    public int QuerySeconds { get; init; } = 30;

    /// <summary>Longest body of a search, in bytes.</summary>
    public int MaximumBodyBytes { get; init; } = 1_000_000;

    /// <summary>Whether everybody may read; else whoever has a key with the scope read.</summary>
    public bool AnonymousReads { get; init; } = true;

    /// <summary>Requests a minute that one address may make without a key; 0 is any number.</summary>
    public int AddressRate { get; init; }

    /// <summary>Folder in which sent files wait and rejected rows stay; when empty, one beside the SpatiaLite file, else data/NAME-postgres-imports by the database's name.</summary>
    public string Imports { get; init; } = "";

    /// <summary>Longest body of an import, in bytes as sent.</summary>
    public long MaximumImportBytes { get; init; } = 1_000_000_000;

    /// <summary>What a gzipped import may become, in bytes.</summary>
    public long MaximumUnpackedBytes { get; init; } = 10_000_000_000;

    /// <summary>What a gzipped import may become, as a multiple of its length.</summary>
    public int MaximumRatio { get; init; } = 200;

    /// <summary>Imports that may wait.</summary>
    public int MaximumQueue { get; init; } = 100;

    /// <summary>Days for which the report and the rejected rows of an import are kept; what it changed is kept for ever.</summary>
    public int ImportDays { get; init; } = 90;

    /// <summary>The folder of imports; a file and a database of the same name have one each, since their imports have the same numbers.</summary>
    public string ImportFolder => Imports.Length > 0 ? Imports
        : Data.Storage.Database.IsPostgres(Database) ? Path.Combine("data", DatabaseName + "-postgres-imports")
        : Path.Combine(Path.GetDirectoryName(Database) ?? "", DatabaseName + "-imports");

    private string DatabaseName => !Data.Storage.Database.IsPostgres(Database) ? Path.GetFileNameWithoutExtension(Database)
        : new DbConnectionStringBuilder { ConnectionString = Database }.TryGetValue("Database", out var name) ? (string)name : "events";

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="OptionsException">Which setting is wrong, and what it takes.</exception>
    public static Options Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        RefuseUnknown(section);
        try
        {
            var options = section.Get<Options>() ?? new Options();
            options.Check();
            return options;
        }
        catch (InvalidOperationException exception)
        {
            throw new OptionsException($"A setting of {Section} cannot be read: {exception.Message}");
        }
    }

    private void Check()
    {
        Require(Folding.IsAvailable, "the runtime has no Unicode data (ICU), so accents cannot be ignored; install libicu and do not set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT");
        Require(Database.Length > 0, "Database must be the path of a file");
        Require(PublicUrl is null or "" || (Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"),
            $"PublicUrl must be an http or https address, not '{PublicUrl}'");
        Require(QuerySeconds is >= 1 and <= 3600, $"QuerySeconds must be from 1 to 3600, not {QuerySeconds}");
        Require(MaximumBodyBytes is >= 1000 and <= 100_000_000, $"MaximumBodyBytes must be from 1000 to 100000000, not {MaximumBodyBytes}");
        Require(AddressRate is >= 0 and <= 1_000_000, $"AddressRate must be from 0 to 1000000, not {AddressRate}");
        Require(MaximumImportBytes is >= 1000 and <= 1_000_000_000_000, $"MaximumImportBytes must be from 1000 to 1000000000000, not {MaximumImportBytes}");
        Require(MaximumUnpackedBytes is >= 1000 and <= 10_000_000_000_000, $"MaximumUnpackedBytes must be from 1000 to 10000000000000, not {MaximumUnpackedBytes}");
        Require(MaximumRatio is >= 2 and <= 100_000, $"MaximumRatio must be from 2 to 100000, not {MaximumRatio}");
        Require(MaximumQueue is >= 1 and <= 100_000, $"MaximumQueue must be from 1 to 100000, not {MaximumQueue}");
        Require(ImportDays is >= 1 and <= 36_500, $"ImportDays must be from 1 to 36500, not {ImportDays}");
        foreach (var proxy in KnownProxies)
        {
            Require(IPAddress.TryParse(proxy, out _), $"KnownProxies must be IP addresses, not '{proxy}'");
        }
    }

    private static void RefuseUnknown(IConfigurationSection section)
    {
        var known = typeof(Options).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).ToList();
        foreach (var child in section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            throw new OptionsException($"There is no setting {Section}:{child.Key}; there are {string.Join(", ", known)}.");
        }
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new OptionsException($"Wrong setting: {sentence}.");
        }
    }
}

/// <summary>A setting is wrong; the message is for whoever runs the server.</summary>
public sealed class OptionsException(string message) : Exception(message);
