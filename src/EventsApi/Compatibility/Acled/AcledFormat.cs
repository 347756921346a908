using EventsApi.Requests;

namespace EventsApi.Compatibility.Acled;

/// <summary>How rows are written: by <c>_format</c>, or by what the path ends in.</summary>
internal sealed record AcledFormat(string Name, string MediaType)
{
    public const string Alias = "format";

    public static readonly AcledFormat Json = new("json", "application/json; charset=utf-8");
    public static readonly AcledFormat Csv = new("csv", "text/csv; charset=utf-8");
    public static readonly AcledFormat Xml = new("xml", "application/xml; charset=utf-8");

    /// <summary>Columns separated by tabs, as the older generation had it.</summary>
    public static readonly AcledFormat Text = new("txt", "text/plain; charset=utf-8");

    private static readonly IReadOnlyList<AcledFormat> Named = [Json, Csv, Xml];

    /// <summary>What a path may end in.</summary>
    public static IReadOnlyList<AcledFormat> All { get; } = [.. Named, Text];

    public static readonly Parameter Parameter = new("_format", ParameterType.Text, "Format of the answer.")
    { Allowed = [.. Named.Select(format => format.Name)], Default = Json.Name, Example = Json.Name };

    public static AcledFormat Choose(RawRequest raw, AcledFormat? path)
    {
        if (raw.Single(Parameter.Name) is not { } name)
        {
            return path ?? Json;
        }
        if (Named.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } format)
        {
            return format;
        }
        raw.Errors.AddUnknown(Parameter.Name, name, $"format; there are {string.Join(", ", Parameter.Allowed!)}", Parameter.Allowed!);
        return Json;
    }
}
