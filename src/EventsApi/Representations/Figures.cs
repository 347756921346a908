using System.Globalization;
using EventsApi.Data.Columns;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Requests;
using NetTopologySuite.Geometries;

namespace EventsApi.Representations;

/// <summary>Asks for the figures of an answer within one session, unless the client holds them; says what that cost.</summary>
public sealed class Figures(Database database, ColumnMemory columns, Options options)
{
    /// <summary>Figures, the data version that they are of, and the shapes of the boundaries among their groups where a map is wanted.</summary>
    internal sealed record Answer(Aggregates Aggregates, long Version, IReadOnlyDictionary<string, Geometry> Shapes);

    /// <summary>The answer, its entity tag and its time set; null when the client holds it and 304 was set.</summary>
    /// <exception cref="InvalidRequestException">There are more groups than anybody may ask for, or a boundary is unknown.</exception>
    internal async Task<Answer?> AskAsync(HttpContext http, AggregateQuery query, string format, Past? past, string body = "")
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        await session.GoBackAsync(past);
        await KnownBoundaries.RequireAsync(session, query.Where);
        if (EntityTags.IsHeld(http, session.Version, EntityTags.Asked(http, options, format, body + session.Stamp(query.Where)), past))
        {
            return null;
        }
        try
        {
            var found = await query.AnswerAsync(part => columns.AggregateAsync(session, part));
            http.Response.Headers["Server-Timing"] = string.Create(CultureInfo.InvariantCulture, $"total;dur={time.Elapsed.TotalMilliseconds:0.###}");
            return new Answer(found, session.Version, await ShapesAsync(session, query, found.Page.Rows));
        }
        catch (TooManyBucketsException exception)
        {
            var (parameter, value) = exception.IsFilled && query.Fills ? (ShapeParameters.Fill, "true") : (AggregateRequest.GroupByParameter, string.Join(',', query.GroupBy));
            throw new InvalidRequestException([new RequestError(parameter.Name, value, exception.Message + " Filter more, or group by less.")]);
        }
    }

    private static async Task<IReadOnlyDictionary<string, Geometry>> ShapesAsync(ReadSession session, AggregateQuery query, IReadOnlyList<Bucket> rows)
    {
        var place = query.Place is Group.OfBoundary boundary ? query.GroupBy.ToList().IndexOf(boundary) : -1;
        var shapes = place < 0 ? [] : await session.ShapesAsync(rows.Select(row => row.Keys[place]).OfType<string>().ToHashSet());
        return shapes.ToDictionary(shape => shape.Id, Geometry (shape) => shape.Area);
    }
}
