namespace EventsApi.Data.Model;

/// <summary>What of a text counts when it is compared; both sides are brought to the same form by <see cref="Folding.Apply"/>. Forms combine as flags.</summary>
[Flags]
public enum TextForm
{
    /// <summary>Every code point.</summary>
    Exact = 0,

    /// <summary>Case does not count, see <see cref="Folding.FoldCase"/>.</summary>
    CaseFolded = 1,

    /// <summary>Accents do not count, see <see cref="Folding.FoldAccents"/>.</summary>
    AccentFolded = 2,

    /// <summary>Neither counts, see <see cref="Folding.Fold"/>; stored beside the columns of free text.</summary>
    Folded = CaseFolded | AccentFolded,
}
