namespace EventsApi.Data.Model;

/// <summary>
/// One known value of a column: how it is stored, its code if it has one, and other ways to write it.
/// An empty <see cref="Label"/> stands for "none", which is stored as null.
/// </summary>
public sealed record Term(string Label, long? Code, IReadOnlyList<string> Aliases);

/// <summary>The known values of a column; finds each by label, code or alias, ignoring case and accents.</summary>
public sealed class Vocabulary
{
    private readonly Dictionary<string, Term> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Term> _byLabel = new(StringComparer.Ordinal);

    public Vocabulary(string name, IEnumerable<Term> terms)
    {
        Name = name;
        Terms = [.. terms];
        foreach (var term in Terms)
        {
            _byLabel[term.Label] = term;
            foreach (var text in term.Aliases.Append(term.Label).Append(term.Code?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""))
            {
                if (text.Length > 0)
                {
                    _byText[Folding.Fold(text)] = term;
                }
            }
        }
    }

    /// <summary>What messages call it, as in "event type".</summary>
    public string Name { get; }

    public IReadOnlyList<Term> Terms { get; }

    /// <summary>The labels that are stored, in codebook order.</summary>
    public IEnumerable<string> Labels => Terms.Select(term => term.Label).Where(label => label.Length > 0);

    /// <summary>The term that <paramref name="text"/> names, or null.</summary>
    public Term? Find(string text) => _byLabel.GetValueOrDefault(text) ?? _byText.GetValueOrDefault(Folding.Fold(text));
}
