using System.Text;

namespace EventsApi.Benchmarks;

/// <summary>The table that a run ends in.</summary>
public sealed class Results
{
    private readonly List<string[]> _rows = [["What", "Ours", "Reference", "Ratio"]];

    /// <param name="ratio">Ours to the reference; null when there is nothing to compare.</param>
    public void Add(string what, string ours, string reference = "", double? ratio = null)
    {
        _rows.Add([what, ours, reference, ratio is { } number ? $"{number:0.00}" : ""]);
        Lab.Say("  " + string.Join(" | ", _rows[^1]));
    }

    public void Skip(string what, string why) => Add(what, $"skipped: {why}");

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
            if (row == _rows[0])
            {
                text.Append("|---|--:|--:|--:|\n");
            }
        }
        return text.ToString().TrimEnd();
    }
}
