using System.Text.Json;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Compatibility.Acled;

/// <summary>Which of the two generations of ACLED's API a client was made for; they differ in values, envelope and errors.</summary>
internal sealed record AcledGeneration
{
    /// <summary>Numbers are numbers, a page says how many rows there are in all, an error has its status.</summary>
    public static readonly AcledGeneration Current = new() { IsTyped = true, Errors = new ProblemShape(WriteAsync) };

    /// <summary>Every value is text, and an error is 200 with <c>success</c> false.</summary>
    public static readonly AcledGeneration Legacy = new() { Errors = new ProblemShape(WriteLegacyAsync) };

    public bool IsTyped { get; private init; }

    public required ProblemShape Errors { get; init; }

    private static Task WriteAsync(HttpContext http, int status, string detail, IReadOnlyList<RequestError> errors) => WriteAsync(http, json =>
    {
        json.WriteNumber("status", status);
        json.WriteBoolean("success", false);
        json.WriteStartArray("error");
        foreach (var message in Messages(detail, errors))
        {
            json.WriteStartObject();
            json.WriteString("message", message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    // These clients take any other status for a broken connection, and never read what is wrong.
    private static Task WriteLegacyAsync(HttpContext http, int status, string detail, IReadOnlyList<RequestError> errors)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        return WriteAsync(http, json =>
        {
            json.WriteNumber("status", status);
            json.WriteBoolean("success", false);
            json.WriteStartObject("error");
            json.WriteNumber("status", status);
            json.WriteString("message", string.Join(' ', Messages(detail, errors)));
            json.WriteEndObject();
        });
    }

    private static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = EventFormat.Json.MediaType;
        await http.Response.WriteJsonAsync(json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        });
    }

    // What names no parameter is a sentence that clients look for, word by word.
    private static IEnumerable<string> Messages(string detail, IReadOnlyList<RequestError> errors) =>
        errors.Count == 0 ? [detail] : errors.Select(error => error.Parameter.Length == 0 ? error.Message : $"{error.Parameter}: {error.Message}");
}
