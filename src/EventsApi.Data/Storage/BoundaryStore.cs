using System.Data.Common;
using Dapper;
using EventsApi.Data.Places;
using EventsApi.Data.Sql;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace EventsApi.Data.Storage;

/// <summary>A boundary without its shape, and how many events lie in it.</summary>
public sealed record BoundarySummary
{
    public string Id { get; init; } = "";
    public string Level { get; init; } = "";
    public string Name { get; init; } = "";
    public long Events { get; init; }
}

/// <summary>What replacing the boundaries of a level did.</summary>
/// <param name="Links">Pairs of a boundary of the level and an event that lies in it; null when nothing had to be done.</param>
public sealed record BoundaryCounts(int Inserted, int Updated, int Removed, int Unchanged, long? Links);

/// <summary>An id is taken by a boundary of another level; the message says which.</summary>
public sealed class BoundaryTakenException(string message) : Exception(message);

/// <summary>The boundaries in a store.</summary>
public static class BoundaryStore
{
    /// <summary>All boundaries by level and id, with the number of their events; counting reads a whole index.</summary>
    public static async Task<IReadOnlyList<BoundarySummary>> BoundariesAsync(this ReadSession session) => await session.QueryAsync<BoundarySummary>(BoundarySql.List);

    /// <summary>All boundaries by level and id, their events not counted.</summary>
    public static Task<List<BoundarySummary>> KeysAsync(this ReadSession session) => session.QueryAsync<BoundarySummary>(BoundarySql.Keys);

    /// <summary>All boundaries with their shapes, by level and id.</summary>
    public static async Task<IReadOnlyList<Boundary>> ShapesAsync(this ReadSession session) => Read(await session.QueryAsync<ShapeRow>(BoundarySql.Shapes));

    /// <summary>The boundaries of a level with their shapes, by id.</summary>
    public static async Task<IReadOnlyList<Boundary>> LevelAsync(this ReadSession session, string level) =>
        Read(await session.QueryAsync<ShapeRow>(BoundarySql.ShapesOfLevel, new { level }));

    /// <summary>The boundaries of these ids with their shapes, in no order; ids that there are not are left out.</summary>
    public static async Task<IReadOnlyList<Boundary>> ShapesAsync(this ReadSession session, IReadOnlyCollection<string> ids) =>
        ids.Count == 0 ? [] : Read(await session.QueryAsync<ShapeRow>(BoundarySql.ShapesOf(session.Dialect, ids)));

    /// <summary>The ids of the boundaries that have a point in common with a box.</summary>
    public static async Task<IReadOnlySet<string>> MeetingAsync(this ReadSession session, BoundingBox box)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var area = Shapes.OfBox(box);
        // Beyond the antimeridian a box has a second part, of another type where it is a line; engines relate no collections.
        for (var i = 0; i < area.NumGeometries; i++)
        {
            ids.UnionWith(await session.QueryAsync<string>(BoundarySql.Meeting, new { shape = area.GetGeometryN(i).AsBinary() }));
        }
        return ids;
    }

    /// <summary>Which of the ids no boundary has.</summary>
    public static async Task<IReadOnlyList<string>> UnknownBoundariesAsync(this ReadSession session, IReadOnlyCollection<string> ids) =>
        ids.Count == 0 ? [] : [.. ids.Except(await session.QueryAsync<string>(BoundarySql.Known(session.Dialect, ids)))];

    /// <summary>Makes these the boundaries of a level, all or nothing, and finds out which events lie in them.</summary>
    /// <exception cref="BoundaryTakenException">A boundary of another level has one of the ids.</exception>
    public static async Task<BoundaryCounts> ReplaceLevelAsync(this Database database, string level, IReadOnlyList<Boundary> boundaries, CancellationToken token)
    {
        BoundaryCounts? counts = null;
        await database.WriteAsync(async (connection, transaction) =>
        {
            counts = await ReplaceAsync(connection, transaction, database.Dialect, level, boundaries, token);
            return counts.Links is null ? null : Written(level);
        }, token);
        return counts!;
    }

    /// <summary>The same in a transaction of somebody who records it.</summary>
    internal static async Task<BoundaryCounts> ReplaceAsync(
        DbConnection connection, DbTransaction transaction, Dialect dialect, string level, IReadOnlyList<Boundary> boundaries, CancellationToken token)
    {
        await RefuseTakenAsync(connection, transaction, level, boundaries);
        var counts = Compare(Read(await connection.QueryAsync<ShapeRow>(BoundarySql.ShapesOfLevel, new { level }, transaction)), boundaries);
        if (counts.Unchanged == boundaries.Count && counts.Removed == 0)
        {
            return counts;
        }
        await RemoveAsync(connection, transaction, level);
        foreach (var boundary in boundaries)
        {
            await connection.ExecuteAsync(BoundarySql.Add, new { boundary.Id, boundary.Level, boundary.Name, Shape = boundary.Area.AsBinary() }, transaction);
        }
        var assignment = new BoundaryAssignment(new BoundaryIndex(boundaries), connection, transaction, dialect, token);
        await assignment.AssignAllAsync();
        await connection.ExecuteAsync(BoundarySql.Analyze, transaction: transaction, commandTimeout: 0);
        return counts with { Links = assignment.Links };
    }

    /// <summary>Takes a level's boundaries out of the store.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> RemoveLevelAsync(this Database database, string level, CancellationToken token)
    {
        var removed = 0;
        await database.WriteAsync(async (connection, transaction) => (removed = await RemoveAsync(connection, transaction, level)) > 0 ? Written(level) : null, token);
        return removed;
    }

    /// <summary>All boundaries, for whoever writes.</summary>
    internal static async Task<IReadOnlyList<Boundary>> ShapesAsync(DbConnection connection, DbTransaction transaction) =>
        Read(await connection.QueryAsync<ShapeRow>(BoundarySql.Shapes, transaction: transaction));

    private static DataVersion Written(string level) => new() { Operation = DataVersion.Boundaries, Reason = $"Boundaries of the level {level}" };

    private sealed record ShapeRow
    {
        public string Id { get; init; } = "";
        public string Level { get; init; } = "";
        public string Name { get; init; } = "";
        public byte[] Shape { get; init; } = [];
    }

    private static Task<List<T>> QueryAsync<T>(this ReadSession session, Statement statement) => session.QueryAsync<T>(statement.Text, EventStore.Parameters(statement));

    private static async Task<List<T>> QueryAsync<T>(this ReadSession session, string sql, object? parameters = null) => (await session.AskAsync(() => new ValueTask<IEnumerable<T>>(
        session.Connection.QueryAsync<T>(new CommandDefinition(sql, parameters, session.Transaction, cancellationToken: session.Token))))).AsList();

    private static List<Boundary> Read(IEnumerable<ShapeRow> rows)
    {
        var reader = new WKBReader();
        return [.. rows.Select(row => new Boundary(row.Id, row.Level, row.Name, (MultiPolygon)reader.Read(row.Shape)))];
    }

    internal static async Task<int> RemoveAsync(DbConnection connection, DbTransaction transaction, string level)
    {
        await connection.ExecuteAsync(BoundarySql.RemoveEventsOfLevel, new { level }, transaction, commandTimeout: 0);
        return await connection.ExecuteAsync(BoundarySql.RemoveLevel, new { level }, transaction, commandTimeout: 0);
    }

    private static async Task RefuseTakenAsync(DbConnection connection, DbTransaction transaction, string level, IReadOnlyList<Boundary> boundaries)
    {
        var others = (await connection.QueryAsync<BoundarySummary>(BoundarySql.Keys, transaction: transaction))
            .Where(other => other.Level != level).ToDictionary(other => other.Id, StringComparer.Ordinal);
        if (boundaries.FirstOrDefault(boundary => others.ContainsKey(boundary.Id)) is { } taken)
        {
            throw new BoundaryTakenException($"The id '{taken.Id}' belongs to {others[taken.Id].Name} of the level {others[taken.Id].Level}; ids are unique over all levels.");
        }
    }

    private static BoundaryCounts Compare(IEnumerable<Boundary> stored, IReadOnlyList<Boundary> given)
    {
        var before = stored.ToDictionary(boundary => boundary.Id, StringComparer.Ordinal);
        var kept = given.Where(boundary => before.ContainsKey(boundary.Id)).ToList();
        var unchanged = kept.Count(boundary => before[boundary.Id].Name == boundary.Name && before[boundary.Id].Area.EqualsExact(boundary.Area));
        return new BoundaryCounts(given.Count - kept.Count, kept.Count - unchanged, before.Count - kept.Count, unchanged, null);
    }
}
