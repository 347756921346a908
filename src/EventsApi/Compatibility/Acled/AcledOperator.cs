using EventsApi.Data.Queries;
using EventsApi.Requests;

namespace EventsApi.Compatibility.Acled;

/// <summary>One of the seven operators that <c>NAME_where</c> takes.</summary>
/// <param name="Native">Ours for the same; null for BETWEEN, which is two.</param>
internal sealed record AcledOperator(string Name, Operator? Native)
{
    public static readonly AcledOperator Equal = new("=", Operator.Equal);
    public static readonly AcledOperator Greater = new(">", Operator.Greater);
    public static readonly AcledOperator Less = new("<", Operator.Less);
    public static readonly AcledOperator GreaterOrEqual = new(">=", Operator.GreaterOrEqual);
    public static readonly AcledOperator LessOrEqual = new("<=", Operator.LessOrEqual);
    public static readonly AcledOperator Like = new("LIKE", Operator.Contains);
    public static readonly AcledOperator Between = new("BETWEEN", null);

    public static IReadOnlyList<AcledOperator> All { get; } = [Equal, Greater, Less, GreaterOrEqual, LessOrEqual, Like, Between];

    public Comparison Comparison => Native!.Comparison;

    /// <summary>The operator that a text names in any case, also when it was percent-encoded twice; null after an error.</summary>
    public static AcledOperator? Read(string parameter, string text, RequestErrors errors)
    {
        var name = Uri.UnescapeDataString(text).Trim();
        var found = All.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            errors.Add(parameter, text, $"Unknown operator '{name}'; there are {string.Join(", ", All.Select(known => known.Name))}.");
        }
        return found;
    }

    public override string ToString() => Name;
}
