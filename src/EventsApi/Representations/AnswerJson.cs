using System.Text.Json;

namespace EventsApi.Representations;

/// <summary>How answers that are records are written: snake_case, every member present, numbers as numbers.</summary>
internal static class AnswerJson
{
    /// <summary>For answers that no endpoint returns.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    public static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.Encoder = EventJson.Options.Encoder;
        json.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
    }

    private static JsonSerializerOptions Make()
    {
        var json = new JsonSerializerOptions();
        Configure(json);
        return json;
    }
}
