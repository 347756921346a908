using System.Text.Json;
using Dapper;
using EventsApi.Data.Imports;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Sql;
using EventsApi.Data.Storage;
using EventsApi.Tests.Imports;
using EventsApi.Tests.Sql;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Storage;

/// <summary>Whatever is written, every version stays what it was, and the changes lead from each to the next.</summary>
public sealed class HistoryProperties
{
    private static readonly IReadOnlyList<SortKey> ById = EventQuery.TotalOrder([]);

    [Theory]
    [InlineData("sqlite", 1)]
    [InlineData("postgres", 1)]
    [InlineData("sqlite", 2)]
    [InlineData("postgres", 3)]
    public async Task Every_version_answers_as_a_plain_copy_of_it_does(string engine, int seed)
    {
        await using var store = await Store.CreateAsync(engine);
        var history = new RandomHistory(store, seed);
        await history.RunAsync(14);
        Assert.InRange(history.Versions.Count, 10, 100);
        // Boundaries are today's: those of the last write.
        await store.BoundAsync(RandomPredicates.Boundaries);
        foreach (var (version, held) in history.Versions)
        {
            await using var session = await store.Database.ReadAsync(CancellationToken.None);
            session.GoBack(version);
            Assert.Equal((true, version), (session.IsPast, session.Version));
            Assert.Equal(held.Select(row => RandomHistory.Text(row)), (await session.EventsAsync(new EventQuery { Sort = ById }).ToListAsync()).Select(row => RandomHistory.Text(row)));
            foreach (var where in RandomPredicates.All.Sample(25, 60))
            {
                await AnswersAsync(session, where, held);
            }
            foreach (var query in RandomAggregates.All.Sample(10, 60))
            {
                Assert.Equal(AggregateReference.Buckets(query, held).Select(Text).Order(StringComparer.Ordinal),
                    (await session.BucketsAsync(query)).Select(bucket => Text([.. bucket.Keys, .. bucket.Values])).Order(StringComparer.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Revisions_and_events_agree(string engine)
    {
        await using var store = await Store.CreateAsync(engine);
        var history = new RandomHistory(store, 4);
        await history.RunAsync(20);
        await using var session = await store.Database.ReadAsync(CancellationToken.None);
        var (deleted, updated) = (0, 0);
        foreach (var id in RandomPredicates.Rows.Select(row => row.EventIdCnty))
        {
            var revisions = await session.RevisionsAsync(id, long.MaxValue, 1000);
            Assert.Equal(Enumerable.Range(1, revisions.Count).Reverse().Select(number => (long)number), revisions.Select(revision => revision.Revision));
            Assert.Equal(history.Held.SingleOrDefault(row => row.EventIdCnty == id) is { } held ? RandomHistory.Text(held) : null, revisions[0].After is { } after ? RandomHistory.Text(after) : null);
            Assert.All(revisions, revision => Assert.Equal(revision.Operation == EventChange.Updated, revision.Columns.Count > 0));
            foreach (var (later, earlier) in revisions.Zip(revisions.Skip(1)))
            {
                Assert.Equal(earlier.After is null ? null : RandomHistory.Text(earlier.After), later.Before is null ? null : RandomHistory.Text(later.Before));
                Assert.True(later.Write.Version > earlier.Write.Version);
            }
            Assert.Equal(revisions.Where(revision => revision.Revision < 3), await session.RevisionsAsync(id, 3, 2), (one, other) => (one.Revision, one.Operation, one.Write) == (other.Revision, other.Operation, other.Write));
            deleted += revisions.Count(revision => revision.Operation == EventChange.Deleted);
            updated += revisions.Count(revision => revision.Operation == EventChange.Updated);
        }
        Assert.True(deleted > 50 && updated > 50, $"{deleted} deletions and {updated} updates");
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Whoever_follows_page_by_page_while_others_write_ends_with_the_same_rows(string engine)
    {
        await using var store = await Store.CreateAsync(engine);
        var history = new RandomHistory(store, 5);
        var writing = Task.Run(() => history.RunAsync(25));
        var (held, cursor, random, pages) = (new Dictionary<string, (Event Row, long Revision)>(), ChangeCursor.Start, new Random(6), 0);
        for (var isLast = false; !isLast;)
        {
            isLast = writing.IsCompleted;
            for (var more = true; more; pages++)
            {
                var limit = random.Next(1, 60);
                var page = await store.ReadAsync(session => session.ChangesAsync(cursor, limit));
                Assert.Equal(page.Next, ChangeCursor.Parse(page.Next.ToString()));
                (cursor, more) = (page.Next, page.Changes.Count == limit);
                foreach (var change in page.Changes)
                {
                    Apply(change);
                }
            }
        }
        await writing;
        Assert.True(pages > 20);
        Assert.Equal(history.Held.Select(row => RandomHistory.Text(row)), held.Values.Select(value => value.Row).OrderBy(row => row.EventIdCnty, StringComparer.Ordinal).Select(row => RandomHistory.Text(row)));
        Assert.Empty((await store.ReadAsync(session => session.ChangesAsync(cursor, 10))).Changes);

        // Each change stands on what the one before it left.
        void Apply(EventChange change)
        {
            Assert.Equal(change.Before is null ? null : RandomHistory.Text(change.Before), held.TryGetValue(change.Id, out var known) ? RandomHistory.Text(known.Row) : null);
            Assert.True(change.Revision > known.Revision);
            held.Remove(change.Id);
            if (change.After is not null)
            {
                held.Add(change.Id, (change.After, change.Revision));
            }
        }
    }

    [Theory]
    [InlineData("sqlite", "postgres")]
    [InlineData("postgres", "sqlite")]
    public async Task A_copy_has_the_same_past(string from, string to)
    {
        await using var source = await Store.CreateAsync(from);
        await using var target = await Store.CreateAsync(to);
        var history = new RandomHistory(source, 8);
        await history.RunAsync(10);
        var (held, holds) = await StoreCopy.RunAsync(source.Database, target.Database, null, CancellationToken.None);
        Assert.Equal(held, holds);
        foreach (var (version, rows) in history.Versions)
        {
            await using var session = await target.Database.ReadAsync(CancellationToken.None);
            session.GoBack(version);
            Assert.Equal(rows.Select(row => RandomHistory.Text(row)), (await session.EventsAsync(new EventQuery { Sort = ById }).ToListAsync()).Select(row => RandomHistory.Text(row)));
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Two_releases_of_a_real_file_stay_apart(string engine)
    {
        var (first, second) = (Importing.File("..", "shared", "data", "ucdp", "hdx-ukraine-release-2018-993-hxl.csv.gz"), Importing.File("..", "shared", "data", "ucdp", "hdx-ukraine-release-2019-1167-hxl.csv.gz"));
        await using var store = await Store.CreateAsync(engine);
        await using var alone = await Store.CreateAsync(engine);
        Assert.Equal((993, 0), Counts(await ImportAsync(store, first)));
        Assert.Equal(174, Counts(await ImportAsync(store, second)).Inserted);
        await ImportAsync(alone, second);
        var (then, now) = (await AtAsync(store, 1), await AtAsync(store, 2));
        Assert.Equal((993, 1167), (then.Count, now.Count));
        Assert.Equal(await AtAsync(alone, 1), now);
        await using var before = await Store.CreateAsync(engine);
        await ImportAsync(before, first);
        Assert.Equal(await AtAsync(before, 1), then);
        // Back to the first release: what only the second has goes.
        await using (var staging = await store.Database.StageAsync(CancellationToken.None))
        {
            (await before.EventsAsync()).ForEach(row => staging.Add(row));
            foreach (var row in (await store.EventsAsync()).ExceptBy((await before.EventsAsync()).Select(row => row.EventIdCnty), row => row.EventIdCnty))
            {
                staging.Remove(row.EventIdCnty);
            }
            Assert.Equal(174, (await staging.MergeAsync(9, null, CancellationToken.None)).Deleted);
            await staging.CommitAsync(new Attribution(null, null, null), Store.Import, CancellationToken.None);
        }
        Assert.Equal(then, await AtAsync(store, 3));
        Assert.Equal(now, await AtAsync(store, 2));
        Assert.Equal(then, await AtAsync(store, 1));

        static (long Inserted, long Updated) Counts(ImportReport report) => (report.Inserted, report.Updated);
    }

    private static async Task<ImportReport> ImportAsync(Store store, string path)
    {
        await using var file = File.OpenRead(path);
        return await new Importer(store.Database).RunAsync(new ImportRequest(Path.GetFileName(path)), file);
    }

    // All that the events said in a version, but when they changed.
    private static async Task<List<string>> AtAsync(Store store, long version)
    {
        await using var session = await store.Database.ReadAsync(CancellationToken.None);
        session.GoBack(version);
        return [.. (await session.EventsAsync(new EventQuery { Sort = ById }).ToListAsync()).Select(row => RandomHistory.Text(row, 0))];
    }

    private static async Task AnswersAsync(ReadSession session, Predicate where, IReadOnlyList<Event> held)
    {
        var expected = held.Where(row => Evaluator.Evaluate(where, row) == true).Select(row => row.EventIdCnty).ToList();
        Assert.Equal(expected, (await session.EventsAsync(new EventQuery { Where = where, Sort = ById }).ToListAsync()).Select(row => row.EventIdCnty));
        Assert.Equal(expected, await LookedUpAsync(session, where));
        Assert.Equal(expected.Count, await session.CountAsync(where));
    }

    // Every term looked up first that can be.
    private static async Task<IEnumerable<string>> LookedUpAsync(ReadSession session, Predicate where)
    {
        var query = new EventQuery { Where = where, Sort = ById, Fields = [EventColumns.EventIdCnty], Limit = 1000 };
        var statement = session.Dialect.AsOf(EventSql.Select(session.Dialect, query, EventSql.Terms(where), isPast: true), session.Version);
        var parameters = new DynamicParameters();
        for (var i = 0; i < statement.Values.Count; i++)
        {
            parameters.Add("p" + i, statement.Values[i]);
        }
        return await session.Connection.QueryAsync<string>(statement.Text, parameters, session.Transaction);
    }

    private static string Text(IReadOnlyList<object?> values) => JsonSerializer.Serialize(values);
}
