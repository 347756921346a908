namespace EventsApi.Requests;

/// <summary>A request for an event's revisions: how many, and below which number.</summary>
public sealed record RevisionsRequest(long Before, int Limit)
{
    public const int DefaultLimit = 100;
    public const int MaximumLimit = 1000;

    private static readonly Parameter BeforeParameter = new("before", ParameterType.Integer, "Only revisions of lower numbers.")
    { Minimum = 1, Example = 100 };

    private static readonly Parameter LimitParameter = new("limit", ParameterType.Integer, "Revisions on a page; more than the maximum is taken as the maximum.")
    { Minimum = 1, Maximum = MaximumLimit, Default = DefaultLimit, Example = 100 };

    /// <summary>All parameters.</summary>
    public static IReadOnlyList<Parameter> Parameters { get; } = [BeforeParameter, LimitParameter, PlainRequest.F];

    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static RevisionsRequest Parse(RawRequest raw)
    {
        raw.RefuseUnknown([.. Parameters.Select(parameter => parameter.Name)]);
        if (raw.Single(PlainRequest.F.Name) is { } format && !PlainRequest.F.Allowed!.Contains(format))
        {
            raw.Errors.AddUnknown(PlainRequest.F.Name, format, "format", PlainRequest.F.Allowed!);
        }
        var request = new RevisionsRequest(
            Number(raw, BeforeParameter) ?? long.MaxValue,
            (int)Math.Min(Number(raw, LimitParameter) ?? DefaultLimit, MaximumLimit));
        raw.Errors.ThrowIfAny();
        return request;
    }

    private static long? Number(RawRequest raw, Parameter parameter) =>
        raw.Single(parameter.Name) is { } text ? Values.Integer(parameter.Name, text, parameter.Minimum, null, raw.Errors) : null;
}
