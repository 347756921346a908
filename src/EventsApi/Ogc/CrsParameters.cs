using EventsApi.Requests;

namespace EventsApi.Ogc;

/// <summary>The parameters that name a coordinate reference system.</summary>
internal static class CrsParameters
{
    public static readonly Parameter Crs = new("crs", ParameterType.Uri, "Coordinate reference system of the answer; Content-Crs names it there.")
    { Allowed = [.. Ogc.Crs.All.Select(crs => crs.Uri)], Default = Ogc.Crs.Crs84.Uri, Example = Ogc.Crs.Crs84.Uri };

    public static readonly Parameter BboxCrs = Crs with { Name = "bbox-crs", Description = "Coordinate reference system of bbox." };

    public static readonly Parameter FilterCrs = Crs with { Name = "filter-crs", Description = "Coordinate reference system of the geometries in filter." };

    /// <summary>The system that a parameter names, longitude and latitude when it names none.</summary>
    public static Crs Parse(RawRequest raw, Parameter parameter)
    {
        if (raw.Single(parameter.Name) is not { } uri)
        {
            return Ogc.Crs.Crs84;
        }
        if (Ogc.Crs.Find(uri) is { } crs)
        {
            return crs;
        }
        raw.Errors.Add(parameter.Name, uri, "Not a coordinate reference system of this collection.", parameter.Allowed);
        return Ogc.Crs.Crs84;
    }
}
