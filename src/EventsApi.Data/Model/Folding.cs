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
                folded.Append(Rune.ToLowerInvariant(rune).ToString());
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
        0x00D8 or 0x00F8 => "o",
        0x0141 or 0x0142 => "l",
        0x0110 or 0x0111 or 0x00D0 or 0x00F0 => "d",
        0x0126 or 0x0127 => "h",
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
