using EventsApi.Requests;

namespace EventsApi.Compatibility.Acled;

/// <summary>The query string as it was meant: <c>?export_type</c> for a name behind a second question mark, <c>format</c> for <c>_format</c>.</summary>
internal static class AcledQuery
{
    public static RawRequest Read(HttpRequest request)
    {
        var raw = new RawRequest();
        foreach (var (name, values) in request.Query)
        {
            var plain = name.Trim().TrimStart('?');
            raw.Add(plain.Equals(AcledFormat.Alias, StringComparison.OrdinalIgnoreCase) ? AcledFormat.Parameter.Name : plain, values.Select(value => value ?? ""));
        }
        return raw;
    }
}
