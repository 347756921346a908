using System.Globalization;
using EventsApi.Access;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Representations;

namespace EventsApi.Compatibility.Acled;

/// <summary>Answers a request within one snapshot: how many rows there are, and those of its page as they come.</summary>
internal sealed class AcledAnswer(Database database, CountMemory counts, Options options)
{
    public async Task WriteAsync(HttpContext http, AcledSource source, AcledGeneration generation, AcledFormat? format)
    {
        var request = AcledRequest.Parse(AcledQuery.Read(http.Request), source.Columns, format);
        // Whoever asks for more than a usual page asks for an export, which takes as long as it takes.
        var isPage = request.Limit is > 0 and <= AcledRequest.DefaultLimit;
        using var time = QueryTime.Start(http, options, isPage);
        await using var session = await database.ReadAsync(time.Token);
        var total = await CountAsync(session, source, request);
        var count = Math.Clamp(total - request.Offset, 0, request.Limit > 0 ? request.Limit : total);
        await ExplainAsync(http, session, source, request, total);
        var envelope = new AcledEnvelope(await AcledLead.HoursAsync(session), count, total, request.Messages, AcledLead.FileName());
        AcledLead.Write(http, request.Format, request.Messages, count);
        if (http.IsHead())
        {
            return;
        }
        var rows = count > 0 ? RowsAsync(session, source, request, count) : AsyncEnumerable.Empty<Event>();
        if (isPage)
        {
            rows = (await rows.ToListAsync(time.Token)).ToAsyncEnumerable();
            await session.DisposeAsync(); // a client that reads slowly holds no connection
        }
        await using var writer = AcledWriter.Create(request.Format, generation, http.Response.Body, [.. request.Fields.Select(field => field.Name)], envelope);
        await foreach (var row in rows)
        {
            await writer.WriteAsync(row, request.Fields, request.HasCodes, http.RequestAborted);
        }
        await writer.EndAsync(http.RequestAborted);
    }

    // An event with two actors is two rows.
    private async Task<long> CountAsync(ReadSession session, AcledSource source, AcledRequest request)
    {
        var events = await source.CountAsync(counts, session, request.Where);
        return request.IsMonadic
            ? events + await source.CountAsync(counts, session, Predicate.All([request.Where, Known(EventColumns.Actor1), Known(EventColumns.Actor2)]))
            : events;
    }

    private static Predicate.Not Known(Column column) => new(new Predicate.IsNull(column));

    private static IAsyncEnumerable<Event> RowsAsync(ReadSession session, AcledSource source, AcledRequest request, long count)
    {
        var query = new EventQuery { Where = request.Where, Sort = source.Sort, Fields = AcledRows.Needed(request) };
        // Which events a page of actors begins with only their rows tell.
        var rows = request.IsMonadic
            ? source.Rows(session, query).SelectMany(AcledRows.ByActor).Skip((int)request.Offset).Take((int)count)
            : source.Rows(session, request.Limit > 0 ? query with { Limit = (int)count, Offset = (int)request.Offset } : query);
        return request.HasCodes ? rows.Select(Encoded) : rows;
    }

    private static Event Encoded(Event row)
    {
        AcledRows.Encode(row);
        return row;
    }

    // A filter that matches nothing is more often misspelt than meant.
    private async Task ExplainAsync(HttpContext http, ReadSession session, AcledSource source, AcledRequest request, long total)
    {
        if (ForeignCredentials.IsSentWith(http))
        {
            request.Messages.Add(AcledLead.ForeignKey);
        }
        if (total > 0)
        {
            if (request.Offset >= total)
            {
                request.Messages.Add(string.Create(CultureInfo.InvariantCulture, $"Page {request.Page} is past the end: there are {total} rows."));
            }
            return;
        }
        var before = request.Messages.Count;
        foreach (var filter in request.Filters)
        {
            if (await source.CountAsync(counts, session, filter.Where) == 0)
            {
                request.Messages.Add($"'{filter.Text}' matches no {source.What}{(filter.Meant is { } meant ? $"; did you mean '{meant}'?" : ".")}");
            }
        }
        if (request.Messages.Count == before)
        {
            request.Messages.Add(request.Filters.Count > 1 ? $"Each filter matches some {source.What}, but none matches them all." : $"There is no {source.What}.");
        }
    }
}
