using System.Diagnostics;
using System.Globalization;
using EventsApi.Data.Imports;

namespace EventsApi.Commands;

/// <summary>Progress of an import: a line that renews itself on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class ConsoleProgress(TextWriter output) : IProgress<ImportProgress>, IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan InLog = TimeSpan.FromSeconds(5);

    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = TimeSpan.FromMilliseconds(200);
    private bool _isDirty;

    public void Report(ImportProgress value)
    {
        lock (output)
        {
            if (_clock.Elapsed < _next)
            {
                return;
            }
            _next = _clock.Elapsed + (_isTerminal ? OnTerminal : InLog);
            if (_isTerminal)
            {
                output.Write($"\r\u001b[K{Line(value)}");
                _isDirty = true;
            }
            else
            {
                output.WriteLine(Line(value));
            }
        }
    }

    /// <summary>Takes the renewing line away.</summary>
    public void Clear()
    {
        lock (output)
        {
            if (_isDirty)
            {
                output.Write("\r\u001b[K");
                _isDirty = false;
            }
        }
    }

    public void Dispose() => Clear();

    private string Line(ImportProgress value)
    {
        var share = value.Length > 0 ? Math.Clamp((double)value.Position / value.Length, 0, 1) : (double?)null;
        var seconds = _clock.Elapsed.TotalSeconds;
        var rate = value.Rows / Math.Max(seconds, 0.001);
        var bar = share is { } known ? $"[{new string('#', (int)(known * BarWidth)),-BarWidth}] {known,4:P0} " : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{(value.Stage == ImportStage.Reading ? "reading" : "writing")} {bar}{value.Rows:N0} rows, {rate:N0} rows/s, {value.Rejected:N0} rejected{Left(value, share, seconds)}");
    }

    // Only while reading, by the share of the file's bytes; writing goes at a speed of its own.
    private static string Left(ImportProgress value, double? share, double seconds) => value.Stage == ImportStage.Reading && share is > 0.01
        ? string.Create(CultureInfo.InvariantCulture, $", {TimeSpan.FromSeconds(seconds / share.Value * (1 - share.Value)):mm\\:ss} left to read")
        : "";
}
