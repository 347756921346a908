using EventsApi.Requests;
using Microsoft.Extensions.Primitives;

namespace EventsApi.Compatibility.Acled;

/// <summary>
/// The query string as it was meant: <c>?export_type</c> for a name behind a second question mark, and for <c>_format</c> also
/// <c>format</c>, and <c>export_type</c> where it names a format.
/// </summary>
internal static class AcledQuery
{
    public static RawRequest Read(HttpRequest request)
    {
        var raw = new RawRequest();
        foreach (var (name, values) in request.Query)
        {
            var plain = name.Trim().TrimStart('?');
            raw.Add(IsFormat(plain, values) ? AcledFormat.Parameter.Name : plain, values.Select(value => value ?? ""));
        }
        return raw;
    }

    private static bool IsFormat(string name, StringValues values) => name.Equals(AcledFormat.Alias, StringComparison.OrdinalIgnoreCase)
        || (name.Equals(AcledRequest.ExportType.Name, StringComparison.OrdinalIgnoreCase) && AcledFormat.Parameter.Allowed!.Contains(values.ToString(), StringComparer.OrdinalIgnoreCase));
}
