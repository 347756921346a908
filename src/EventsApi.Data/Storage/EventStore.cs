using System.Data.Common;
using Dapper;
using EventsApi.Data.Columns;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>A data set with what it holds.</summary>
public sealed record DatasetSummary
{
    public string Name { get; init; } = "";
    public string? Licence { get; init; }
    public string? Citation { get; init; }
    public string? Url { get; init; }
    public long Events { get; init; }
    public DateOnly? FirstDate { get; init; }
    public DateOnly? LastDate { get; init; }
}

/// <summary>The smallest box that holds all events with coordinates, and their first and last day; null where there is none.</summary>
public sealed record DataExtent(BoundingBox? Box, DateOnly? First, DateOnly? Last);

/// <summary>Asks the store within one <see cref="ReadSession"/>, so that everything in an answer belongs together.</summary>
public static class EventStore
{
    // Reading and sorting so many scattered rows takes as long as walking an order until a page is full.
    private const int FewEvents = 10_000;

    // Metres: a town.
    private const double FirstCircle = 1_000;

    /// <summary>Events in the query's order as they come from the engine; memory does not grow with their number.</summary>
    public static IAsyncEnumerable<Event> EventsAsync(this ReadSession session, EventQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.IsNearest ? session.NearestAsync(query) : session.InOrderAsync(query);
    }

    // No index has the order of distances from just any point: a circle is widened until it holds enough events.
    private static async IAsyncEnumerable<Event> NearestAsync(this ReadSession session, EventQuery query)
    {
        var start = (double?)query.After?.Values[0] * 1000 ?? 0;
        var (terms, point) = (EventSql.Terms(query.Where), query.Origin!);
        var farthest = terms.OfType<Predicate.WithinDistance>().Where(asked => (asked.Longitude, asked.Latitude) == (point.Longitude, point.Latitude))
            .Select(asked => asked.Metres).Append(Geodesy.Farthest).Min();
        var (rows, radius) = (new List<Event>(), start);
        for (var step = FirstCircle; rows.Count < query.Limit && radius < farthest; step *= 4)
        {
            radius = start + step;
            var circle = new Predicate.WithinDistance(point.Longitude, point.Latitude, radius);
            rows = await session.InOrderAsync(query with { Where = Predicate.All([.. terms, circle]) }).ToListAsync(session.Token);
        }
        foreach (var row in rows)
        {
            yield return row;
        }
    }

    private static async IAsyncEnumerable<Event> InOrderAsync(this ReadSession session, EventQuery query)
    {
        var statement = EventSql.Select(session.Dialect, query, await session.DrivingAsync(query), session.IsPast);
        await foreach (var row in session.RowsOfAsync(statement, EventSql.Columns(query)))
        {
            yield return row;
        }
    }

    internal static async IAsyncEnumerable<Event> RowsOfAsync(this ReadSession session, Statement statement, IReadOnlyList<Column> columns)
    {
        await using var rows = session.RowsAsync(session.Dated(statement), columns).GetAsyncEnumerator(session.Token);
        while (await session.AskAsync(() => rows.MoveNextAsync()))
        {
            yield return rows.Current;
        }
    }

    /// <summary>The number of an event's revision; null when there is no event of that id.</summary>
    /// <param name="id">In any case.</param>
    public static async Task<long?> RevisionAsync(this ReadSession session, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var statement = new Statement(HistorySql.RevisionOf, [id.ToUpperInvariant()]);
        return await session.AskAsync(() => new ValueTask<long?>(session.Connection.ExecuteScalarAsync<long?>(session.Command(statement))));
    }

    /// <summary>How many events satisfy the predicate.</summary>
    public static async Task<long> CountAsync(this ReadSession session, Predicate where)
    {
        return await session.ScalarAsync(EventSql.Count(session.Dialect, where));
    }

    /// <summary>The store's own ids of the events that satisfy the predicate.</summary>
    internal static async Task<long[]> IdsAsync(this ReadSession session, Predicate where) =>
        [.. await session.AskAsync(() => new ValueTask<IEnumerable<long>>(session.Connection.QueryAsync<long>(session.Command(EventSql.Ids(session.Dialect, where)))))];

    /// <summary>The least and the greatest of the store's own ids; the first is the greater where there are no events.</summary>
    internal static async Task<(long First, long Last)> IdRangeAsync(this ReadSession session)
    {
        var (first, last) = await session.AskAsync(() => new ValueTask<(long?, long?)>(session.Connection.QuerySingleAsync<(long?, long?)>(ColumnSql.Ids, transaction: session.Transaction)));
        return (first ?? 0, last ?? -1);
    }

    /// <summary>Adds the held columns of the events in a range of the store's own ids, in their order.</summary>
    internal static Task AddRowsAsync(this ReadSession session, (long First, long Last) ids, SegmentBuilder rows) =>
        session.AddRowsAsync(ColumnSql.Rows(session.Dialect, ColumnLists.Columns, ids.First, ids.Last), rows);

    /// <summary>Adds the held columns of the events that a later version than this one wrote, in the order of the store's own ids.</summary>
    internal static Task AddChangedRowsAsync(this ReadSession session, long version, SegmentBuilder rows) =>
        session.AddRowsAsync(ColumnSql.RowsSince(session.Dialect, ColumnLists.Columns, version), rows);

    private static async Task AddRowsAsync(this ReadSession session, Statement statement, SegmentBuilder rows) => await session.AskAsync(async () =>
    {
        await session.AddRowsAsync(statement, ColumnLists.Types, rows);
        return true;
    });

    public static async Task<IReadOnlyList<DatasetSummary>> DatasetsAsync(this ReadSession session) =>
        [.. await session.AskAsync(() => new ValueTask<IEnumerable<DatasetSummary>>(
            session.Connection.QueryAsync<DatasetSummary>(new CommandDefinition(DatasetSql.List, transaction: session.Transaction, cancellationToken: session.Token))))];

    /// <summary>Where and when the events are.</summary>
    public static async Task<DataExtent> ExtentAsync(this ReadSession session)
    {
        var found = await session.AskAsync(() => new ValueTask<ExtentRow>(session.Connection.QuerySingleAsync<ExtentRow>(EventSql.Extent, transaction: session.Transaction)));
        return new DataExtent(found.MinLon is null ? null : new BoundingBox(found.MinLon.Value, found.MinLat!.Value, found.MaxLon!.Value, found.MaxLat!.Value), found.First, found.Last);
    }

    private sealed record ExtentRow
    {
        public double? MinLon { get; init; }
        public double? MinLat { get; init; }
        public double? MaxLon { get; init; }
        public double? MaxLat { get; init; }
        public DateOnly? First { get; init; }
        public DateOnly? Last { get; init; }
    }

    /// <summary>Takes a data set and its events out of the store; its history stays.</summary>
    /// <returns>The number of events removed, or null when there is no such data set.</returns>
    public static async Task<int?> RemoveDatasetAsync(this Database database, string name, WriteOrigin origin, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(origin);
        int? removed = null;
        await database.WriteAsync(async (connection, transaction) =>
        {
            var history = await EventHistory.BeginAsync(connection, transaction, database.Dialect, token);
            var events = await history.RemoveAsync(DatasetSql.Events, new { name });
            var found = await connection.ExecuteAsync(DatasetSql.Remove, new { name }, transaction) + events > 0;
            removed = found ? events : null;
            return found ? origin.Of(DataVersion.Remove) with { Dataset = name, Deleted = events } : null;
        }, token);
        return removed;
    }

    // A page is read off the index of its order unless some term selects so few events that sorting them is cheaper.
    private static async Task<List<Predicate>> DrivingAsync(this ReadSession session, EventQuery query)
    {
        var driving = new List<Predicate>();
        foreach (var term in EventSql.Terms(query.Where))
        {
            // In the order of distances there is nothing to walk, so the circle is where to begin.
            if (session.Dialect.Probe(term, FewEvents) is { } probe
                && ((query.IsNearest && term is Predicate.WithinDistance) || await session.ScalarAsync(probe) < FewEvents))
            {
                driving.Add(term);
            }
        }
        return driving;
    }

    internal static ValueTask<long> ScalarAsync(this ReadSession session, Statement statement) =>
        session.AskAsync(() => new ValueTask<long>(session.Connection.ExecuteScalarAsync<long>(session.Command(statement))));

    internal static CommandDefinition Command(this ReadSession session, Statement statement)
    {
        var dated = session.Dated(statement);
        return new CommandDefinition(dated.Text, Parameters(dated), session.Transaction, cancellationToken: session.Token);
    }

    internal static async ValueTask<T> AskAsync<T>(this ReadSession session, Func<ValueTask<T>> question)
    {
        try
        {
            session.Token.ThrowIfCancellationRequested();
            return await question();
        }
        catch (DbException exception) when (session.Translate(exception) is { } translated)
        {
            throw translated;
        }
    }

    internal static DynamicParameters Parameters(Statement statement)
    {
        var parameters = new DynamicParameters();
        for (var i = 0; i < statement.Values.Count; i++)
        {
            parameters.Add("p" + i, statement.Values[i]);
        }
        return parameters;
    }
}
