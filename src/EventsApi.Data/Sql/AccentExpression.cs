using System.Globalization;
using System.Text;
using EventsApi.Data.Model;

namespace EventsApi.Data.Sql;

/// <summary>What <see cref="Folding.IsAccent"/> holds for, as a regular expression for an engine that must drop it itself.</summary>
internal static class AccentExpression
{
    public static string Text { get; } = "[" + string.Concat(Ranges().Select(range => $"{Escaped(range.First)}-{Escaped(range.Last)}")) + "]+";

    private static string Escaped(int code) => string.Create(CultureInfo.InvariantCulture, $"\\U{code:X8}");

    private static IEnumerable<(int First, int Last)> Ranges()
    {
        var first = -1;
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            var belongs = Rune.IsValid(code) && Folding.IsAccent(new Rune(code));
            if (belongs && first < 0)
            {
                first = code;
            }
            else if (!belongs && first >= 0)
            {
                yield return (first, code - 1);
                first = -1;
            }
        }
    }
}
