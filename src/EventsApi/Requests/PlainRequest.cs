namespace EventsApi.Requests;

/// <summary>A request that takes no parameters but <c>f=json</c>, which some clients add to every address.</summary>
internal static class PlainRequest
{
    public static readonly Parameter F = new("f", ParameterType.Text, "Format of the answer.")
    { Allowed = ["json"], Default = "json", Example = "json" };

    public static ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var raw = RawRequest.FromQuery(context.HttpContext.Request.Query);
        raw.RefuseUnknown([F.Name]);
        CheckFormat(raw);
        raw.Errors.ThrowIfAny();
        return next(context);
    }

    public static void CheckFormat(RawRequest raw)
    {
        if (raw.Single(F.Name) is { } format && !F.Allowed!.Contains(format))
        {
            raw.Errors.AddUnknown(F.Name, format, "format", F.Allowed!);
        }
    }
}
