using EventsApi.Data.Imports;
using Xunit;

namespace EventsApi.Tests.Imports;

/// <summary>Date forms, and the order of day and month.</summary>
public class DateTests(TestStore importing) : IClassFixture<TestStore>
{
    [Theory]
    [InlineData("2022-01-31", "2022-01-31")]
    [InlineData("2022/01/31", "2022-01-31")]
    [InlineData("20220131", "2022-01-31")]
    [InlineData("2007-04-8", "2007-04-08")]
    [InlineData("31 January 2022", "2022-01-31")]
    [InlineData("31-January-2022", "2022-01-31")]
    [InlineData("1st Sept 2021", "2021-09-01")]
    [InlineData("January 31, 2022", "2022-01-31")]
    [InlineData("Monday, 31 January 2022", "2022-01-31")]
    [InlineData("2022-Jan-31", "2022-01-31")]
    [InlineData("9-May-20", "2020-05-09")]
    [InlineData("9-May-97", "1997-05-09")]
    [InlineData("31/01/2016", "2016-01-31")]
    [InlineData("01/31/2016", "2016-01-31")]
    [InlineData("31.1.16", "2016-01-31")]
    [InlineData("05/05/2016", "2016-05-05")]
    [InlineData("09/24/2015 00:00:00", "2015-09-24")]
    [InlineData("2021-03-01T00:00:00Z", "2021-03-01")]
    [InlineData("2016-01-01 00:00:00.000", "2016-01-01")]
    [InlineData("2016-01-01T00:00:00", "2016-01-01")]
    [InlineData("2025-06-02", "2025-06-02")]
    public async Task Forms(string text, string day)
    {
        var row = await importing.OneAsync(Importing.Csv(("event_date", text)));
        Assert.Equal((Importing.Day(day), null), (row.EventDate, row.Attributes));
    }

    [Fact]
    public async Task A_time_of_day_is_kept_as_sent() =>
        Assert.Equal("""{"event_date":"2021-03-01T14:30:00Z"}""", (await importing.OneAsync(Importing.Csv(("event_date", "2021-03-01T14:30:00Z")))).Attributes);

    [Theory]
    [InlineData("31 Foo 2022")]
    [InlineData("2022-13-01")]
    [InlineData("32/13/2016")]
    [InlineData("2022")]
    [InlineData("1/2/3/4")]
    [InlineData("0000-00-00")]
    [InlineData("12:30")]
    public async Task Impossible(string text) =>
        Assert.Equal([Rules.DateImpossible.Id], (await importing.RunAsync(Importing.Csv(("event_date", text)), new ImportRequest("t") { DateOrder = DateOrder.DayMonthYear })).Report.Rules.Keys);

    [Theory]
    [InlineData("01/02/2016", "13/02/2016", "2016-02-01")]
    [InlineData("01/02/2016", "02/13/2016", "2016-01-02")]
    [InlineData("01/02/16", "30/11/16", "2016-02-01")]
    [InlineData("01/02/16", "16/11/30", "2001-02-16")]
    [InlineData("01/02/2016", "99/99/2016,13/01/2016", "2016-02-01")]
    public async Task The_files_own_dates_decide(string first, string others, string day)
    {
        var lines = others.Split(',').Prepend(first).Select((date, i) => $"TST{i},{date},Battles,Mali");
        var (_, store) = await importing.RunAsync("event_id_cnty,event_date,event_type,country\n" + string.Join('\n', lines));
        Assert.Equal(Importing.Day(day), store.Events["TST0"].EventDate);
    }

    [Theory]
    [InlineData("01/02/2016", "no date that decides")]
    [InlineData("13/02/2016,02/13/2016", "more than one order")]
    public async Task Undecidable_files_are_refused(string dates, string reason)
    {
        var file = "event_id_cnty,event_date,event_type,country\n" + string.Join('\n', dates.Split(',').Select((date, i) => $"TST{i},{date},Battles,Mali"));
        var error = await Assert.ThrowsAsync<UnreadableFileException>(() => importing.RunAsync(file));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("--date-order", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DateOrder.DayMonthYear, "01/02/2016", "2016-02-01")]
    [InlineData(DateOrder.MonthDayYear, "01/02/2016", "2016-01-02")]
    [InlineData(DateOrder.YearMonthDay, "01/02/16", "2001-02-16")]
    public async Task The_sender_decides(DateOrder order, string text, string day)
    {
        var (_, store) = await importing.RunAsync(Importing.Csv(("event_date", text)), new ImportRequest("t") { DateOrder = order });
        Assert.Equal(Importing.Day(day), store.Events["TST1"].EventDate);
    }
}
