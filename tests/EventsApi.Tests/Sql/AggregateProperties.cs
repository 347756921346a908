using System.Text.Json;
using EventsApi.Data.Columns;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Tests.Storage;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Sql;

/// <summary>The store and the snapshot of its columns group any events as plain code does, and page after page gives all of it.</summary>
public sealed class AggregateProperties
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Any_aggregate_is_what_its_definition_says(string engine)
    {
        await using var store = await Store.FilledAsync(engine, RandomAggregates.Rows, RandomPredicates.Boundaries);
        var columns = await store.ColumnsAsync();
        await using var session = await store.Database.ReadAsync(CancellationToken.None);
        Assert.Equal((session.Version, RandomAggregates.Rows.Count), (columns.Current!.Version, columns.Current.Count));
        Assert.Equal(RandomAggregates.Rows.Count, await columns.CountAsync(session, Predicate.Everything));
        Prop.ForAll(RandomAggregates.All.ToArbitrary(), query =>
        {
            var expected = AggregateReference.Answer(query, RandomAggregates.Rows).Select(Text).ToList();
            Assert.Equal(expected, Walk(part => session.AggregateAsync(part), query).Select(Text));
            Assert.Equal(expected, Walk(part => columns.AggregateAsync(session, part), query).Select(Text));
            Assert.Equal(RandomAggregates.Rows.Count(row => Evaluator.Evaluate(query.Where, row) == true), columns.CountAsync(session, query.Where).GetAwaiter().GetResult() ?? session.CountAsync(query.Where).GetAwaiter().GetResult());
            var totals = AggregateReference.Buckets(query with { GroupBy = [] }, RandomAggregates.Rows).Select(Text).ToList();
            Assert.Equal(totals, [Text(session.AggregateAsync(query).GetAwaiter().GetResult().Totals.Values)]);
            Assert.Equal(totals, [Text(columns.AggregateAsync(session, query).GetAwaiter().GetResult().Totals.Values)]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600).WithEndSize(60));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_snapshot_follows_whatever_is_written(string engine)
    {
        await using var store = await Store.CreateAsync(engine);
        await store.BoundAsync(RandomPredicates.Boundaries);
        var columns = new ColumnMemory(store.Database);
        var rows = new Dictionary<string, Event>();
        var random = new Random(7);
        for (var write = 0; write < 40; write++)
        {
            await WriteAsync(store, rows, random, isLarge: write % 10 == 0, write);
            await columns.BuildAsync(CancellationToken.None);
            await using var session = await store.Database.ReadAsync(CancellationToken.None);
            Assert.Equal((session.Version, rows.Count), (columns.Current!.Version, columns.Current.Count));
            foreach (var query in RandomAggregates.All.Sample(15, 30))
            {
                Assert.Equal(AggregateReference.Answer(query, rows.Values).Select(Text), Walk(part => columns.AggregateAsync(session, part), query).Select(Text));
            }
        }
    }

    // New events, other values of known ones, a data set or boundaries taken out.
    private static async Task WriteAsync(Store store, Dictionary<string, Event> rows, Random random, bool isLarge, int write)
    {
        switch (isLarge ? 9 : random.Next(6))
        {
            case 0:
                var dataset = random.Next(2) == 0 ? "one" : "two";
                await store.Database.RemoveDatasetAsync(dataset, WriteOrigin.Unknown, CancellationToken.None);
                foreach (var gone in rows.Values.Where(row => row.Dataset == dataset).ToList())
                {
                    rows.Remove(gone.EventIdCnty);
                }
                break;
            case 1:
                await store.BoundAsync(RandomPredicates.Boundaries);
                break;
            default:
                var written = Enumerable.Range(0, random.Next(1, isLarge ? 120 : 12)).Select(_ => RandomAggregates.Row(random.Next())).ToList();
                foreach (var row in written)
                {
                    row.EventIdCnty = $"A{random.Next(200)}";
                    row.Notes = $"{write}";
                }
                written = [.. written.DistinctBy(row => row.EventIdCnty)];
                await store.WriteAsync(write, written);
                written.ForEach(row => rows[row.EventIdCnty] = row);
                break;
        }
    }

    [Fact]
    public void The_random_rows_fall_into_several_groups_of_every_kind() => Assert.All(
        Group.All.Where(group => group.Source.Name is not ("disorder_type" or "region" or "admin2" or "admin3" or "inter1" or "inter2" or "interaction" or "civilian_targeting" or "source_scale" or "time_precision")),
        group => Assert.InRange(AggregateReference.Buckets(new AggregateQuery { GroupBy = [group] }, RandomAggregates.Rows).Count, 2, 150));

    // Every page begins behind the last one by its token.
    private static List<object?[]> Walk(Func<AggregateQuery, Task<Aggregates>> ask, AggregateQuery query)
    {
        var rows = new List<object?[]>();
        for (BucketCursor? next = null; ;)
        {
            var page = ask(query with { After = next }).GetAwaiter().GetResult().Page;
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
