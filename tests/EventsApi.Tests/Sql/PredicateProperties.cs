using Dapper;
using EventsApi.Data.Queries;
using EventsApi.Data.Sql;
using EventsApi.Data.Storage;
using EventsApi.Tests.Storage;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Sql;

/// <summary>The store answers any predicate as its definition does.</summary>
public sealed class PredicateProperties
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Any_predicate_selects_what_its_definition_says(string engine)
    {
        await using var store = await Store.FilledAsync(engine, RandomPredicates.Rows, RandomPredicates.Boundaries);
        await using var session = await store.Database.ReadAsync(CancellationToken.None);
        Prop.ForAll(RandomPredicates.All.ToArbitrary(), where =>
        {
            var expected = RandomPredicates.Rows.Where(row => Evaluator.Evaluate(where, row) == true).Select(row => row.EventIdCnty).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(expected, Ids(session, where, []));
            Assert.Equal(expected, Ids(session, where, EventSql.Terms(where))); // every term looked up first that can be
            Assert.Equal(expected.Count, session.CountAsync(where).GetAwaiter().GetResult());
            Assert.Equal(expected, session.EventsAsync(Query(where)).ToBlockingEnumerable().Select(row => row.EventIdCnty));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithEndSize(60));
    }

    [Fact]
    public void Every_case_of_the_closed_set_occurs()
    {
        var cases = typeof(Predicate).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Predicate))).Select(type => type.Name);
        var seen = RandomPredicates.All.Sample(1000, 60).SelectMany(Parts).Select(part => part.GetType().Name).Distinct();
        Assert.Equal(cases.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_random_rows_satisfy_some_predicates_and_not_others()
    {
        var answers = RandomPredicates.All.Sample(300, 60).SelectMany(where => RandomPredicates.Rows.Select(row => Evaluator.Evaluate(where, row))).ToList();
        Assert.All([true, false, (bool?)null], answer => Assert.InRange(answers.Count(given => given == answer), answers.Count / 50, answers.Count));
    }

    [Fact]
    public void A_row_that_is_in_no_store_yet_is_judged_by_the_same_definition()
    {
        var judged = RandomPredicates.All.Sample(4000, 60).Where(where => Parts(where).All(IsOfARow)).ToList();
        Assert.True(judged.Count > 200, $"{judged.Count}");
        Assert.All(judged, where => Assert.All(RandomPredicates.Rows, row => Assert.Equal(Evaluator.Evaluate(where, row), where.Holds(row))));
    }

    private static bool IsOfARow(Predicate part) => part is not (Predicate.CompareColumns or Predicate.Matches or Predicate.Spatial
        or Predicate.WithinDistance or Predicate.InBoundary or Predicate.InNoBoundary or Predicate.InCell);

    private static IEnumerable<Predicate> Parts(Predicate predicate) => predicate switch
    {
        Predicate.And and => and.Terms.SelectMany(Parts).Prepend(and),
        Predicate.Or or => or.Terms.SelectMany(Parts).Prepend(or),
        Predicate.Not not => Parts(not.Term).Prepend(not),
        _ => [predicate],
    };

    private static EventQuery Query(Predicate where) => new() { Where = where, Sort = EventQuery.TotalOrder([]) };

    private static List<string> Ids(ReadSession session, Predicate where, IReadOnlyCollection<Predicate> driving)
    {
        var statement = EventSql.Select(session.Dialect, Query(where) with { Fields = [Data.Model.EventColumns.EventIdCnty] }, driving);
        var parameters = new DynamicParameters();
        for (var i = 0; i < statement.Values.Count; i++)
        {
            parameters.Add("p" + i, statement.Values[i]);
        }
        return [.. session.Connection.Query<string>(statement.Text, parameters, session.Transaction)];
    }
}
