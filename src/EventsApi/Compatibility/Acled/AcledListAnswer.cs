using System.Globalization;
using EventsApi.Access;
using EventsApi.Data.Columns;
using EventsApi.Data.Storage;
using EventsApi.Representations;

namespace EventsApi.Compatibility.Acled;

/// <summary>Answers a request for one of the lists beside the events.</summary>
internal sealed class AcledListAnswer(Database database, ColumnMemory columns, Options options)
{
    public async Task WriteAsync(HttpContext http, AcledList list, AcledGeneration generation, AcledFormat? format)
    {
        var request = AcledListRequest.Parse(AcledQuery.Read(http.Request), list, format);
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        var all = (await list.RowsAsync(columns, session)).Where(row =>
        {
            time.Token.ThrowIfCancellationRequested();
            return request.Belongs(row);
        }).ToList();
        var rows = request.Offset >= all.Count ? [] : all.Skip((int)request.Offset).Take(request.Limit > 0 ? (int)request.Limit : all.Count).ToList();
        Explain(http, request, all.Count);
        var envelope = new AcledEnvelope(await AcledLead.HoursAsync(session), rows.Count, all.Count, request.Messages, AcledLead.FileName());
        AcledLead.Write(http, request.Format, request.Messages, rows.Count);
        if (http.IsHead())
        {
            return;
        }
        await using var writer = AcledWriter.Create(request.Format, generation, http.Response.Body, [.. request.Places.Select(place => list.Columns[place].Name)], envelope);
        foreach (var row in rows)
        {
            writer.BeginRow();
            for (var i = 0; i < request.Places.Count; i++)
            {
                Write(writer, i, row[request.Places[i]]);
            }
            await writer.EndRowAsync(http.RequestAborted);
        }
        await writer.EndAsync(http.RequestAborted);
    }

    private static void Write(AcledWriter writer, int place, object value)
    {
        if (value is long number)
        {
            writer.Integer(place, number);
        }
        else
        {
            writer.Text(place, (string)value);
        }
    }

    private static void Explain(HttpContext http, AcledListRequest request, int total)
    {
        if (ForeignCredentials.IsSentWith(http))
        {
            request.Messages.Add(AcledLead.ForeignKey);
        }
        if (total == 0)
        {
            request.Messages.Add("The filters match nothing.");
        }
        else if (request.Offset >= total)
        {
            request.Messages.Add(string.Create(CultureInfo.InvariantCulture, $"Page {request.Page} is past the end: there are {total} rows."));
        }
    }
}
