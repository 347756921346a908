using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Tests.Storage;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Sql;

/// <summary>Fill, top and compare are what plain code over rows makes of them, on every engine.</summary>
public sealed class ShapeProperties
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Any_shape_is_what_its_definition_says(string engine)
    {
        await using var store = await Store.FilledAsync(engine, RandomShapedAggregates.Rows, RandomPredicates.Boundaries);
        var columns = await store.ColumnsAsync();
        await using var session = await store.Database.ReadAsync(CancellationToken.None);
        Assert.Equal(session.Version, columns.Current!.Version);
        Prop.ForAll(RandomShapedAggregates.All.ToArbitrary(), query =>
        {
            var (rows, other) = new ShapeReference(query, RandomShapedAggregates.Rows).Answer();
            var totals = AggregateReference.Values(query.Plain(), [.. RandomShapedAggregates.Rows.Where(row => Evaluator.Evaluate(query.Where, row) == true)]);
            var expected = rows.Select(Text).ToList();
            foreach (var ask in new Func<AggregateQuery, Task<Aggregates>>[] { session.AggregateAsync, part => columns.AggregateAsync(session, part) })
            {
                var (walked, last) = Walk(query with { Limit = rows.Count / 3 + 1 }, ask);
                Assert.Equal(expected, walked);
                Assert.Equal(other is null ? null : Text(other), last.Other is null ? null : Text([.. last.Other.Keys, .. last.Other.Values]));
                Assert.Equal(Text([.. query.Computed.Select(metric => metric.Of is null ? totals[query.Plain().Metrics.ToList().IndexOf(metric)] : null)]), Text(last.Totals.Values));
                if (query.Baseline is not null && !query.Times.Any())
                {
                    Assert.Equal(new ShapeReference(query, []).Before(), (last.Baseline!.First, last.Baseline.Last));
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(40));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Of_every_group_the_others_are_all_events_but_those_of_the_biggest(string engine)
    {
        await using var store = await Store.FilledAsync(engine, RandomAggregates.Rows, RandomPredicates.Boundaries);
        var columns = await store.ColumnsAsync();
        await using var session = await store.Database.ReadAsync(CancellationToken.None);
        foreach (var query in Group.All.SelectMany(group => Enumerable.Range(1, 3).Select(top => new AggregateQuery { GroupBy = [group], Metrics = [Metric.Events, Metric.Find("actors")!], Top = top })))
        {
            var expected = new ShapeReference(query, RandomAggregates.Rows).Answer().Other!;
            Assert.Equal(Text(expected), Text([null, .. (await query.AnswerAsync(session.AggregateAsync)).Other!.Values]));
            Assert.Equal(Text(expected), Text([null, .. (await query.AnswerAsync(part => columns.AggregateAsync(session, part))).Other!.Values]));
        }
    }

    [Fact]
    public void The_random_shapes_add_rows_and_leave_some_out()
    {
        var answers = RandomShapedAggregates.All.Sample(300, 40).Select(query => (Query: query, Answer: new ShapeReference(query, RandomShapedAggregates.Rows).Answer(),
            Plain: AggregateReference.Buckets(query.Plain(), RandomShapedAggregates.Rows).Count)).ToList();
        Assert.InRange(answers.Count(one => one.Query.Fills && one.Answer.Rows.Count > one.Plain), 20, 300);
        Assert.InRange(answers.Count(one => one.Query is { Baseline: not null, Fills: false, Top: null } && one.Answer.Rows.Count > one.Plain), 20, 300);
        Assert.InRange(answers.Count(one => one.Query.Top is not null && one.Answer.Rows.Count < one.Plain), 20, 300);
        Assert.InRange(answers.Count(one => one.Answer.Rows.Exists(row => one.Query.Computed.Select((metric, i) => metric.Measure == Measure.Ratio && row[one.Query.GroupBy.Count + i] is > 0.0).Any(found => found))), 20, 300);
    }

    [Fact]
    public void The_days_of_a_filter_are_those_its_terms_let_through() => Prop.ForAll(RandomShapedAggregates.OfDays.Two().ToArbitrary(), terms =>
    {
        var unknown = new Predicate.IsNull(EventColumns.Notes);
        var mixed = new Predicate.Or([terms.Item1, unknown]);
        var asked = AskedDays.Of(new Predicate.And([terms.Item1, mixed, new Predicate.And([terms.Item2])]));
        foreach (var day in Enumerable.Range(0, 900).Select(new DateOnly(2019, 6, 1).AddDays).Append(DateOnly.MinValue).Append(DateOnly.MaxValue))
        {
            var row = new Event { EventDate = day, Year = day.Year };
            Assert.Equal(Evaluator.Evaluate(new Predicate.And([terms.Item1, terms.Item2]), row) == true, asked.Days.Intervals.Count(interval => interval.First <= day && day <= interval.Last) == 1);
        }
        Assert.Same(mixed, Assert.Single(EventSqlTerms(asked.Rest)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static IReadOnlyList<Predicate> EventSqlTerms(Predicate where) => where is Predicate.And and ? and.Terms : [where];

    // Every page begins behind the last one by its token.
    private static (List<string> Rows, Aggregates Last) Walk(AggregateQuery query, Func<AggregateQuery, Task<Aggregates>> ask)
    {
        var rows = new List<string>();
        for (BucketCursor? next = null; ;)
        {
            var answer = (query with { After = next }).AnswerAsync(ask).GetAwaiter().GetResult();
            rows.AddRange(answer.Page.Rows.Select(bucket => Text([.. bucket.Keys, .. bucket.Values])));
            if (answer.Page.Next is null)
            {
                return (rows, answer);
            }
            Assert.True(BucketCursor.TryParse(answer.Page.Next.ToString(), query.Sort, out next));
        }
    }

    private static string Text(IReadOnlyList<object?> values) => JsonSerializer.Serialize(values);
}
