using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Tests.Storage;
using NetTopologySuite.Geometries;
using Xunit;

namespace EventsApi.Tests.Sql;

/// <summary>Where events fall into more groups than anybody may ask for, that is said, by the columns as by SQL.</summary>
public sealed class ManyBucketsTests
{
    // Each event is in every square, and under two actors.
    private const int Squares = 850;
    private const int Few = AggregateQuery.MostBuckets / (2 * Squares);

    [Fact]
    public async Task A_million_groups_are_answered_and_no_more()
    {
        await using var store = await Store.FilledAsync("sqlite", Enumerable.Range(1, Few + 1).Select(Row), Enumerable.Range(1, Squares).Select(Square));
        var columns = await store.ColumnsAsync();
        await using var session = await store.Database.ReadAsync(CancellationToken.None);
        await Assert.ThrowsAsync<TooManyBucketsException>(() => session.AggregateAsync(Query("boundary,actor,location")));
        await Assert.ThrowsAsync<TooManyBucketsException>(() => columns.AggregateAsync(session, Query("boundary,actor,location")));
        // More are possible than are counted with.
        await Assert.ThrowsAsync<TooManyBucketsException>(() => columns.AggregateAsync(session, Query("geohash:7,boundary,tile:12,actor,location")));
        var most = await columns.AggregateAsync(session, Query("boundary,actor,location") with { Where = new Predicate.Compare(EventColumns.Fatalities, Comparison.LessOrEqual, (long)Few) });
        Assert.Equal(((long)Few, 1L), (most.Totals.Values[0], Assert.Single(most.Page.Rows).Values[0]));
    }

    private static AggregateQuery Query(string groups)
    {
        IReadOnlyList<Group> asked = [.. groups.Split(',').Select(name => Group.Find(name)!)];
        return new AggregateQuery { GroupBy = asked, Metrics = [Metric.Events], Sort = AggregateQuery.TotalOrder([], asked), Limit = 1 };
    }

    private static Event Row(int number) => new()
    {
        EventIdCnty = $"A{number}",
        EventDate = new DateOnly(2020, 1, 1),
        EventType = "Battles",
        Year = 2020,
        Location = $"Place {number}",
        Actor1 = $"One {number}",
        Actor2 = $"Two {number}",
        Longitude = 0,
        Latitude = 0,
        Fatalities = number,
        Dataset = "one",
    };

    private static Boundary Square(int number) =>
        new($"B{number}", "square", $"Square {number}", GeometryFactory.Default.CreateMultiPolygon([(Polygon)GeometryFactory.Default.ToGeometry(new Envelope(-1, 1, -1, 1))]));
}
