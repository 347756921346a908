using EventsApi.Data.Places;

namespace EventsApi.Requests;

/// <summary>A request for boundaries: of which level, meeting which box, how far simplified, and which part of them.</summary>
public sealed record BoundaryRequest(string? Level, BoundingBox? Box, double Tolerance, int Limit, int Offset)
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1000;

    // Degrees; a country is nothing beyond.
    private const double MaximumTolerance = 10;

    private static readonly Parameter LevelParameter = new("level", ParameterType.Text, "Only the boundaries of this level, as country or admin1.")
    { Example = "admin1" };

    private static readonly Parameter BoxParameter = PlaceFilters.Bbox with
    {
        Description = "Only the boundaries that have a point in common with the box minlon,minlat,maxlon,maxlat in degrees; minlon greater than maxlon crosses the antimeridian. With six numbers the heights are not used.",
    };

    private static readonly Parameter ToleranceParameter = new("tolerance", ParameterType.Real,
        "Degrees by which a simplified outline may differ from the stored one. Each shape stays valid; neighbours are simplified each by itself.")
    { Minimum = 0, Maximum = MaximumTolerance, Default = 0, Example = 0.01 };

    private static readonly Parameter LimitParameter = new("limit", ParameterType.Integer,
        "Boundaries on a page; more than the maximum is taken as the maximum.")
    { Minimum = 1, Maximum = MaximumLimit, Default = DefaultLimit, Example = 10 };

    private static readonly Parameter OffsetParameter = new("offset", ParameterType.Integer, "Boundaries to skip.")
    { Minimum = 0, Maximum = int.MaxValue, Default = 0, Example = 0 };

    private static readonly Parameter F = new("f", ParameterType.Text, "Format of the answer; json is GeoJSON as well.")
    { Allowed = ["geojson", "json"], Default = "geojson", Example = "geojson" };

    /// <summary>All parameters of a page of boundaries.</summary>
    public static IReadOnlyList<Parameter> Parameters { get; } = [LevelParameter, BoxParameter, ToleranceParameter, LimitParameter, OffsetParameter, F];

    /// <summary>What one boundary takes.</summary>
    public static IReadOnlyList<Parameter> OneParameters { get; } = [ToleranceParameter, F];

    /// <summary>Reads a request for a page of boundaries, or for one of them.</summary>
    /// <param name="parameters"><see cref="Parameters"/> or <see cref="OneParameters"/>.</param>
    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static BoundaryRequest Parse(RawRequest raw, IReadOnlyList<Parameter> parameters)
    {
        raw.RefuseUnknown([.. parameters.Select(parameter => parameter.Name)]);
        if (raw.Single(F.Name) is { } format && !F.Allowed!.Contains(format))
        {
            raw.Errors.AddUnknown(F.Name, format, "format", F.Allowed!);
        }
        var request = new BoundaryRequest(
            raw.Single(LevelParameter.Name),
            PlaceFilters.ParseBbox(raw)?.Box,
            raw.Single(ToleranceParameter.Name) is { } tolerance ? Values.Real(ToleranceParameter.Name, tolerance, 0, MaximumTolerance, raw.Errors) ?? 0 : 0,
            (int)Math.Min(Number(raw, LimitParameter, null) ?? DefaultLimit, MaximumLimit),
            (int)(Number(raw, OffsetParameter, OffsetParameter.Maximum) ?? 0));
        raw.Errors.ThrowIfAny();
        return request;
    }

    private static long? Number(RawRequest raw, Parameter parameter, double? maximum) =>
        raw.Single(parameter.Name) is { } text ? Values.Integer(parameter.Name, text, parameter.Minimum, maximum, raw.Errors) : null;
}
