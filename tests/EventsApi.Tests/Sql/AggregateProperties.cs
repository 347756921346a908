using System.Text.Json;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Tests.Storage;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Sql;

/// <summary>The store groups any events as plain code does, and page after page gives all of it.</summary>
public sealed class AggregateProperties
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Any_aggregate_is_what_its_definition_says(string engine)
    {
        await using var store = await Store.CreateAsync(engine);
        await store.WriteAsync(1, RandomAggregates.Rows);
        await using var session = await store.Database.ReadAsync(CancellationToken.None);
        Prop.ForAll(RandomAggregates.All.ToArbitrary(), query =>
        {
            Assert.Equal(AggregateReference.Answer(query, RandomAggregates.Rows).Select(Text), Walk(session, query).Select(Text));
            var totals = session.AggregateAsync(query).GetAwaiter().GetResult().Totals;
            Assert.Equal(AggregateReference.Buckets(query with { GroupBy = [] }, RandomAggregates.Rows).Select(Text), [Text(totals.Values)]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600).WithEndSize(60));
    }

    [Fact]
    public void The_random_rows_fall_into_several_groups_of_every_kind() => Assert.All(
        Group.All.Where(group => group.Source.Name is not ("disorder_type" or "region" or "admin2" or "admin3" or "inter1" or "inter2" or "interaction" or "civilian_targeting" or "source_scale" or "time_precision")),
        group => Assert.InRange(AggregateReference.Buckets(new AggregateQuery { GroupBy = [group] }, RandomAggregates.Rows).Count, 2, 150));

    // Every page begins behind the last one by its token.
    private static List<object?[]> Walk(ReadSession session, AggregateQuery query)
    {
        var rows = new List<object?[]>();
        for (BucketCursor? next = null; ;)
        {
            var page = session.AggregateAsync(query with { After = next }).GetAwaiter().GetResult().Page;
            rows.AddRange(page.Rows.Select(bucket => bucket.Keys.Concat(bucket.Values).ToArray()));
            if (page.Next is null)
            {
                return rows;
            }
            Assert.Equal(query.Limit, page.Rows.Count);
            Assert.True(BucketCursor.TryParse(page.Next.ToString(), query.Sort, out next));
        }
    }

    private static string Text(IReadOnlyList<object?> values) => JsonSerializer.Serialize(values);
}
