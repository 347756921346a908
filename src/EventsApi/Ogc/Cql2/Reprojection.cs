namespace EventsApi.Ogc.Cql2;

/// <summary>Geometries of a filter in another reference system than longitude and latitude (19-079r2, filter-crs).</summary>
internal static class Reprojection
{
    public static Node Apply(Node node, Crs crs) => node switch
    {
        Node.Geometry geometry => geometry with { ReadPoint = crs.Read },
        Node.Call { Name: "bbox" } box => Box(box, crs),
        Node.Call call => call with { Args = [.. call.Args.Select(argument => Apply(argument, crs))] },
        _ => node,
    };

    // Heights go with their corner; what is no box is refused where boxes are read.
    private static Node.Call Box(Node.Call call, Crs crs)
    {
        var numbers = call.Args.OfType<Node.Number>().ToList();
        if (numbers.Count != call.Args.Count || numbers.Count is not (4 or 6))
        {
            return call;
        }
        var half = numbers.Count / 2;
        var (first, last) = (crs.Read(numbers[0].Value, numbers[1].Value), crs.Read(numbers[half].Value, numbers[half + 1].Value));
        double[] corners = [first.Longitude, first.Latitude, last.Longitude, last.Latitude];
        return call with { Args = [.. corners.Select(number => new Node.Number(number, null, call.Place))] };
    }
}
