using System.Text.Json;

namespace EventsApi.Ogc.Cql2;

/// <summary>CQL2 JSON: nearly the syntax tree itself.</summary>
internal sealed class JsonParser
{
    private readonly Budget _budget = new();

    public Node Parse(JsonElement json)
    {
        try
        {
            return Read(json, Place.Top);
        }
        catch (InvalidOperationException)
        {
            throw new Cql2Exception(Place.Top, "Holds text that is not Unicode (half of a surrogate pair).");
        }
    }

    private Node Read(JsonElement json, Place place)
    {
        _budget.Spend(place);
        return json.ValueKind switch
        {
            JsonValueKind.String => Text(json, place),
            JsonValueKind.Number => Numbers.Read(json.GetRawText(), place),
            JsonValueKind.True or JsonValueKind.False => new Node.Boolean(json.GetBoolean(), place),
            JsonValueKind.Object => Object(json, place),
            JsonValueKind.Array => new Node.List(_budget.Deeper(place, () => Elements(json, place)), place),
            _ => throw new Cql2Exception(place, "null is no value; the operator isNull asks for unknown ones."),
        };
    }

    private static Node.Text Text(JsonElement json, Place place) => new(Characters.Check(json.GetString()!, place), place);

    private List<Node> Elements(JsonElement array, Place place) => [.. array.EnumerateArray().Select((element, i) => Read(element, place.Element(i)))];

    private Node Object(JsonElement json, Place place)
    {
        if (json.TryGetProperty("op", out var op))
        {
            Only(json, place, "op", "args");
            return new Node.Call(String(op, place.Member("op")).ToLowerInvariant(), Arguments(json, "args", place), place);
        }
        if (json.TryGetProperty("type", out _))
        {
            return new Node.Geometry(json.GetRawText(), true, place);
        }
        var member = json.EnumerateObject().Select(each => each.Name).FirstOrDefault() ?? "";
        Only(json, place, member);
        switch (member)
        {
            case "property":
                return new Node.Property(String(json.GetProperty(member), place.Member(member)), place);
            case "date" or "timestamp":
                return new Node.Call(member, [new Node.Text(String(json.GetProperty(member), place.Member(member)), place.Member(member))], place);
            case "interval" or "bbox":
                return new Node.Call(member, Arguments(json, member, place), place);
            default:
                throw new Cql2Exception(place, "Must have op and args, or be a property, date, timestamp, interval, bbox or GeoJSON geometry.",
                    ["op", "property", "date", "timestamp", "interval", "bbox", "type"]);
        }
    }

    private List<Node> Arguments(JsonElement json, string member, Place place)
    {
        var inner = place.Member(member);
        return json.TryGetProperty(member, out var args) && args.ValueKind == JsonValueKind.Array
            ? _budget.Deeper(place, () => Elements(args, inner))
            : throw new Cql2Exception(place, $"Must have {member}, an array.");
    }

    private static string String(JsonElement json, Place place) => json.ValueKind == JsonValueKind.String
        ? Text(json, place).Value
        : throw new Cql2Exception(place, "Must be text.");

    private static void Only(JsonElement json, Place place, params string[] members)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (!members.Contains(member.Name))
            {
                throw new Cql2Exception(place, $"Unknown member '{member.Name}' beside '{members[0]}'.", members);
            }
        }
    }
}
