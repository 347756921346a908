using EventsApi.Ogc.Cql2;
using EventsApi.Tests.Sql;
using EventsApi.Tests.Storage;
using Xunit;

namespace EventsApi.Tests.Ogc;

/// <summary>Each store answers filters as they are meant, and whatever the parser lets through a store can answer.</summary>
public sealed class Cql2StoreTests
{
    private static readonly string[] Filters =
    [
        "country <> 'Mali'", "country NOT IN ('Mali', 'mali')", "NOT (fatalities = 1.5)", "fatalities < 1.5", "fatalities >= -1e300", "fatalities IN (1, 2.5)",
        "CASEI(actor1) = CASEI('STRASSE')", "ACCENTI(actor1) = ACCENTI('Łódź')", "CASEI(ACCENTI(notes)) LIKE CASEI(ACCENTI('%menaka%'))", "CASEI(actor1) = CASEI(actor2)",
        "notes LIKE '%_z'", @"actor1 LIKE 'a*[b]?\\\\c'", @"actor1 LIKE '50\%\_x'", "actor1 LIKE 'x_y'", "CASEI(event_type) = CASEI('BATTLES')", "CASEI(ACCENTI(event_type)) LIKE CASEI(ACCENTI('RÏO%'))",
        "T_DURING(event_date, INTERVAL('2020-01-01', '2020-01-05'))", "event_date >= '2020-01-03T'", "T_DISJOINT(event_date, INTERVAL('2020-01-02T10:00:00Z', '..'))",
        "S_INTERSECTS(geometry, POLYGON((-20 -20, 50 -20, 50 50, -20 50, -20 -20)))", "S_TOUCHES(geometry, BBOX(-12.25,0,45,45))", "S_DISJOINT(BBOX(170,-90,-170,90), geometry)",
        "NOT S_CROSSES(geometry, LINESTRING(0 0, 45 45))", "S_EQUALS(geometry, POINT(0 45))", "geometry IS NULL OR latitude > fatalities",
        "S_TOUCHES(geometry, GEOMETRYCOLLECTION(POINT(45 45), LINESTRING(0 0, 0.1 45)))",
    ];

    // Just within the limits of depth, terms and patterns.
    private static IEnumerable<string> Extremes =>
    [
        Nested(19, "NOT (fatalities = 1 AND ", "NOT (year = 2020 OR "),
        Nested(17, "NOT (NOT fatalities = 1 AND ", "NOT ((fatalities = 2 OR NOT (year = 1 AND fatalities = 3)) OR "),
        Nested(37, "(year = 2020 AND ", "(fatalities = 1 OR "),
        Nested(36, $"({string.Concat(Enumerable.Repeat("NOT true OR ", 80))} ", $"({string.Concat(Enumerable.Repeat("true AND ", 80))} "),
        Nested(37, $"({string.Concat(Enumerable.Repeat("true AND ", 200))} ", "(false OR "),
        new string('(', 99) + "year BETWEEN 1 AND 9" + new string(')', 99),
        string.Join(" OR ", Enumerable.Range(0, 3300).Select(i => $"fatalities = {i}")),
        string.Join(" AND ", Enumerable.Range(0, 1900).Select(i => $"NOT ACCENTI(notes) = 'é{i}'")),
        $"notes IN ({string.Join(',', Enumerable.Range(0, 9900).Select(i => $"'{i}'"))})",
        $"CASEI(ACCENTI(notes)) LIKE CASEI(ACCENTI('_{new string('\uFDFA', 999)}'))",
        $"notes LIKE '{string.Concat(Enumerable.Repeat("%_*", 333))}'",
        string.Join(" OR ", Enumerable.Range(0, 16).Select(i => $"S_WITHIN(geometry, POLYGON(({i} 0, {i + 1} 0, {i} 1, {i} 0)))")),
    ];

    private static string Nested(int levels, params string[] openings) =>
        string.Concat(Enumerable.Range(0, levels).Select(level => openings[level % openings.Length])) + "year = 2020" + new string(')', levels);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_store_answers_what_is_meant(string engine)
    {
        await using var store = await Store.CreateAsync(engine);
        await store.WriteAsync(1, RandomPredicates.Rows);
        foreach (var filter in Filters.Concat(Extremes))
        {
            var where = Cql2Filter.ParseText(filter);
            var expected = RandomPredicates.Rows.Where(row => Evaluator.Evaluate(where, row) == true).Select(row => row.EventIdCnty).Order(StringComparer.Ordinal);
            Assert.Equal(expected, (await store.EventsAsync(where)).Select(row => row.EventIdCnty));
        }
    }

    [Fact]
    public void The_filters_are_not_idle() =>
        Assert.All(Filters, filter => Assert.Contains(RandomPredicates.Rows, row => Evaluator.Evaluate(Cql2Filter.ParseText(filter), row) == true));
}
