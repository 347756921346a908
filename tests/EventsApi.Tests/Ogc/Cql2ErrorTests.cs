using EventsApi.Ogc.Cql2;
using Xunit;

namespace EventsApi.Tests.Ogc;

/// <summary>What is wrong with a filter is said with its place.</summary>
public class Cql2ErrorTests
{
    [Theory]
    [InlineData("", 1, "Expected a property")]
    [InlineData("country", 1, "Expected a condition")]
    [InlineData("fatalities >", 13, "not the end")]
    [InlineData("fatalities > 5 year", 16, "Expected AND, OR or the end of the filter, not 'year'")]
    [InlineData("1 < year < 5", 10, "Expected AND, OR")]
    [InlineData("(year = 5", 10, "Expected ')'")]
    [InlineData("year = 5)", 9, "not ')'")]
    [InlineData("year = 5 AND", 13, "not the end")]
    [InlineData("year = AND", 8, "not 'AND'")]
    [InlineData("year NOT 5", 10, "Expected LIKE, BETWEEN or IN")]
    [InlineData("year IS 5", 9, "Expected NULL")]
    [InlineData("year BETWEEN 1 OR 2", 16, "Expected AND")]
    [InlineData("year IN 5", 9, "Expected '('")]
    [InlineData("year IN ()", 10, "Expected a property")]
    [InlineData("fatalites > 5", 1, "Unknown property 'fatalites'; did you mean 'fatalities'?")]
    [InlineData("Fatalities > 5", 1, "did you mean 'fatalities'?")]
    [InlineData("attributes = '{}'", 1, "Unknown property 'attributes'")]
    [InlineData("country = \"Mali\"", 11, "Text is in single quotes")]
    [InlineData("country = 'Mali", 11, "The quote is not closed")]
    [InlineData("\"country = 5", 1, "The double quote is not closed")]
    [InlineData("year = 5 & iso = 3", 10, "Unexpected character '&'")]
    [InlineData("year + 5 = 6", 6, "Arithmetic")]
    [InlineData("year = 5x", 8, "'5x' is no number")]
    [InlineData("year = .", 8, "is no number")]
    [InlineData("year = 1e", 8, "is no number")]
    [InlineData("year = 1e999", 8, "too large")]
    [InlineData("fatalities = 'x'", 14, "fatalities is an integer and cannot be compared with text")]
    [InlineData("country = 5", 11, "country is text and cannot be compared with a number")]
    [InlineData("country = true", 11, "true or false")]
    [InlineData("country = DATE('2022-01-01')", 11, "a date")]
    [InlineData("country = fatalities", 11, "fatalities, which is an integer")]
    [InlineData("timestamp > TIMESTAMP('2022-01-01T00:00:00Z')", 13, "timestamp is an integer")]
    [InlineData("'5' > 4", 7, "text cannot be compared with a number")]
    [InlineData("event_date = 'yesterday'", 14, "Must be a day that exists")]
    [InlineData("event_date = '2022-02-30'", 14, "Must be a day that exists")]
    [InlineData("event_date = DATE('2022-02-30')", 19, "Must be a day that exists")]
    [InlineData("event_date = DATE('2022-02-01T00:00:00Z')", 19, "DATE takes a day")]
    [InlineData("event_date = TIMESTAMP('2022-02-01')", 24, "TIMESTAMP takes a time")]
    [InlineData("event_date = DATE(5)", 19, "DATE takes one text")]
    [InlineData("event_date = INTERVAL('2022-01-01','..')", 14, "An interval cannot be compared")]
    [InlineData("fatalities LIKE '5%'", 1, "LIKE takes text")]
    [InlineData("country LIKE actor1", 14, "pattern of LIKE")]
    [InlineData("CASEI(fatalities) = 5", 7, "CASEI takes text")]
    [InlineData("CASEI(country, actor1) = 'x'", 1, "CASEI takes 1 argument, not 2")]
    [InlineData("lower(country) = 'x'", 1, "Unknown function or operator 'lower'")]
    [InlineData("S_INTERSECT(geometry, POINT(1 2))", 1, "did you mean 's_intersects'?")]
    [InlineData("geometry = 'x'", 1, "spatial functions")]
    [InlineData("T_AFTER(event_date)", 1, "T_AFTER takes 2 arguments, not 1")]
    [InlineData("T_AFTER(fatalities, DATE('2022-01-01'))", 9, "Temporal functions take dates")]
    [InlineData("T_AFTER(event_date, INTERVAL('2022-02-01','2022-01-01'))", 21, "ends before it begins")]
    [InlineData("T_AFTER(event_date, INTERVAL('2022-02-01','soon'))", 43, "Must be a day")]
    [InlineData("S_WITHIN(geometry, POLYGON((0 0, 1 0, 1 1)))", 20, "is not closed")]
    [InlineData("S_WITHIN(geometry, POLYGON((0 0, 1 x, 1 1)))", 36, "xpected a")]
    [InlineData("S_WITHIN(geometry, POLYGON((0 0, 1 0)", 27, "The parenthesis is not closed")]
    [InlineData("S_WITHIN(geometry, BBOX(1,2,3))", 20, "four numbers")]
    [InlineData("S_WITHIN(country, BBOX(1,2,3,4))", 10, "Spatial functions take the property geometry")]
    [InlineData("(country = 'Mali') IS NULL", 10, "not a condition")]
    public void Text_names_the_column(string text, int column, string message)
    {
        var error = Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseText(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(column, error.Column);
        Assert.StartsWith($"At column {column}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_property_names_all_there_are()
    {
        var error = Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseText("fatalites > 5"));
        Assert.Equal("fatalities", error.Suggestion);
        Assert.Contains("geometry", error.Allowed!);
        Assert.DoesNotContain("attributes", error.Allowed!);
    }

    [Theory]
    [InlineData("", "", "Is not JSON")]
    [InlineData("{", "", "Is not JSON")]
    [InlineData("null", "", "null is no value")]
    [InlineData("5", "", "Expected a condition")]
    [InlineData("{}", "", "Must have op and args")]
    [InlineData("""{"op":"="}""", "", "Must have args")]
    [InlineData("""{"op":5,"args":[]}""", "op", "Must be text")]
    [InlineData("""{"op":"==","args":[]}""", "", "Unknown function or operator '=='")]
    [InlineData("""{"op":"+","args":[1,2]}""", "", "Arithmetic")]
    [InlineData("""{"op":"=","args":[1,2],"x":1}""", "", "Unknown member 'x'")]
    [InlineData("""{"op":"and","args":[true]}""", "", "AND takes at least 2")]
    [InlineData("""{"op":"and","args":[true,{"op":"=","args":[{"property":"year"},"x"]}]}""", "args[1].args[1]", "year is an integer")]
    [InlineData("""{"op":"or","args":[{"op":"isNull","args":[{"property":"yaer"}]},true]}""", "args[0].args[0]", "did you mean 'year'?")]
    [InlineData("""{"op":"=","args":[{"property":5},5]}""", "args[0].property", "Must be text")]
    [InlineData("""{"op":"in","args":[{"property":"year"},[]]}""", "args[1]", "at least one")]
    [InlineData("""{"op":"in","args":[{"property":"year"},[1,"x"]]}""", "args[1][1]", "year is an integer")]
    [InlineData("""{"op":"=","args":[{"property":"event_date"},{"date":"2022-13-01"}]}""", "args[1].date", "Must be a day")]
    [InlineData("""{"op":"=","args":[{"property":"notes"},"\ud800"]}""", "", "not Unicode")]
    [InlineData("""{"op":"=","args":[{"property":"notes"},"a\u0000"]}""", "args[1]", "NUL")]
    [InlineData("""{"op":"s_within","args":[{"property":"geometry"},{"type":"Circle"}]}""", "args[1]", "'Circle'")]
    [InlineData("""{"op":"s_within","args":[{"property":"geometry"},{"type":"\ud800"}]}""", "args[1]", "not Unicode")]
    [InlineData("""{"op":"s_within","args":[{"property":"geometry"},{"bbox":[1,2,"x",4]}]}""", "args[1]", "four numbers")]
    public void Json_names_the_path(string json, string path, string message)
    {
        var error = Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseJson(json));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(path, error.Path);
        Assert.Null(error.Column);
    }

    [Fact]
    public void Depth_is_bounded()
    {
        Assert.Contains("nested more than", Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseText(new string('(', 100_000) + "true")).Message, StringComparison.Ordinal);
        Assert.Contains("nested more than", Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseText(string.Concat(Enumerable.Repeat("NOT ", 100_000)) + "true")).Message, StringComparison.Ordinal);
        Assert.Contains("nested more than", Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseText(string.Concat(Enumerable.Repeat("casei(", 100_000)))).Message, StringComparison.Ordinal);
        var json = string.Concat(Enumerable.Repeat("""{"op":"not","args":[""", 101)) + "true" + string.Concat(Enumerable.Repeat("]}", 101));
        Assert.Contains("nested more than", Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseJson(json)).Message, StringComparison.Ordinal);
        Assert.Contains("nested too deep", Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseJson(new string('[', 100_000))).Message, StringComparison.Ordinal);
        Assert.Contains("more than 38 levels", Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseText(string.Concat(Enumerable.Repeat("NOT (year = 1 AND ", 20)) + "true" + new string(')', 20))).Message, StringComparison.Ordinal);
        Cql2Filter.ParseText(new string('(', 100) + "true" + new string(')', 100));
    }

    [Fact]
    public void Long_chains_are_no_depth_but_the_number_of_terms_is_bounded()
    {
        Cql2Filter.ParseText(string.Join(" OR ", Enumerable.Repeat("year = 2020", 3000)));
        Assert.Contains("more than 10000", Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseText(string.Join(" AND ", Enumerable.Repeat("year = 2020", 4000)))).Message, StringComparison.Ordinal);
        Assert.Contains("more than 10000", Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseText($"year IN ({string.Join(',', Enumerable.Range(0, 20_000))})")).Message, StringComparison.Ordinal);
        Assert.Contains("more than 16 geometries", Assert.Throws<Cql2Exception>(() =>
            Cql2Filter.ParseText(string.Join(" OR ", Enumerable.Range(0, 17).Select(i => $"S_WITHIN(geometry, POINT({i} 1))")))).Message, StringComparison.Ordinal);
        Assert.Contains("longer than 1000", Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseText($"notes LIKE '{new string('_', 1001)}'")).Message, StringComparison.Ordinal);
        Assert.Contains("longer than 1000", Assert.Throws<Cql2Exception>(() => Cql2Filter.ParseText($"'{new string('a', 1001)}' LIKE '%'")).Message, StringComparison.Ordinal);
    }
}
