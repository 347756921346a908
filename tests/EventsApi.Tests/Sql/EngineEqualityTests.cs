using System.Text.Json;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;
using EventsApi.Tests.Storage;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Sql;

/// <summary>The engines give the same rows in the same order: collation, accents, nulls and the ends of days included.</summary>
public sealed class EngineEqualityTests
{
    private static readonly Column[] Sortable = [.. EventColumns.All.Where(column => column.Sortable)];

    private sealed record Question(Predicate Where, IReadOnlyList<SortKey> Sort, int Limit, int Offset);

    [Fact]
    public async Task Any_query_and_its_next_page_answer_the_same()
    {
        await using var sqlite = await Store.FilledAsync("sqlite", RandomPredicates.Rows, RandomPredicates.Boundaries, Store.Later);
        await using var postgres = await Store.FilledAsync("postgres", RandomPredicates.Rows, RandomPredicates.Boundaries, Store.Later);
        await using var one = await sqlite.Database.ReadAsync(CancellationToken.None);
        await using var other = await postgres.Database.ReadAsync(CancellationToken.None);
        Prop.ForAll(Questions.ToArbitrary(), question => Assert.Equal(Answers(one, question), Answers(other, question)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(60));
    }

    private static Gen<Question> Questions =>
        from count in Gen.Choose(0, 3)
        from columns in Gen.Elements(Sortable).ListOf(count)
        from down in Gen.Elements(true, false).ListOf(3)
        from filter in Gen.Frequency((1, Gen.Constant(Predicate.Everything)), (2, RandomPredicates.All))
        from limit in Gen.Choose(1, 40)
        from offset in Gen.Choose(0, 20)
        select new Question(filter, EventQuery.TotalOrder([.. columns.Distinct().Select((column, i) => new SortKey(column, down[i]))]), limit, offset);

    // Two pages: the second begins behind the first by its cursor.
    private static List<string> Answers(ReadSession session, Question question)
    {
        var query = new EventQuery { Where = question.Where, Sort = question.Sort, Limit = question.Limit, Offset = question.Offset };
        var first = session.EventsAsync(query).ToBlockingEnumerable().ToList();
        var second = first.Count == 0 ? [] : session.EventsAsync(query with { Offset = 0, After = Cursor.After(query.Sort, first[^1]) }).ToBlockingEnumerable().ToList();
        return [.. first.Concat(second).Select(row => JsonSerializer.Serialize(row))];
    }
}
