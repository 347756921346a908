using System.Text;
using EventsApi.Data.Model;

namespace EventsApi.Data.Queries;

/// <summary>
/// A pattern over whole texts, in the language of LIKE: <c>%</c> stands for any text, <c>_</c> for one code point, and a
/// backslash makes the next sign itself; before any other sign, and at the end, it is a backslash.
/// </summary>
public sealed record TextPattern(string Text)
{
    private static readonly Rune AnyText = new('%');
    private static readonly Rune AnySign = new('_');
    private static readonly Rune Escape = new('\\');

    /// <summary>A sign that stands for itself, or a wildcard.</summary>
    private readonly record struct Part(Rune Rune, bool IsWild)
    {
        public bool IsAnyText => IsWild && Rune == AnyText;
    }

    /// <summary>The pattern with its text in a form. What only becomes a wildcard by folding (U+FF05) is none.</summary>
    public TextPattern In(TextForm form)
    {
        if (form == TextForm.Exact)
        {
            return this;
        }
        var guarded = new StringBuilder(Text.Length);
        foreach (var rune in Text.EnumerateRunes())
        {
            guarded.Append(!rune.IsAscii && Folding.Apply(form, rune.ToString()) is "%" or "_" or "\\" ? "\\" : "").Append(rune.ToString());
        }
        return new TextPattern(Folding.Apply(form, guarded.ToString()));
    }

    /// <summary>The term that a column in a form matches the pattern as it is: an equality, a beginning or a part where it is no more than that.</summary>
    public Predicate On(Column column, TextForm form)
    {
        var parts = Parts();
        var any = parts.FindIndex(part => part.IsWild);
        if (any < 0)
        {
            return new Predicate.Compare(column, Comparison.Equal, Literal(parts), form);
        }
        if (any == parts.Count - 1 && parts[any].IsAnyText)
        {
            return new Predicate.Like(column, TextPart.Start, Literal(parts[..any]), form);
        }
        return parts[0].IsAnyText && parts[^1].IsAnyText && parts[1..^1].TrueForAll(part => !part.IsWild)
            ? new Predicate.Like(column, TextPart.Anywhere, Literal(parts[1..^1]), form)
            : new Predicate.Matches(column, new TextPattern(string.Concat(parts.Select(Written))), form);
    }

    /// <summary>Whether a text matches, the pattern taken as it is.</summary>
    public bool Matches(string text)
    {
        var parts = Parts();
        var reached = new bool[parts.Count + 1];
        reached[0] = true;
        Skip(reached, parts);
        foreach (var rune in text.EnumerateRunes())
        {
            for (var i = parts.Count; i > 0; i--)
            {
                var part = parts[i - 1];
                reached[i] = part.IsAnyText ? reached[i] : reached[i - 1] && (part.IsWild || part.Rune == rune);
            }
            reached[0] = false;
            Skip(reached, parts);
        }
        return reached[^1];
    }

    /// <summary>The pattern in another language of patterns.</summary>
    /// <param name="literal">A sign that stands for itself.</param>
    internal string Write(string anyText, string anySign, Func<Rune, string> literal) =>
        string.Concat(Parts().Select(part => !part.IsWild ? literal(part.Rune) : part.IsAnyText ? anyText : anySign));

    private static void Skip(bool[] reached, List<Part> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            reached[i + 1] |= parts[i].IsAnyText && reached[i];
        }
    }

    private static string Literal(List<Part> parts) => string.Concat(parts.Select(part => part.Rune.ToString()));

    private static string Written(Part part) => part.IsWild || !IsSpecial(part.Rune) ? part.Rune.ToString() : "\\" + part.Rune;

    private static bool IsSpecial(Rune rune) => rune == AnyText || rune == AnySign || rune == Escape;

    // Several % in a row are as one.
    private List<Part> Parts()
    {
        var parts = new List<Part>();
        var escaped = false;
        foreach (var rune in Text.EnumerateRunes())
        {
            if (escaped && !IsSpecial(rune))
            {
                parts.Add(new Part(Escape, false));
                escaped = false;
            }
            var part = new Part(rune, !escaped && (rune == AnyText || rune == AnySign));
            if (!escaped && rune == Escape)
            {
                escaped = true;
                continue;
            }
            escaped = false;
            if (!part.IsAnyText || parts.Count == 0 || !parts[^1].IsAnyText)
            {
                parts.Add(part);
            }
        }
        if (escaped)
        {
            parts.Add(new Part(Escape, false));
        }
        return parts;
    }
}
