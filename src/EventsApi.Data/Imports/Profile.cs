using System.Text.Json;
using System.Text.Json.Serialization;
using EventsApi.Data.Model;

namespace EventsApi.Data.Imports;

/// <summary>
/// One way to fill one of our columns. Several for the same column are tried in their order until one gives a value;
/// what a conversion does not carry over whole stays in <c>attributes</c> under its foreign name.
/// </summary>
/// <param name="Column">Our column.</param>
/// <param name="From">Foreign names, any case; alternatives of each other, or the parts that the conversion joins.</param>
/// <param name="Conversion">Name of one of <see cref="Conversions"/>.</param>
/// <param name="Prefix">What <c>id</c> puts before the foreign id.</param>
/// <param name="Values">Our value by foreign value, for <c>values</c>; by beginning, for <c>beginning</c>.</param>
internal sealed record ProfileColumn(
    string Column, IReadOnlyList<string> From, string Conversion, string? Prefix = null, IReadOnlyDictionary<string, string>? Values = null);

/// <summary>
/// A foreign table, described in <c>db/profiles/NAME.json</c>: what its header must contain, where its columns go, and
/// what is dropped. A new one is a file, not code.
/// </summary>
public sealed record Profile
{
    private const string Folder = "db/profiles/";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public required string Name { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Columns that the header must have, each as alternatives joined by <c>|</c>.</summary>
    public required IReadOnlyList<string> Required { get; init; }

    [JsonInclude]
    internal IReadOnlyList<ProfileColumn> Columns { get; init; } = [];

    /// <summary>Foreign columns that say nothing about the event.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>Attributes that may differ between the rows of one event in an export by actor.</summary>
    public IReadOnlyList<string> RowOnly { get; init; } = [];

    /// <summary>All profiles, by name.</summary>
    public static IReadOnlyList<Profile> All { get; } =
        [.. Resources.List(Folder).Where(path => path.EndsWith(".json", StringComparison.Ordinal)).Select(path => Parse(Resources.ReadText(path)))];

    /// <summary>The profile of a name in any case, or null.</summary>
    public static Profile? Find(string name) => All.FirstOrDefault(profile => profile.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a profile.</summary>
    /// <exception cref="InvalidOperationException">It names a column or conversion that there is not.</exception>
    internal static Profile Parse(string json)
    {
        var profile = JsonSerializer.Deserialize<Profile>(json, Options)!;
        var wrong = profile.Columns.FirstOrDefault(column => EventColumns.Find(column.Column) is null || Conversions.Find(column.Conversion) is null);
        return wrong is null ? profile : throw new InvalidOperationException($"Profile {profile.Name}: {wrong.Column} by {wrong.Conversion} is unknown.");
    }

    /// <summary>The form in which column names are compared.</summary>
    internal static string Key(string name) => name.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    /// <summary>What of <see cref="Required"/> a header lacks.</summary>
    internal IReadOnlyList<string> Missing(IEnumerable<string> header)
    {
        var names = header.Select(Key).ToHashSet(StringComparer.Ordinal);
        return [.. Required.Where(alternatives => !alternatives.Split('|').Any(names.Contains))];
    }

    /// <summary>The profile that requires most of what the header has.</summary>
    /// <exception cref="UnreadableFileException">The header fits none; says what each lacks.</exception>
    internal static Profile Recognise(IReadOnlyList<string> header, string file)
    {
        var fitting = All.Where(profile => profile.Missing(header).Count == 0).MaxBy(profile => profile.Required.Count);
        return fitting ?? throw new UnreadableFileException(
            $"{file} has the header of no known profile: {string.Join("; ", All.Select(profile => profile.Lack(header)))}.");
    }

    internal string Lack(IReadOnlyList<string> header) =>
        $"{Name} needs {string.Join(", ", Missing(header).Select(names => names.Replace("|", " or ", StringComparison.Ordinal)))}";
}
