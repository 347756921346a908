using System.Threading.Channels;
using EventsApi.Data.Model;

namespace EventsApi.Data.Imports;

/// <summary>A row with the event it became, and what is wrong with it; null findings when that is nothing.</summary>
internal readonly record struct CheckedRow(Row Row, Event Event, IReadOnlyList<Finding>? Findings, bool IsRejected);

/// <summary>Some rows on their way to the other thread, and how many bytes of the file have been read with them.</summary>
internal sealed record RowBatch(List<CheckedRow> Rows, long Position);

/// <summary>A file's rows, converted and checked one by one.</summary>
internal sealed class CheckedRows
{
    private const int BatchRows = 256;

    // Characters; a few batches wait in memory, and a row may be of a megabyte.
    private const int BatchText = 1 << 20;

    private readonly SourceFile _file;
    private readonly Profile _profile;
    private readonly RowConverter _converter;
    private readonly EventRules _rules;

    public CheckedRows(ImportRequest request, Profile profile, SourceFile file, DateOnly latest, CountryOutlines outlines)
    {
        (_file, _profile, _rules) = (file, profile, new EventRules(outlines));
        var dates = new FileDates(request.DateOrder, latest, AllDates, file.Name);
        _converter = new RowConverter(profile, request.Dataset, dates, latest);
    }

    public async Task WriteToAsync(ChannelWriter<RowBatch> writer, CancellationToken token)
    {
        try
        {
            using var rows = _file.OpenRows(out var position);
            for (var batch = Next(rows, position); batch.Rows.Count > 0; batch = Next(rows, position))
            {
                token.ThrowIfCancellationRequested();
                await writer.WriteAsync(batch, token);
            }
            writer.Complete();
        }
        catch (Exception exception)
        {
            writer.Complete(exception);
            throw;
        }
    }

    private RowBatch Next(RowReader rows, Func<long> position)
    {
        var batch = new List<CheckedRow>(BatchRows);
        for (var text = 0; batch.Count < BatchRows && text < BatchText && rows.Read() is { } row;)
        {
            batch.Add(Check(row));
            text += Length(row);
        }
        return new RowBatch(batch, position());
    }

    private CheckedRow Check(Row row)
    {
        if (row.Fault is { } fault)
        {
            return new CheckedRow(row, new Event(), [new Finding(Rules.RowMalformed, null, null, fault)], true);
        }
        var draft = _converter.Convert(row);
        var result = _rules.Validate(draft);
        foreach (var failure in result.Errors)
        {
            if (!draft.HasError(failure.PropertyName))
            {
                var value = EventColumns.Find(failure.PropertyName)?.Get(draft.Event);
                draft.Add(Rules.Get(failure.ErrorCode), failure.PropertyName, Text(value), failure.ErrorMessage);
            }
        }
        return new CheckedRow(row, draft.Event, draft.Findings, draft.IsRejected);
    }

    private static string? Text(object? value) => value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static int Length(Row row)
    {
        var length = 0;
        foreach (var cell in row.Cells)
        {
            length += cell.Text?.Length ?? 0;
        }
        return length;
    }

    private IEnumerable<string> AllDates()
    {
        using var rows = _file.OpenRows(out _);
        var converter = new RowConverter(_profile, null, null!, default);
        while (rows.Read() is { } row)
        {
            if (row.Fault is null && converter.Dates(row).FirstOrDefault() is { } date)
            {
                yield return date;
            }
        }
    }
}
