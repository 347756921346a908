using EventsApi.Representations;
using Microsoft.AspNetCore.Http.Headers;

namespace EventsApi.Requests;

/// <summary>A request for a page of imports.</summary>
internal static class ImportsRequest
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1000;

    private static readonly Parameter Before = new("before", ParameterType.Integer, "Only imports of lower numbers.") { Minimum = 1, Example = 100 };

    private static readonly Parameter Limit = new("limit", ParameterType.Integer, "Imports on a page; more than the maximum is taken as the maximum.")
    { Minimum = 1, Maximum = MaximumLimit, Default = DefaultLimit, Example = 100 };

    public static IReadOnlyList<Parameter> Parameters { get; } = [Before, Limit];

    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static (long Before, int Limit) Parse(RawRequest raw)
    {
        raw.RefuseUnknown([.. Parameters.Select(parameter => parameter.Name)]);
        var (before, limit) = (Number(raw, Before) ?? long.MaxValue, (int)Math.Min(Number(raw, Limit) ?? DefaultLimit, MaximumLimit));
        raw.Errors.ThrowIfAny();
        return (before, limit);
    }

    private static long? Number(RawRequest raw, Parameter parameter) =>
        raw.Single(parameter.Name) is { } text ? Values.Integer(parameter.Name, text, parameter.Minimum, null, raw.Errors) : null;
}

/// <summary>A request to take an import back.</summary>
internal static class RevertRequest
{
    private static readonly Parameter Reason = new("reason", ParameterType.Text, "Why; the history keeps it.") { Example = "Wrong file" };

    public static IReadOnlyList<Parameter> Parameters { get; } = [Reason];

    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static string? Parse(RawRequest raw)
    {
        raw.RefuseUnknown([Reason.Name]);
        var reason = raw.Single(Reason.Name);
        raw.Errors.ThrowIfAny();
        return reason;
    }
}

/// <summary>A request for the rejected rows of an import.</summary>
internal static class RejectsRequest
{
    private static readonly IReadOnlyList<EventFormat> Formats = [EventFormat.Csv, EventFormat.NdJson];

    private static readonly Parameter Format = Negotiation.F with { Allowed = [.. Formats.Select(format => format.Name)], Default = EventFormat.Csv.Name, Example = EventFormat.Csv.Name };

    public static IReadOnlyList<Parameter> Parameters { get; } = [Format, EventRequest.CsvSafeParameter];

    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static (EventFormat Format, CsvOptions Csv) Parse(RawRequest raw, RequestHeaders headers)
    {
        raw.RefuseUnknown([.. Parameters.Select(parameter => parameter.Name)]);
        var format = Negotiation.Choose(raw, headers, Formats);
        var csv = EventRequest.ParseCsv(raw, format);
        raw.Errors.ThrowIfAny();
        return (format, csv);
    }
}
