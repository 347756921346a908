using System.Text;

namespace EventsApi.Ogc.Cql2;

/// <summary>Which signs may stand in names and in text (rules identifier and character of the BNF).</summary>
internal static class Characters
{
    public static bool StartsName(Rune rune) => rune.Value is ':' or '_' || Rune.IsLetter(rune);

    public static bool ContinuesName(Rune rune) => StartsName(rune) || rune.Value is '.' or (>= '0' and <= '9') or (>= 0x300 and <= 0x36F) or 0x203F or 0x2040;

    /// <summary>Refuses what no store keeps in a text: NUL, half a surrogate pair, and the two code points that are none.</summary>
    public static string Check(string text, Place place)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\0' or '\uFFFE' or '\uFFFF')
            {
                throw new Cql2Exception(place, "Holds a character that no text has (NUL, U+FFFE or U+FFFF).");
            }
            if (char.IsSurrogate(text[i]) && (++i >= text.Length || !char.IsSurrogatePair(text[i - 1], text[i])))
            {
                throw new Cql2Exception(place, "Holds text that is not Unicode (half of a surrogate pair).");
            }
        }
        return text;
    }
}
