using System.Globalization;
using System.Text;

namespace EventsApi.Data.Model;

/// <summary>
/// The one definition of "ignores case and accents". The same function fills the stored folded columns and folds what
/// a client asks for, so both stores agree. Follows what was measured to work for Arabic, French and English:
/// NFKD, no combining or format characters, Arabic letter variants joined, digits in ASCII, lower case, single spaces.
/// </summary>
public static class Folding
{
    /// <summary>
    /// False where the runtime has no Unicode data (invariant globalization without ICU): normalisation then returns
    /// its input unchanged and folding would silently miss every accent, so the program must refuse to start.
    /// </summary>
    public static bool IsAvailable => "é".Normalize(NormalizationForm.FormD).Length == 2;

    /// <summary>The folded form of <paramref name="text"/>; idempotent.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Ascii.IsValid(text) ? Collapse(text.ToLowerInvariant()) : Collapse(FoldUnicode(text));
    }

    /// <summary>A text in a form; idempotent.</summary>
    public static string Apply(TextForm form, string text) => form switch
    {
        TextForm.CaseFolded => FoldCase(text),
        TextForm.AccentFolded => FoldAccents(text),
        TextForm.Folded => Fold(text),
        _ => text,
    };

    /// <summary>
    /// The text without case and nothing else, composed (NFC): Unicode's full case folding (ß as ss, ς as σ) but for the
    /// dotless i, which is an i here because its capital is.
    /// </summary>
    public static string FoldCase(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }
        var folded = new StringBuilder(text.Length);
        foreach (var rune in WellFormed(text).Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            folded.Append(FullFolding(rune.Value) ?? Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).ToString());
        }
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The text without accents and nothing else, composed (NFC): no combining marks, no strokes through letters.</summary>
    public static string FoldAccents(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
        {
            return text;
        }
        var folded = new StringBuilder(text.Length);
        foreach (var rune in WellFormed(text).Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (!IsAccent(rune))
            {
                folded.Append(Unstruck(rune).ToString());
            }
        }
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Letters with a stroke, which no normalisation form decomposes, and at the same places those without.</summary>
    internal const string Struck = "ØøŁłĐđĦħ";
    internal const string Plain = "OoLlDdHh";

    // Letters whose full case folding is more than one letter although they do not decompose, and the dotless i.
    private static string? FullFolding(int rune) => rune switch
    {
        0x00DF or 0x1E9E => "ss",
        0x0131 => "i",
        0x0149 => "\u02BCn",
        0x1E9A => "a\u02BE",
        0x0587 => "\u0565\u0582",
        0xFB00 => "ff",
        0xFB01 => "fi",
        0xFB02 => "fl",
        0xFB03 => "ffi",
        0xFB04 => "ffl",
        0xFB05 or 0xFB06 => "st",
        0xFB13 => "\u0574\u0576",
        0xFB14 => "\u0574\u0565",
        0xFB15 => "\u0574\u056B",
        0xFB16 => "\u057E\u0576",
        0xFB17 => "\u0574\u056D",
        _ => null,
    };

    /// <summary>Whether a decomposed text loses its accent without this sign.</summary>
    internal static bool IsAccent(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;

    private static Rune Unstruck(Rune rune) =>
        rune.IsBmp && Struck.IndexOf((char)rune.Value, StringComparison.Ordinal) is var i and >= 0 ? new Rune(Plain[i]) : rune;

    private static string FoldUnicode(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in WellFormed(text).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.Format:
                    continue;
                case UnicodeCategory.DecimalDigitNumber:
                    folded.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
                    continue;
            }
            if (Letter(rune.Value) is { } replacement)
            {
                folded.Append(replacement);
            }
            else
            {
                folded.Append(Rune.ToLowerInvariant(Unstruck(rune)).ToString());
            }
        }
        // Lower-casing can bring back a composed form's marks (İ), so marks are dropped once more.
        var lowered = folded.ToString();
        return lowered.IsNormalized(NormalizationForm.FormKD) ? lowered : FoldUnicode(lowered);
    }

    // Letters that no normalisation form decomposes, and punctuation that keyboards and typesetters write differently.
    private static string? Letter(int rune) => rune switch
    {
        0x0640 => "",                                       // tatweel
        0x0649 or 0x06CC => "\u064A",                       // alef maksura, Persian yeh
        0x06A9 => "\u0643",                                 // Persian kaf
        0x0629 => "\u0647",                                 // teh marbuta
        0x00D0 or 0x00F0 => "d",
        0x0131 => "i",
        0x00DF or 0x1E9E => "ss",
        0x00C6 or 0x00E6 => "ae",
        0x0152 or 0x0153 => "oe",
        0x00DE or 0x00FE => "th",
        0x2018 or 0x2019 or 0x02BC or 0x02BB or 0x0060 => "'",
        0x2010 or 0x2011 or 0x2012 or 0x2013 => "-",
        _ => null,
    };

    // Normalize throws on lone surrogates, which EnumerateRunes replaces with U+FFFD, and on U+FFFE.
    private static string WellFormed(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') || text.Contains('\uFFFE', StringComparison.Ordinal)
        ? string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())).Replace('\uFFFE', '\uFFFD')
        : text;

    private static string Collapse(string text)
    {
        var needed = text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]));
        for (var i = 1; i < text.Length && !needed; i++)
        {
            needed = char.IsWhiteSpace(text[i]) && (text[i] != ' ' || text[i - 1] == ' ');
        }
        return needed ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : text;
    }
}
