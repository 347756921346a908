using System.Text.Json;

namespace EventsApi.Tests.Contract;

/// <summary>What the document says of an answer, held against the answer: types, required and known members, enums, bounds.</summary>
internal sealed class SchemaChecker(JsonElement document)
{
    public IEnumerable<string> Check(JsonElement value, JsonElement schema, string path = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Check(value, Resolve(reference.GetString()!), path);
        }
        if (schema.TryGetProperty("anyOf", out var any) && !any.EnumerateArray().Any(one => !Check(value, one, path).Any()))
        {
            return [$"{path} is {value.ValueKind}, none of {any}"];
        }
        var types = Types(schema);
        var fault = types.Count > 0 && !types.Exists(type => Is(value, type)) ? $"{path} is {value.ValueKind}, not {string.Join(" or ", types)}"
            : schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => one.GetRawText() == value.GetRawText()) ? $"{path} is none of {allowed}"
            : IsOutOfBounds(value, schema) ? $"{path} is out of bounds: {value}" : null;
        if (fault is not null)
        {
            return [fault];
        }
        return value.ValueKind switch
        {
            JsonValueKind.Object => CheckMembers(value, schema, path),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) => value.EnumerateArray().SelectMany((element, i) => Check(element, items, $"{path}[{i}]")),
            _ => [],
        };
    }

    private IEnumerable<string> CheckMembers(JsonElement value, JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("properties", out var properties))
        {
            yield break;
        }
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        foreach (var missing in required.Where(name => !value.TryGetProperty(name, out _)))
        {
            yield return $"{path}.{missing} is missing";
        }
        foreach (var member in value.EnumerateObject())
        {
            var faults = properties.TryGetProperty(member.Name, out var known) ? Check(member.Value, known, $"{path}.{member.Name}") : [$"{path}.{member.Name} is not in the document"];
            foreach (var fault in faults)
            {
                yield return fault;
            }
        }
    }

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (element, name) => element.GetProperty(name));

    // OpenAPI 3.0 says nullable where 3.1 lists null among the types.
    private static List<string> Types(JsonElement schema) => schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean() ? [.. NamedTypes(schema), "null"] : NamedTypes(schema);

    private static List<string> NamedTypes(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => false,
    };

    private static bool IsOutOfBounds(JsonElement value, JsonElement schema) => value.ValueKind switch
    {
        JsonValueKind.Number => (schema.TryGetProperty("minimum", out var minimum) && value.GetDouble() < minimum.GetDouble())
            || (schema.TryGetProperty("maximum", out var maximum) && value.GetDouble() > maximum.GetDouble()),
        JsonValueKind.Array => (schema.TryGetProperty("minItems", out var least) && value.GetArrayLength() < least.GetInt32())
            || (schema.TryGetProperty("maxItems", out var most) && value.GetArrayLength() > most.GetInt32()),
        _ => false,
    };
}
