using EventsApi.Data.Model;

namespace EventsApi.Compatibility.Acled;

/// <summary>What stands around the rows of an answer.</summary>
/// <param name="HoursSinceUpdate">Since the data last changed.</param>
/// <param name="Count">Rows on this page.</param>
/// <param name="Total">Rows on all pages.</param>
internal sealed record AcledEnvelope(long HoursSinceUpdate, long Count, long Total, IReadOnlyList<string> Messages, string FileName);

/// <summary>Writes rows one after the other, cell by cell; unknown is empty text in every format.</summary>
internal abstract class AcledWriter : IAsyncDisposable
{
    public static AcledWriter Create(AcledFormat format, AcledGeneration generation, Stream output, IReadOnlyList<string> names, AcledEnvelope envelope) =>
        format == AcledFormat.Json ? new AcledJsonWriter(output, generation, names, envelope)
        : format == AcledFormat.Xml ? new AcledXmlWriter(output, generation, names, envelope)
        : new AcledTextWriter(output, names, format == AcledFormat.Csv ? ',' : '\t');

    /// <summary>Writes an event.</summary>
    /// <param name="hasCodes">Whether kinds of actors stand as their codes.</param>
    public ValueTask WriteAsync(Event row, IReadOnlyList<AcledField> fields, bool hasCodes, CancellationToken token)
    {
        BeginRow();
        for (var i = 0; i < fields.Count; i++)
        {
            Write(i, row, fields[i].Column, hasCodes);
        }
        return EndRowAsync(token);
    }

    /// <summary>Writes the end of a whole answer.</summary>
    public abstract Task EndAsync(CancellationToken token);

    public abstract ValueTask DisposeAsync();

    public abstract void BeginRow();

    public abstract void Text(int place, string text);

    public abstract void Integer(int place, long value);

    public abstract void Real(int place, double value);

    public abstract void Date(int place, DateOnly value);

    public abstract ValueTask EndRowAsync(CancellationToken token);

    private void Write(int place, Event row, Column? column, bool hasCodes)
    {
        switch (column?.Type)
        {
            case ColumnType.Integer when column.GetInteger(row) is { } integer:
                Integer(place, integer);
                break;
            case ColumnType.Real when column.GetReal(row) is { } real:
                Real(place, real);
                break;
            case ColumnType.Date when column.GetDate(row) is { } date:
                Date(place, date);
                break;
            case ColumnType.Text when column.GetText(row) is { } text:
                if (hasCodes && column.Vocabulary is { } vocabulary && (vocabulary == Codebook.Inter || vocabulary == Codebook.Interaction) && long.TryParse(text, out var code))
                {
                    Integer(place, code);
                }
                else
                {
                    Text(place, text);
                }
                break;
            default:
                Text(place, "");
                break;
        }
    }
}
