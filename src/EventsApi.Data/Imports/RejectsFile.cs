using CsvHelper;

namespace EventsApi.Data.Imports;

/// <summary>
/// A CSV file of rejected rows: row, line, column, value, rule, message and the row as sent. It appears under its name
/// when it is complete; until then, and for ever when the import fails, what was there stays.
/// </summary>
public sealed class RejectsFile : IDisposable
{
    public static IReadOnlyList<string> Header { get; } = ["row", "line", "column", "value", "rule", "message", "sent"];

    private readonly string _path;
    private readonly string _temporary;
    private CsvWriter? _csv;

    /// <param name="atOnce">
    /// Whether to begin the temporary file now, so that a place that cannot be written is known before anything else
    /// happens; otherwise it begins with the first reject.
    /// </param>
    public RejectsFile(string path, bool atOnce = true)
    {
        _path = Path.GetFullPath(path);
        _temporary = _path + "." + Path.GetRandomFileName();
        _csv = atOnce ? Begin() : null;
    }

    public void Add(Reject reject)
    {
        var csv = _csv ??= Begin();
        csv.WriteField(reject.Row, default);
        csv.WriteField(reject.Line, default);
        csv.WriteField(reject.Column);
        csv.WriteField(reject.Value);
        csv.WriteField(reject.Rule);
        csv.WriteField(reject.Message);
        csv.WriteField(reject.Sent);
        csv.EndRecord();
    }

    /// <summary>Puts the file in its place; one with a header alone when nothing was rejected.</summary>
    public void Commit()
    {
        (_csv ?? Begin()).Dispose();
        _csv = null;
        File.Move(_temporary, _path, overwrite: true);
    }

    public void Dispose()
    {
        if (_csv is not null)
        {
            _csv.Dispose();
            _csv = null;
            File.Delete(_temporary);
        }
    }

    private CsvWriter Begin()
    {
        var csv = CsvWriter.Create(new FileStream(_temporary, FileMode.CreateNew), CsvWriterOptions.Default, leaveOpen: false);
        foreach (var name in Header)
        {
            csv.WriteField(name);
        }
        csv.EndRecord();
        return csv;
    }
}
