using System.Text.Json;
using System.Text.Json.Nodes;
using EventsApi.Access;
using EventsApi.Data.Imports;
using EventsApi.Data.Model;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Representations;

namespace EventsApi.Requests;

/// <summary>A request to write or delete one event: under which condition, why, and for writing what.</summary>
internal sealed class EventEdit
{
    private const string Profile = "events";

    private static readonly Parameter ReasonParameter = new("reason", ParameterType.Text, "Why; the history keeps it.") { Example = "Corrected by the source" };

    private static readonly string Id = EventColumns.EventIdCnty.Name;

    private static readonly string Dataset = EventColumns.Dataset.Name;

    // What the profile must find, if only to say that it is missing.
    private static readonly IReadOnlyList<Column> Needed = [EventColumns.EventDate, EventColumns.EventType, EventColumns.Attributes];

    public static IReadOnlyList<Parameter> Parameters { get; } = [ReasonParameter];

    public required EditCondition Condition { get; init; }

    public required WriteOrigin Origin { get; init; }

    /// <summary>Reads what both kinds have; null when the condition is missing.</summary>
    /// <exception cref="InvalidRequestException">A parameter is wrong.</exception>
    public static EventEdit? Parse(HttpContext http)
    {
        var raw = RawRequest.FromQuery(http.Request.Query);
        raw.RefuseUnknown([ReasonParameter.Name]);
        var reason = raw.Single(ReasonParameter.Name);
        raw.Errors.ThrowIfAny();
        return ConditionOf(http.Request) is { } condition ? new EventEdit { Condition = condition, Origin = new WriteOrigin(http.GetKey()!.Name, reason) } : null;
    }

    /// <summary>The event of the body, as a file of one row that names the event of the path.</summary>
    /// <exception cref="InvalidRequestException">It is no event, or another one.</exception>
    public static JsonObject ReadBody(string body, string id)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject row)
            {
                throw Wrong("body", null, "Must be a JSON object: the event, its columns by their names.");
            }
            if (row[Id] is { } named && !(named is JsonValue value && value.TryGetValue(out string? text) && text.Equals(id, StringComparison.OrdinalIgnoreCase)))
            {
                throw Wrong(Id, named.ToJsonString(), $"Must be the event of the address, '{id}'.");
            }
            if (row[Dataset] is { } set && !(set is JsonValue name && name.TryGetValue(out string? plain) && PlainName.IsValid(plain)))
            {
                throw Wrong(Dataset, set.ToJsonString(), $"Must be {PlainName.Form}.");
            }
            _ = JsonSerializer.SerializeToUtf8Bytes(row); // text that is not Unicode is found out here
            var unknown = row.FirstOrDefault(member => member.Key != EventJson.Uncertainty && EventColumns.Find(member.Key) is null && member.Key != EventColumns.DistanceKm.Name).Key;
            return unknown is null ? row : throw Wrong(unknown, null, "Is no column of an event; what else is known of it goes into attributes.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw Wrong("body", null, "Is not JSON of Unicode text with distinct names.");
        }
    }

    /// <summary>The import of the row; what it does not say of its data set is as it was, or the key's.</summary>
    public (ImportRequest Request, Stream File) Open(JsonObject body, string id, ApiKey key, Event? held)
    {
        var row = (JsonObject)body.DeepClone();
        row[Id] = id.ToUpperInvariant();
        var dataset = (string?)row[Dataset] ?? held?.Dataset ?? key.BoundTo?[0] ?? Profile;
        if (key.BoundTo is { } bound && !bound.Contains(dataset))
        {
            throw new ForeignEventException(dataset);
        }
        row[Dataset] = dataset;
        foreach (var needed in Needed)
        {
            row.TryAdd(needed.Name, null);
        }
        var request = new ImportRequest("body") { Profile = Profile, Dataset = dataset, Strict = true, BoundTo = key.BoundTo, DateOrder = DateOrder.YearMonthDay, Origin = Origin };
        return (request, new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new JsonArray(row))));
    }

    // RFC 9110 §13.1.1: strong tags only; an event's own begins with its revision, whatever representation it was of.
    private static EditCondition? ConditionOf(HttpRequest request)
    {
        var headers = request.GetTypedHeaders();
        if (request.Headers.IfMatch.Count > 0)
        {
            if (headers.IfMatch.Count == 0)
            {
                throw Wrong("If-Match", request.Headers.IfMatch.ToString(), "Must be the event's ETag with its quotes, or *.");
            }
            return headers.IfMatch.Any(tag => tag.Tag == "*")
                ? new EditCondition(null, true)
                : new EditCondition([.. headers.IfMatch.Select(EntityTags.RevisionOf).OfType<long>()], null);
        }
        return headers.IfNoneMatch.Any(tag => tag.Tag == "*") ? new EditCondition(null, false) : null;
    }

    private static InvalidRequestException Wrong(string parameter, string? value, string message)
    {
        var errors = new RequestErrors();
        errors.Add(parameter, value, message);
        return new InvalidRequestException(errors.All);
    }
}
