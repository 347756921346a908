using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Storage;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Compatibility.Ucdp;

/// <summary>Answers a request for a page of a version: a release of this server, or the data as they are.</summary>
internal sealed class UcdpAnswer(Database database, CountMemory counts, Options options)
{
    public const string Latest = "latest";

    public async Task WriteAsync(HttpContext http, string version)
    {
        var request = UcdpRequest.Parse(RawRequest.FromQuery(http.Request.Query));
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        var past = version.Equals(Latest, StringComparison.OrdinalIgnoreCase) ? null : new Past(null, version);
        if (past is not null && await session.ReleaseAsync(version) is null)
        {
            await Problems.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no version '{version}'; there are {string.Join(", ", (await session.ReleasesAsync()).Take(20).Select(release => release.Name).Prepend(Latest))}.");
            return;
        }
        await session.GoBackAsync(past);
        if (EntityTags.IsHeld(http, session.Version, EntityTags.Asked(http, options, EventFormat.Json.Name), past))
        {
            return;
        }
        var total = await counts.CountAsync(session, request.Query.Where);
        var offset = request.Page * request.PageSize;
        var rows = offset >= total ? [] : await session.EventsAsync(request.Query with { Limit = request.PageSize, Offset = (int)offset }).ToListAsync(time.Token);
        await session.DisposeAsync(); // a client that reads slowly holds no connection
        http.Response.ContentType = EventFormat.Json.MediaType;
        http.SetRows(rows.Count);
        var pages = (total + request.PageSize - 1) / request.PageSize;
        var previous = request.Page > 0 && pages > 0 ? Page(http, Math.Min(request.Page, pages) - 1) : "";
        var next = request.Page + 1 < pages ? Page(http, request.Page + 1) : "";
        await http.Response.WriteJsonAsync(json => Write(json, rows, total, pages, previous, next));
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<Event> rows, long total, long pages, string previous, string next)
    {
        json.WriteStartObject();
        json.WriteNumber("TotalCount", total);
        json.WriteNumber("TotalPages", pages);
        json.WriteString("PreviousPageUrl", previous);
        json.WriteString("NextPageUrl", next);
        json.WriteStartArray("Result");
        foreach (var row in rows)
        {
            Write(json, new GedRow(row));
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private string Page(HttpContext http, long page) => Links.With(http.Request, options, UcdpRequest.PageParameter.Name, page.ToString(CultureInfo.InvariantCulture));

    private static void Write(Utf8JsonWriter json, GedRow row)
    {
        json.WriteStartObject();
        foreach (var column in GedColumn.All)
        {
            json.WritePropertyName(column.Name);
            BucketRows.WriteValue(json, column.Of(row));
        }
        json.WriteEndObject();
    }
}
