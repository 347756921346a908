using System.Text.RegularExpressions;

namespace EventsApi.Data.Storage;

/// <summary>Names of data sets and of levels of boundaries: they stand in addresses and file names.</summary>
public static partial class PlainName
{
    /// <summary>What a name must be, for messages.</summary>
    public const string Form = "up to 64 lower-case letters, digits, '.', '_' and '-', beginning with a letter or digit";

    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,63}$")]
    private static partial Regex Pattern();
}
