using CsvHelper;

namespace EventsApi.Compatibility.Acled;

/// <summary>A header and a line for each row: RFC 4180 with commas, or the same with tabs; no envelope.</summary>
internal sealed class AcledTextWriter : AcledWriter
{
    private readonly CsvWriter _csv;

    public AcledTextWriter(Stream output, IReadOnlyList<string> names, char separator)
    {
        _csv = CsvWriter.Create(output, CsvWriterOptions.Default with { NewLine = "\r\n", BufferSize = 65_536, Separator = separator }, leaveOpen: true);
        foreach (var name in names)
        {
            _csv.WriteField(name);
        }
        _csv.EndRecord();
    }

    public override void BeginRow()
    {
    }

    public override void Text(int place, string text) => _csv.WriteField(text);

    public override void Integer(int place, long value) => _csv.WriteField((long?)value, default);

    public override void Real(int place, double value) => _csv.WriteField((double?)value, default);

    public override void Date(int place, DateOnly value) => _csv.WriteField(value, "yyyy-MM-dd");

    public override ValueTask EndRowAsync(CancellationToken token) => _csv.EndRecordAsync(token);

    public override Task EndAsync(CancellationToken token) => Task.CompletedTask;

    public override ValueTask DisposeAsync() => _csv.DisposeAsync();
}
