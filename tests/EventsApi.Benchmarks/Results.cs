using System.Text;

namespace EventsApi.Benchmarks;

/// <summary>A table that a run ends in.</summary>
public sealed class Results(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    public bool IsEmpty => _rows.Count == 1;

    /// <param name="ratio">Ours to the reference; null when there is nothing to compare.</param>
    public void Add(string what, string ours, string reference = "", double? ratio = null) => Add([what, ours, reference, Ratio(ratio)]);

    /// <summary>Adds a row with a cell for each of the header's.</summary>
    public void Add(string[] cells)
    {
        _rows.Add(cells);
        Lab.Say("  " + string.Join(" | ", cells));
    }

    public void Skip(string what, string why) => Add(what, $"skipped: {why}");

    public static string Ratio(double? ratio) => ratio is { } number ? $"{number:0.00}" : "";

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
            if (row == header)
            {
                text.Append("|---").Insert(text.Length, "|--:", header.Length - 1).Append("|\n");
            }
        }
        return text.ToString().TrimEnd();
    }
}
