using System.Text;
using EventsApi.Data.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Model;

public class FoldingTests
{
    [Theory]
    [InlineData("Ménaka", "menaka")]
    [InlineData("MÉNAKA", "menaka")]
    [InlineData("Me\u0301naka", "menaka")]
    [InlineData("Œuvre Ça Ñandú", "oeuvre ca nandu")]
    [InlineData("مُحَمَّد", "محمد")]
    [InlineData("أإآ", "ااا")]
    [InlineData("تـــمبكتو", "تمبكتو")]
    [InlineData("مدينة", "مدينه")]
    [InlineData("على", "علي")]
    [InlineData("کیف", "كيف")]
    [InlineData("\u200Fغاو\u200E", "غاو")]
    [InlineData("٣۴", "34")]
    [InlineData("  A\t b ", "a b")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("Ɖ ß", "ɖ ss")]
    [InlineData("ﬁre", "fire")]
    [InlineData("d’Ansongo", "d'ansongo")]
    [InlineData("Tin–Zaouatine", "tin-zaouatine")]
    [InlineData("", "")]
    public void Folds(string text, string folded) => Assert.Equal(folded, Folding.Fold(text));

    [Theory]
    [InlineData("الدولة الإسلامية في الصحراء الكبرى", "الدوله الاسلاميه فى الصحراء الكبري")]
    [InlineData("جماعة نصرة الإسلام والمسلمين", "جماعة نصره الاسلام والمسلمين")]
    [InlineData("Ménaka", "menaka")]
    [InlineData("Tombouctou", "TOMBOUCTOU")]
    public void One_name_written_two_ways_folds_alike(string one, string other) => Assert.Equal(Folding.Fold(one), Folding.Fold(other));

    [Fact]
    public void Folding_any_text_never_fails_and_twice_is_as_once()
    {
        var runes = Gen.OneOf(Gen.Choose(0, 0x24F), Gen.Choose(0x300, 0x36F), Gen.Choose(0x600, 0x6FF), Gen.Choose(0x1E00, 0x2BFF), Gen.Choose(0xA640, 0xABFF), Gen.Choose(0xF900, 0xFFFF), Gen.Choose(0x10000, 0x1FFFF))
            .Select(rune => Rune.IsValid(rune) ? char.ConvertFromUtf32(rune) : "\uFFFD");
        var halves = Gen.Choose(0xD800, 0xDFFF).Select(half => ((char)half).ToString());
        var texts = Gen.OneOf(runes.ListOf(), Gen.OneOf(runes, halves).ListOf()).Select(string.Concat);
        Prop.ForAll(texts.ToArbitrary(), text => Folding.Fold(Folding.Fold(text)) == Folding.Fold(text)).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Folding_every_character_twice_is_as_once()
    {
        for (var rune = 0; rune <= 0x10FFFF; rune++)
        {
            if (Rune.IsValid(rune))
            {
                var folded = Folding.Fold("x" + char.ConvertFromUtf32(rune) + "x");
                Assert.True(folded == Folding.Fold(folded), $"U+{rune:X4} becomes '{folded}', then '{Folding.Fold(folded)}'.");
            }
        }
    }
}
