using EventsApi.Data.Storage;
using EventsApi.Representations;
using Microsoft.AspNetCore.Http.Headers;

namespace EventsApi.Requests;

/// <summary>A request for what changed: after which place, how much at once, how long to wait for more, and in which format.</summary>
public sealed record ChangesRequest(ChangeCursor Since, int Limit, TimeSpan Wait, EventFormat Format)
{
    public const int DefaultLimit = 1000;
    public const int MaximumLimit = 5000;
    public const int MostSeconds = 60;

    /// <summary>Server-sent events, one a change, for as long as client and server like.</summary>
    public static readonly EventFormat ServerSentEvents = new("sse", "text/event-stream; charset=utf-8", ["text/event-stream"], true);

    private static readonly IReadOnlyList<EventFormat> Formats = [EventFormat.Json, ServerSentEvents];

    private static readonly Parameter SinceParameter = new("since", ParameterType.Text,
        "The place to go on from, as next of the last answer has it (or the id of the last server-sent event); without it from the beginning.")
    { Example = null };

    private static readonly Parameter LimitParameter = new("limit", ParameterType.Integer, "Changes in an answer; more than the maximum is taken as the maximum.")
    { Minimum = 1, Maximum = MaximumLimit, Default = DefaultLimit, Example = 100 };

    private static readonly Parameter WaitParameter = new("wait", ParameterType.Integer, "Seconds to wait for a change where there is none yet.")
    { Minimum = 0, Maximum = MostSeconds, Default = 0, Example = 0 };

    private static readonly Parameter FormatParameter = Negotiation.F with { Allowed = [.. Formats.Select(format => format.Name)] };

    /// <summary>All parameters.</summary>
    public static IReadOnlyList<Parameter> Parameters { get; } = [SinceParameter, LimitParameter, WaitParameter, FormatParameter];

    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static ChangesRequest Parse(RawRequest raw, RequestHeaders headers, string? lastEventId)
    {
        raw.RefuseUnknown([.. Parameters.Select(parameter => parameter.Name)]);
        var request = new ChangesRequest(
            ParseSince(raw, lastEventId),
            (int)Math.Min(Number(raw, LimitParameter, null) ?? DefaultLimit, MaximumLimit),
            TimeSpan.FromSeconds(Number(raw, WaitParameter, MostSeconds) ?? 0),
            Negotiation.Choose(raw, headers, Formats));
        raw.Errors.ThrowIfAny();
        return request;
    }

    // A browser that connects again sends the id of the last event it got, and the same address.
    private static ChangeCursor ParseSince(RawRequest raw, string? lastEventId)
    {
        if ((string.IsNullOrEmpty(lastEventId) ? raw.Single(SinceParameter.Name) : lastEventId) is not { } token)
        {
            return ChangeCursor.Start;
        }
        if (ChangeCursor.Parse(token) is { } cursor)
        {
            return cursor;
        }
        raw.Errors.Add(SinceParameter.Name, token, "Not a cursor of this server; take it from next of an earlier answer, or leave it out to begin from the beginning.");
        return ChangeCursor.Start;
    }

    private static long? Number(RawRequest raw, Parameter parameter, double? maximum) =>
        raw.Single(parameter.Name) is { } text ? Values.Integer(parameter.Name, text, parameter.Minimum, maximum, raw.Errors) : null;
}
