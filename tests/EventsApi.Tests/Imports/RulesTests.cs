using EventsApi.Data.Imports;
using EventsApi.Data.Model;
using FluentValidation;
using Xunit;

namespace EventsApi.Tests.Imports;

/// <summary>Every rule is broken at least once, in the column it speaks of.</summary>
public class RulesTests(TestStore importing) : IClassFixture<TestStore>
{
    private static readonly (Rule Rule, string? Column, string File)[] Broken =
    [
        (Rules.RowMalformed, null, Importing.Header + "\nTST1,2022-03-04,Battles"),
        (Rules.RowMalformed, null, Importing.Header + "\n" + Importing.Line + ",extra\n"),
        (Rules.RowMalformed, null, Importing.Header + "\n" + Importing.Line.Replace("Mali", "\"Mali", StringComparison.Ordinal)),
        (Rules.IdMissing, "event_id_cnty", Importing.Csv(("event_id_cnty", ""))),
        (Rules.IdMissing, "event_id_cnty", Importing.Csv(("event_id_cnty", "NA"))),
        (Rules.IdMalformed, "event_id_cnty", Importing.Csv(("event_id_cnty", "123"))),
        (Rules.IdMalformed, "event_id_cnty", Importing.Csv(("event_id_cnty", "TST"))),
        (Rules.IdMalformed, "event_id_cnty", Importing.Csv(("event_id_cnty", "T1T"))),
        (Rules.IdMalformed, "event_id_cnty", Importing.Csv(("event_id_cnty", "TST 1"))),
        (Rules.IdMalformed, "event_id_cnty", Importing.Csv(("event_id_cnty", "TÉST1"))),
        (Rules.IdRepeated, "event_id_cnty", $"{Importing.Header}\n{Importing.Line}\n{Importing.Line}\n"),
        (Rules.DateMissing, "event_date", Importing.Csv(("event_date", ""))),
        (Rules.DateImpossible, "event_date", Importing.Csv(("event_date", "2018-11-31"))),
        (Rules.DateImpossible, "event_date", Importing.Csv(("event_date", "some day"))),
        (Rules.DateImpossible, "event_date", "id,year,month,day,type_of_violence,side_a,side_b,best\n1,2015,2,30,1,A,B,0\n"),
        (Rules.DateFuture, "event_date", Importing.Csv(("event_date", "2025-06-03"))),
        (Rules.EventTypeUnknown, "event_type", Importing.Csv(("event_type", "Battle"))),
        (Rules.EventTypeUnknown, "event_type", Importing.Csv(("event_type", ""))),
        (Rules.SubEventTypeUnknown, "sub_event_type", Importing.Csv(("sub_event_type", "Skirmish"))),
        (Rules.EventPairUnknown, "sub_event_type", Importing.Csv(("sub_event_type", "Peaceful protest"))),
        (Rules.CoordinatesRange, "latitude", Importing.Csv(("latitude", "90.1"))),
        (Rules.CoordinatesRange, "latitude", Importing.Csv(("latitude", "north"))),
        (Rules.CoordinatesRange, "latitude", Importing.Csv(("latitude", "NaN"))),
        (Rules.CoordinatesRange, "longitude", Importing.Csv(("longitude", "-180.5"))),
        (Rules.CoordinatesHalf, "latitude", Importing.Csv(("latitude", ""))),
        (Rules.CoordinatesHalf, "longitude", Importing.Csv(("longitude", ""))),
        (Rules.FatalitiesInvalid, "fatalities", Importing.Csv(("fatalities", "-1"))),
        (Rules.FatalitiesInvalid, "fatalities", Importing.Csv(("fatalities", "2.5"))),
        (Rules.FatalitiesInvalid, "fatalities", Importing.Csv(("fatalities", "many"))),
        (Rules.FatalitiesInvalid, "fatalities", Importing.Csv(("fatalities", "1,000"))),
        (Rules.FatalitiesInvalid, "fatalities_high", Importing.Csv(("fatalities_high", "-7"))),
        (Rules.PrecisionUnknown, "geo_precision", Importing.Csv(("geo_precision", "0"))),
        (Rules.PrecisionUnknown, "time_precision", Importing.Csv(("time_precision", "1.5"))),
        (Rules.InterUnknown, "inter1", Importing.Csv(("inter1", "9"))),
        (Rules.InterUnknown, "inter2", Importing.Csv(("inter2", "Wizards"))),
        (Rules.TextNull, "actor1", """[{"event_id_cnty":"TST1","event_date":"2022-03-04","event_type":"Battles","country":"Mali","actor1":"A\u0000B"}]"""),
        (Rules.TextNull, "assoc_actor_1", """[{"event_id_cnty":"TST1","event_date":"2022-03-04","event_type":"Battles","country":"Mali","assoc_actor_1":"A;\u0000"}]"""),
        (Rules.TextTooLong, "actor1", Importing.Csv(("actor1", new string('x', 501)))),
        (Rules.TextTooLong, "attributes", Importing.Csv(("comment", new string('x', 200_000)))),
        (Rules.CountryUnusual, "country", Importing.Csv(("country", "Testland"))),
        (Rules.CoordinatesOutside, "country", Importing.Csv(("latitude", "-16.27"))),
        (Rules.FatalitiesOrder, "fatalities", Importing.Csv(("fatalities_low", "4"))),
        (Rules.FatalitiesOrder, "fatalities", Importing.Csv(("fatalities", ""), ("fatalities_low", "4"), ("fatalities_high", "2"))),
        (Rules.YearDiffers, "year", Importing.Csv(("year", "2021"))),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Broken.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_broken_rule_is_reported(int index)
    {
        var (rule, column, file) = Broken[index];
        var rejects = new List<Reject>();
        var (report, store) = await importing.RunAsync(file, rejects: rejects);
        Assert.Equal([rule.Id], report.Rules.Keys);
        if (rule.Severity == Severity.Error)
        {
            Assert.Equal((rule.Id, column), (Assert.Single(rejects).Rule, rejects[0].Column));
            Assert.Equal((1, 0), (report.Rejected, report.Warnings));
        }
        else
        {
            Assert.Empty(rejects);
            Assert.Equal((0, 1, 1), (report.Rejected, report.Warnings, store.Events.Count));
        }
    }

    [Fact]
    public void Every_rule_is_in_the_table() =>
        Assert.Equal([Rules.IdForeign, Rules.IdHeld, Rules.OutsideFilter], Rules.All.Except(Broken.Select(broken => broken.Rule))); // of what is more than a row: see ImportTests and ReplacePartTests

    [Fact]
    public void Ids_are_distinct_and_columns_exist()
    {
        Assert.Equal(Rules.All.Count, Rules.All.Select(rule => rule.Id).Distinct().Count());
        Assert.All(Broken, broken => Assert.True(broken.Column is null || EventColumns.Find(broken.Column) is not null));
    }

    [Fact]
    public async Task A_row_reports_all_its_errors()
    {
        var rejects = new List<Reject>();
        var (report, _) = await importing.RunAsync(Importing.Csv(("event_id_cnty", "?"), ("event_date", "x"), ("fatalities", "-3"), ("inter1", "99")), rejects: rejects);
        Assert.Equal(["date-impossible", "id-malformed", "fatalities-invalid", "inter-unknown"], rejects.Select(reject => reject.Rule));
        Assert.Equal(1, report.Rejected);
        Assert.All(rejects, reject => Assert.Equal((1L, 2L), (reject.Row, reject.Line)));
        Assert.Contains("\"fatalities\":\"-3\"", rejects[0].Sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1RTA")]
    [InlineData("uga7752")]
    [InlineData(" UGA7752 ")]
    public async Task Ids_of_real_files_pass(string id) =>
        Assert.Equal(id.Trim().ToUpperInvariant(), (await importing.OneAsync(Importing.Csv(("event_id_cnty", id)))).EventIdCnty);
}
