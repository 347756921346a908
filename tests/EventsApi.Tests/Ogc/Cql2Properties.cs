using System.Globalization;
using System.Text.Json;
using EventsApi.Data.Queries;
using EventsApi.Ogc.Cql2;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Ogc;

/// <summary>The two languages say the same, and nothing that arrives makes the parsers fail in another way than theirs.</summary>
public class Cql2Properties
{
    private static readonly string[] Words = ["Mali", "it's", "%a_b%", @"50\%", "É", "😀", "", "a\tb", "\"", "x) OR (1=1"];
    private static readonly string[] Texts = ["country", "actor1", "event_type", "notes"];
    private static readonly string[] Figures = ["fatalities", "year", "timestamp", "latitude"];
    private static readonly string[] Temporal = ["T_AFTER", "T_BEFORE", "T_DISJOINT", "T_INTERSECTS", "T_EQUALS", "T_DURING", "T_METBY"];
    private static readonly string[] Spatial = ["S_INTERSECTS", "S_WITHIN", "S_DISJOINT", "S_TOUCHES", "S_EQUALS", "S_CONTAINS", "S_CROSSES"];
    private static readonly string[] Signs = ["=", "<>", "<", "<=", ">", ">="];
    private static readonly string[] Fragments =
        ["(", ")", ",", "'", "\"", "\\", "AND", "or", "NOT", "LIKE", "IN", "BETWEEN", "IS NULL", "country", "fatalities", "event_date", "geometry", "'x'", "5", "-", ".", "1e9",
            "CASEI(", "DATE('2022-01-01')", "INTERVAL(", "'..'", "T_DURING(", "S_WITHIN(", "POLYGON((0 0,1 0,1 1,0 0))", "POINT", "EMPTY", "Z", "BBOX(", "=", "<", "<>", "true", "\0", "\ud800", "\uFFFF", "😀", "é", "[", "{"];

    [Fact]
    public void Text_and_JSON_are_read_as_the_same_predicate() =>
        Prop.ForAll(Conditions(4).ToArbitrary(), both =>
            Assert.Equal(Written.Text(Cql2Filter.ParseText(both.Text)), Written.Text(Cql2Filter.ParseJson(both.Json))))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Nothing_makes_the_parsers_fail_but_in_their_own_way() =>
        Prop.ForAll(Gen.OneOf(Broken(both => both.Text), Gen.Elements(Fragments).ListOf().Select(parts => string.Join(' ', parts))).ToArbitrary(), text => Fails(() => Cql2Filter.ParseText(text)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithEndSize(30));

    [Fact]
    public void Nothing_makes_the_JSON_parser_fail_but_in_its_own_way() =>
        Prop.ForAll(Broken(both => both.Json).ToArbitrary(), json => Fails(() => Cql2Filter.ParseJson(json)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    // Cut off, or with a piece of it replaced by another.
    private static Gen<string> Broken(Func<Both, string> language) =>
        from both in Conditions(3)
        from other in Conditions(2)
        from at in Gen.Choose(0, 200)
        from length in Gen.Choose(0, 20)
        from piece in Gen.Elements(Fragments.Append("").Append("]").Append("null").Append(language(other)).ToArray())
        let text = language(both)
        let start = Math.Min(at, text.Length)
        select text[..start] + piece + text[Math.Min(start + length, text.Length)..];

    private static void Fails(Func<Predicate> parse)
    {
        try
        {
            _ = Written.Text(parse());
        }
        catch (Cql2Exception exception)
        {
            Assert.NotEmpty(exception.Message);
            Assert.True(exception.Column is > 0 || exception.Path is not null);
        }
    }

    private static Gen<Both> Conditions(int depth) => depth == 0 ? Leaf : Gen.Frequency(
        (3, Leaf),
        (2, Chain(depth, "AND")),
        (2, Chain(depth, "OR")),
        (1, Conditions(depth - 1).Select(term => new Both($"NOT ({term.Text})", Both.Call("not", term)))));

    private static Gen<Both> Chain(int depth, string word) =>
        from count in Gen.Choose(2, 4)
        from terms in Conditions(depth - 1).ListOf(count)
        select new Both(string.Join($" {word} ", terms.Select(term => $"({term.Text})")), Both.Call(word.ToLowerInvariant(), [.. terms]));

    private static Gen<Both> Leaf => Gen.OneOf(Comparison(TextSide), Comparison(FigureSide), Comparison(DaySide), Like, In, Between, IsNull, Time, Place,
        Gen.Elements(true, false).Select(value => new Both(value ? "TRUE" : "false", value ? "true" : "false")));

    private static Gen<Both> Comparison(Gen<Both> side) =>
        from sides in side.Two()
        from sign in Gen.Elements(Signs)
        select new Both($"{sides.Item1.Text} {sign} {sides.Item2.Text}", Both.Call(sign, sides.Item1, sides.Item2));

    private static Gen<Both> TextSide =>
        from side in Gen.OneOf(Property(Texts), Word)
        from form in Gen.Elements("", "CASEI", "ACCENTI")
        select form == "" ? side : new Both($"{form}({side.Text})", Both.Call(form.ToLowerInvariant(), side));

    private static Gen<Both> FigureSide => Gen.OneOf(Property(Figures),
        Gen.Elements("5", "-5", "5.5", "1e3", "0.1", "-2.5E-3", "9223372036854775808").Select(number => new Both(number, number)));

    private static Gen<Both> DaySide => Gen.OneOf(Property("event_date"), Instant);

    private static Gen<Both> Instant => Gen.Choose(0, 800).Select(days => new DateOnly(2021, 1, 1).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        .SelectMany(day => Gen.Elements(
            new Both($"DATE('{day}')", $$"""{"date":"{{day}}"}"""),
            new Both($"timestamp('{day}T10:00:00Z')", $$"""{"timestamp":"{{day}}T10:00:00Z"}""")));

    private static Gen<Both> Word => Gen.Elements(Words).Select(word => new Both($"'{word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'", JsonSerializer.Serialize(word)));

    private static Gen<Both> Property(params string[] names) =>
        from name in Gen.Elements(names)
        from quoted in Gen.Elements(true, false)
        select new Both(quoted ? $"\"{name}\"" : name, $$"""{"property":"{{name}}"}""");

    private static Gen<Both> Like =>
        from column in Property(Texts)
        from word in Word
        from form in Gen.Elements("", "CASEI", "ACCENTI")
        select form == ""
            ? new Both($"{column.Text} LIKE {word.Text}", Both.Call("like", column, word))
            : new Both($"{form}({column.Text}) like {form}({word.Text})", Both.Call("like", new Both("", Both.Call(form.ToLowerInvariant(), column)), new Both("", Both.Call(form.ToLowerInvariant(), word))));

    private static Gen<Both> In =>
        from side in TextSide
        from count in Gen.Choose(1, 4)
        from list in TextSide.ListOf(count)
        select new Both($"{side.Text} IN ({string.Join(", ", list.Select(item => item.Text))})", $$"""{"op":"in","args":[{{side.Json}},[{{string.Join(',', list.Select(item => item.Json))}}]]}""");

    private static Gen<Both> Between =>
        from sides in FigureSide.Three()
        select new Both($"{sides.Item1.Text} BETWEEN {sides.Item2.Text} AND {sides.Item3.Text}", Both.Call("between", sides.Item1, sides.Item2, sides.Item3));

    private static Gen<Both> IsNull => Property([.. Texts, .. Figures, "geometry", "event_date"]).Select(column => new Both($"{column.Text} IS NULL", Both.Call("isNull", column)));

    private static Gen<Both> Time =>
        from name in Gen.Elements(Temporal)
        from sides in Gen.OneOf(DaySide, Interval).Two()
        select new Both($"{name}({sides.Item1.Text}, {sides.Item2.Text})", Both.Call(name.ToLowerInvariant(), sides.Item1, sides.Item2));

    private static Gen<Both> Interval => Gen.Elements(
        new Both("INTERVAL('2021-01-01', '2022-06-01')", """{"interval":["2021-01-01","2022-06-01"]}"""),
        new Both("INTERVAL('2021-01-01T00:00:00Z', '..')", """{"interval":["2021-01-01T00:00:00Z",".."]}"""),
        new Both("INTERVAL('..', event_date)", """{"interval":["..",{"property":"event_date"}]}"""));

    private static Gen<Both> Place =>
        from name in Gen.Elements(Spatial)
        from shape in Gen.Elements(
            new Both("POINT(1 2)", """{"type":"Point","coordinates":[1,2]}"""),
            new Both("POLYGON((0 0,2 0,2 2,0 0))", """{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]}"""),
            new Both("LINESTRING Z (0 0 1,2 0 1)", """{"type":"LineString","coordinates":[[0,0,1],[2,0,1]]}"""),
            new Both("BBOX(170,-10,-170,10)", """{"bbox":[170,-10,-170,10]}"""))
        from reversed in Gen.Elements(true, false)
        select reversed
            ? new Both($"{name}({shape.Text}, geometry)", Both.Call(name.ToLowerInvariant(), shape, new Both("", """{"property":"geometry"}""")))
            : new Both($"{name}(geometry, {shape.Text})", Both.Call(name.ToLowerInvariant(), new Both("", """{"property":"geometry"}"""), shape));
}
