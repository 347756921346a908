namespace EventsApi.Data.Model;

/// <summary>What of a text counts when it is compared; both sides are brought to the same form by <see cref="Folding.Apply"/>.</summary>
public enum TextForm
{
    /// <summary>Every code point.</summary>
    Exact,

    /// <summary>Case does not count, see <see cref="Folding.FoldCase"/>.</summary>
    CaseFolded,

    /// <summary>Accents do not count, see <see cref="Folding.FoldAccents"/>.</summary>
    AccentFolded,

    /// <summary>Neither counts, see <see cref="Folding.Fold"/>; stored beside the columns of free text.</summary>
    Folded,
}
