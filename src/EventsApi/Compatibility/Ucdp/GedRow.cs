using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Model;

namespace EventsApi.Compatibility.Ucdp;

/// <summary>An event with what its file had besides.</summary>
internal sealed class GedRow
{
    /// <summary>What an import puts before the number of UCDP's event.</summary>
    public const string Prefix = "UCDP";

    private readonly Dictionary<string, string> _attributes = new(StringComparer.OrdinalIgnoreCase);

    public GedRow(Event row)
    {
        Event = row;
        if (row.Attributes is null)
        {
            return;
        }
        using var document = JsonDocument.Parse(row.Attributes);
        foreach (var member in document.RootElement.EnumerateObject().Where(member => member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number))
        {
            _attributes[member.Name] = member.Value.ToString();
        }
    }

    public Event Event { get; }

    public Country? Country => Event.Country is { } name ? Codebook.FindCountry(name) : null;

    /// <summary>UCDP's number; what is not UCDP's has its own id, which is no number.</summary>
    public object Id => Event.EventIdCnty.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(Event.EventIdCnty.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number : Event.EventIdCnty;

    /// <summary>Whether the notes are a headline: an import takes the description for them only where there is none.</summary>
    public bool IsHeadline => Id is string || Attribute("where_description") is not null;

    public string? Attribute(string name) => _attributes.GetValueOrDefault(name);
}
