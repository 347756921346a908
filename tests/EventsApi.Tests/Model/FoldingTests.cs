using EventsApi.Data.Model;
using Xunit;

namespace EventsApi.Tests;

public class FoldingTests
{
    [Theory]
    [InlineData("Ménaka", "menaka")]
    [InlineData("مُحَمَّد", "محمد")]
    [InlineData("  A\t b ", "a b")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("Ɖ ß", "ɖ ss")]
    [InlineData("٣۴", "34")]
    public void Folds(string text, string folded) => Assert.Equal(folded, Folding.Fold(text));

    [Fact]
    public void Codebook_loads() => Assert.Equal(36, EventColumns.All.Count);
}
