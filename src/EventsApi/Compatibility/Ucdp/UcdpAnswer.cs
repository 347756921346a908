using System.Globalization;
using System.Text.Json;
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
        http.Response.ContentType = EventFormat.Json.MediaType;
        http.SetRows(rows.Count);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, EventJson.Options);
        var pages = (total + request.PageSize - 1) / request.PageSize;
        json.WriteStartObject();
        json.WriteNumber("TotalCount", total);
        json.WriteNumber("TotalPages", pages);
        json.WriteString("PreviousPageUrl", request.Page > 0 && pages > 0 ? Page(http, Math.Min(request.Page, pages) - 1) : "");
        json.WriteString("NextPageUrl", request.Page + 1 < pages ? Page(http, request.Page + 1) : "");
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
