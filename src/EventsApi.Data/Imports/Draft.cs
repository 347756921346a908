using EventsApi.Data.Model;

namespace EventsApi.Data.Imports;

/// <summary>A row on its way to an event: what it has become so far, what is wrong with it, and what found no place.</summary>
internal sealed class Draft(Row row, FileDates dates, bool[] carried)
{
    private ulong _filled;

    public Row Row { get; } = row;

    public FileDates Dates { get; } = dates;

    public Event Event { get; } = new();

    /// <summary>The codebook's country, when the row names one of it.</summary>
    public Country? Country { get; set; }

    /// <summary>The year as a column of its own states it, and that column's index.</summary>
    public (long Value, int Source)? StatedYear { get; set; }

    /// <summary>The last day that is not in the future.</summary>
    public required DateOnly Latest { get; init; }

    public List<Finding>? Findings { get; private set; }

    /// <summary>By index of the file's columns: whether the value was carried over whole, so that attributes need not keep it.</summary>
    public bool[] Carried { get; } = carried;

    public bool IsFilled(int column) => (_filled & (1UL << column)) != 0;

    public void Fill(int column) => _filled |= 1UL << column;

    public void Add(Rule rule, string? column, string? value, string message) =>
        (Findings ??= []).Add(new Finding(rule, column, value, message));

    /// <summary>Whether a column already has an error, which then is reason enough.</summary>
    public bool HasError(string? column)
    {
        for (var i = 0; i < (Findings?.Count ?? 0); i++)
        {
            if (Findings![i].Column == column && Findings[i].Rule.Severity == FluentValidation.Severity.Error)
            {
                return true;
            }
        }
        return false;
    }

    public bool IsRejected
    {
        get
        {
            for (var i = 0; i < (Findings?.Count ?? 0); i++)
            {
                if (Findings![i].Rule.Severity == FluentValidation.Severity.Error)
                {
                    return true;
                }
            }
            return false;
        }
    }
}
