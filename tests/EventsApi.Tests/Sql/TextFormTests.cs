using System.Globalization;
using System.Text;
using Dapper;
using EventsApi.Data.Model;
using EventsApi.Data.Sql;
using EventsApi.Tests.Storage;
using Xunit;

namespace EventsApi.Tests.Sql;

/// <summary>Each engine brings a text to a form as the program does, letter by letter.</summary>
public sealed class TextFormTests
{
    private static readonly (int First, int Last)[] Ranges =
        [(0x20, 0x52F), (0x531, 0x1C7F), (0x1C90, 0x2FFF), (0xA640, 0xABFF), (0xF900, 0xFFFD), (0x10400, 0x104FF), (0x1D400, 0x1D7FF), (0x1F600, 0x1F64F)];

    private static readonly string[] Ends = ["", "a"];

    [Theory]
    [InlineData("sqlite", TextForm.CaseFolded)]
    [InlineData("sqlite", TextForm.AccentFolded)]
    [InlineData("sqlite", TextForm.Folded)]
    [InlineData("postgres", TextForm.CaseFolded)]
    [InlineData("postgres", TextForm.AccentFolded)]
    public async Task Every_letter_of_every_script_folds_alike(string engine, TextForm form)
    {
        await using var store = await Store.CreateAsync(engine);
        var letters = Letters.ToList();
        var answers = await store.ReadAsync(async session =>
        {
            var sql = new SqlWriter(session.Dialect);
            var list = sql.Bind(string.Join(Column.ListSeparator, letters));
            sql.Append($"SELECT {session.Dialect.InForm(sql, "element.value", form)} FROM {session.Dialect.Elements(list)}");
            var statement = sql.ToStatement();
            var parameters = new DynamicParameters();
            for (var i = 0; i < statement.Values.Count; i++)
            {
                parameters.Add("p" + i, statement.Values[i]);
            }
            return (await session.Connection.QueryAsync<string>(statement.Text, parameters, session.Transaction)).ToList();
        });
        Assert.Equal(letters.Count, answers.Count);
        Assert.Empty(letters.Zip(answers).Where(pair => pair.Second != Folding.Apply(form, pair.First))
            .Select(pair => $"U+{char.ConvertToUtf32(pair.First, 1):X} {pair.First}: {pair.Second}, not {Folding.Apply(form, pair.First)}"));
    }

    [Theory]
    [InlineData(TextForm.CaseFolded, "Straße", "STRASSE")]
    [InlineData(TextForm.CaseFolded, "Οδος", "ΟΔΟΣ")]
    [InlineData(TextForm.CaseFolded, "KØBENHAVN", "københavn")]
    [InlineData(TextForm.CaseFolded, "É", "e\u0301")]
    [InlineData(TextForm.CaseFolded, "ﬁn", "FIN")]
    [InlineData(TextForm.AccentFolded, "débárquér", "debarquer")]
    [InlineData(TextForm.AccentFolded, "København Łódź", "Kobenhavn Lodz")]
    [InlineData(TextForm.AccentFolded, "مُحَمَّد", "محمد")]
    public void Two_spellings_are_one(TextForm form, string one, string other) => Assert.Equal(Folding.Apply(form, one), Folding.Apply(form, other));

    [Theory]
    [InlineData(TextForm.CaseFolded, "é", "e")]
    [InlineData(TextForm.AccentFolded, "É", "e")]
    [InlineData(TextForm.Exact, "É", "é")]
    public void Two_spellings_are_two(TextForm form, string one, string other) => Assert.NotEqual(Folding.Apply(form, one), Folding.Apply(form, other));

    // Between two letters, where a final sigma shows; Unicode 15 is what both sides have heard of.
    private static IEnumerable<string> Letters =>
        from range in Ranges
        from code in Enumerable.Range(range.First, range.Last - range.First + 1)
        where Rune.IsValid(code) && Rune.GetUnicodeCategory(new Rune(code)) is not UnicodeCategory.OtherNotAssigned and not UnicodeCategory.Control
        from end in Ends
        select $"a{new Rune(code)}{end}";
}
