using System.Data.Common;
using Dapper;
using EventsApi.Data.Model;
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

/// <summary>Asks the store within one <see cref="ReadSession"/>, so that everything in an answer belongs together.</summary>
public static class EventStore
{
    /// <summary>Events in the query's order as they come from the engine; memory does not grow with their number.</summary>
    public static async IAsyncEnumerable<Event> EventsAsync(this ReadSession session, EventQuery query)
    {
        var statement = EventSql.Select(session.Dialect, query);
        await using var rows = session.Connection
            .QueryUnbufferedAsync<Event>(statement.Text, Parameters(statement), session.Transaction).GetAsyncEnumerator(session.Token);
        while (await session.AskAsync(() => rows.MoveNextAsync()))
        {
            yield return rows.Current;
        }
    }

    /// <summary>How many events satisfy the predicate.</summary>
    public static async Task<long> CountAsync(this ReadSession session, Predicate where)
    {
        var statement = EventSql.Count(session.Dialect, where);
        return await session.AskAsync(() => new ValueTask<long>(
            session.Connection.ExecuteScalarAsync<long>(statement.Text, Parameters(statement), session.Transaction)));
    }

    public static async Task<IReadOnlyList<DatasetSummary>> DatasetsAsync(this ReadSession session) =>
        [.. await session.AskAsync(() => new ValueTask<IEnumerable<DatasetSummary>>(
            session.Connection.QueryAsync<DatasetSummary>(DatasetSql.List, transaction: session.Transaction)))];

    /// <summary>Takes a data set and its events out of the store.</summary>
    /// <returns>The number of events removed, or null when there is no such data set.</returns>
    public static async Task<int?> RemoveDatasetAsync(this Database database, string name, CancellationToken token)
    {
        int? removed = null;
        await database.WriteAsync(async (connection, transaction) =>
        {
            var events = await connection.ExecuteAsync(DatasetSql.RemoveEvents, new { name }, transaction);
            var found = await connection.ExecuteAsync(DatasetSql.Remove, new { name }, transaction) + events > 0;
            removed = found ? events : null;
            return found;
        }, token);
        return removed;
    }

    private static async ValueTask<T> AskAsync<T>(this ReadSession session, Func<ValueTask<T>> question)
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

    private static DynamicParameters Parameters(Statement statement)
    {
        var parameters = new DynamicParameters();
        for (var i = 0; i < statement.Values.Count; i++)
        {
            parameters.Add("p" + i, statement.Values[i]);
        }
        return parameters;
    }
}
