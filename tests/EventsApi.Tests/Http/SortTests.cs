using EventsApi.Data.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Http;

public class SortTests(EventServer server) : IClassFixture<EventServer>
{
    public static TheoryData<string> Keys => [.. EventColumns.All.Where(column => column.Sortable).SelectMany(column => new[] { column.Name, "-" + column.Name })];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_column_sorts_folded_then_by_code_point_with_nulls_last(string key) => await AssertSortsAsync(key);

    [Fact]
    public void Any_keys_sort_one_after_the_other()
    {
        var sorts = Gen.Choose(2, 3).SelectMany(count => Gen.Elements(Keys.Select(row => row.Data).ToArray()).ArrayOf(count))
            .Select(keys => string.Join(',', keys.DistinctBy(key => key.TrimStart('-'))));
        Prop.ForAll(sorts.ToArbitrary(), sort => AssertSortsAsync(sort).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    [Theory]
    [InlineData("event_date,-fatalities", "event_date, -fatalities")]
    [InlineData("fatalities,event_date", "+fatalities,+event_date")]
    [InlineData("-event_date", "-EVENT_DATE")]
    [InlineData("-event_date", "")]
    public async Task A_sort_may_be_written_in_other_ways(string sort, string other)
    {
        var query = other.Length > 0 ? $"limit=5000&sort={Uri.EscapeDataString(other)}" : "limit=5000";
        Assert.Equal(await server.IdsAsync($"limit=5000&sort={sort}"), await server.IdsAsync(query));
        Assert.Equal(await server.IdsAsync($"limit=5000&sort={sort}"), await server.IdsAsync(query.Replace("%2B", "+", StringComparison.Ordinal)));
    }

    private async Task AssertSortsAsync(string sort)
    {
        var expected = Reference.Sort(await server.RowsAsync(), sort).Select(Reference.Id);
        Assert.Equal(expected, await server.IdsAsync($"fields=event_id_cnty&limit=5000&sort={sort}"));
    }
}
