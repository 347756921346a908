using System.Data.Common;
using Dapper;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>Keeps what a write replaces or removes, in its transaction. Every event is kept at most once a write.</summary>
/// <param name="version">The version that the write makes.</param>
/// <param name="highest">No row of the history has a higher id.</param>
internal sealed class EventHistory(DbConnection connection, DbTransaction transaction, Dialect dialect, long version, long highest, CancellationToken token)
{
    /// <summary>The version that the write makes.</summary>
    public long Version => version;

    public static async Task<EventHistory> BeginAsync(DbConnection connection, DbTransaction transaction, Dialect dialect, CancellationToken token) => new(
        connection, transaction, dialect, await VersionStore.NextAsync(connection, transaction), await connection.ExecuteScalarAsync<long>(HistorySql.Highest, transaction: transaction), token);

    /// <summary>Keeps the rows that a condition on <c>events</c> selects, before they are replaced.</summary>
    public Task KeepAsync(string events, object parameters) => KeepAsync(events, parameters, deleted: 0);

    /// <summary>Keeps the rows that a condition on <c>events</c> selects, and takes them out with all that belongs to them.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RemoveAsync(string events, object parameters)
    {
        await KeepAsync(events, parameters, deleted: 1);
        await ExecuteAsync(ActorSql.RemoveAssociates(dialect, events), parameters);
        await ExecuteAsync(BoundarySql.RemoveLinks(events), parameters);
        return await ExecuteAsync(HistorySql.Remove(events), parameters);
    }

    private async Task KeepAsync(string events, object parameters, long deleted)
    {
        var all = new DynamicParameters(parameters);
        all.AddDynamicParams(new { highest, version, deleted });
        await ExecuteAsync(HistorySql.Keep(events), all);
        await ExecuteAsync(ActorSql.KeepAssociates(dialect, events), all);
        await ExecuteAsync(HistorySql.KeepBoundaries(events), all);
    }

    private Task<int> ExecuteAsync(string sql, object parameters) =>
        connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, commandTimeout: 0, cancellationToken: token));
}
