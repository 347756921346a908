using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EventsApi.Requests;

/// <summary>
/// The body of a search: one JSON object whose members are the query parameters' names, an array where one repeats.
/// The query string may add what the body does not say, the cursor of the next page above all.
/// </summary>
internal static class SearchBody
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 8 };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="BadHttpRequestException">415 for another media type, 413 for a body too long, 400 for one that is not UTF-8.</exception>
    public static async Task<string> ReadAsync(HttpContext http, Options options)
    {
        if (!http.Request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The body must be application/json.", StatusCodes.Status415UnsupportedMediaType);
        }
        var bytes = new MemoryStream();
        var buffer = new byte[16_384];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            if (bytes.Length + read > options.MaximumBodyBytes)
            {
                throw new BadHttpRequestException($"The body is longer than {options.MaximumBodyBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
            }
            bytes.Write(buffer, 0, read);
        }
        return Decode(bytes);
    }

    private static string Decode(MemoryStream bytes)
    {
        try
        {
            return Utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException exception)
        {
            throw new BadHttpRequestException($"The body is not UTF-8: byte {exception.Index + 1}.", exception);
        }
    }

    /// <summary>The query string and the body as one request.</summary>
    /// <param name="parameters">What may be asked for; those that are lists may be arrays.</param>
    public static RawRequest Read(HttpContext http, string body, IReadOnlyList<Parameter> parameters)
    {
        var raw = RawRequest.FromQuery(http.Request.Query);
        AddTo(raw, body, parameters);
        return raw;
    }

    private static void AddTo(RawRequest raw, string body, IReadOnlyList<Parameter> parameters)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                raw.Errors.Add("body", null, "Must be a JSON object whose members are the query parameters' names.");
                return;
            }
            foreach (var member in document.RootElement.EnumerateObject())
            {
                Add(raw, member, parameters);
            }
        }
        catch (InvalidOperationException)
        {
            raw.Errors.Add("body", null, "Holds text that is not Unicode (half of a surrogate pair).");
        }
        catch (JsonException exception)
        {
            raw.Errors.Add("body", null, $"Is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
    }

    private static void Add(RawRequest raw, JsonProperty member, IReadOnlyList<Parameter> parameters)
    {
        if (raw.Values(member.Name).Count > 0)
        {
            raw.Errors.Add(member.Name, null, "Is given twice, here and in the query string or under the same name.");
            return;
        }
        // bbox, near, sort and fields are lists in one value; in JSON they may be written as arrays.
        var isList = parameters.Any(parameter => parameter.List is not null && parameter.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase));
        if (member.Value.ValueKind == JsonValueKind.Object && member.Name.Equals(PlaceFilters.Geometry.Name, StringComparison.OrdinalIgnoreCase))
        {
            raw.Add(member.Name, [member.Value.GetRawText()]);
        }
        else if (member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 0)
        {
            raw.Errors.Add(member.Name, "[]", "Must not be an empty array; leave the member out.");
        }
        else if (member.Value.ValueKind != JsonValueKind.Array)
        {
            raw.Add(member.Name, Text(raw, member.Name, member.Value));
        }
        else if (isList)
        {
            raw.Add(member.Name, [string.Join(',', member.Value.EnumerateArray().SelectMany(element => Text(raw, member.Name, element)))]);
        }
        else
        {
            raw.Add(member.Name, [.. member.Value.EnumerateArray().SelectMany(element => Text(raw, member.Name, element))]);
        }
    }

    private static IEnumerable<string> Text(RawRequest raw, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return [value.GetString()!];
            case JsonValueKind.Number:
                return [Number(value)];
            case JsonValueKind.True or JsonValueKind.False:
                return [value.GetRawText()];
            default:
                raw.Errors.Add(name, value.GetRawText(), "Must be text, a number, true or false, or an array of these.");
                return [];
        }
    }

    // 1e3 and 1000.0 are the integer 1000 in JSON (RFC 8259 §6 has but one kind of number).
    private static string Number(JsonElement value) => value.TryGetDecimal(out var number) && decimal.IsInteger(number)
        ? number.ToString("0", CultureInfo.InvariantCulture)
        : value.GetRawText();
}
