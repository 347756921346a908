using System.Data.Common;
using System.Globalization;
using Dapper;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>The part of a query's buckets that it asks for, and its metrics over all events that satisfy its filter.</summary>
public sealed record Aggregates(BucketPage Page, Bucket Totals)
{
    /// <summary>The metrics of all events that are in none of the groups kept; only with <see cref="AggregateQuery.Top"/>.</summary>
    public Bucket? Other { get; init; }

    /// <summary>The days compared with; null where each span of time has its own.</summary>
    public DayInterval? Baseline { get; init; }
}

/// <summary>A query has more buckets than <see cref="AggregateQuery.MostBuckets"/>.</summary>
/// <param name="filled">Whether only those without events make them too many.</param>
public sealed class TooManyBucketsException(bool filled = false) : Exception(filled
    ? $"With those that have no events there are more than {AggregateQuery.MostBuckets} groups."
    : $"The events fall into more than {AggregateQuery.MostBuckets} groups.")
{
    public bool IsFilled => filled;
}

/// <summary>Answers aggregates by SQL, within one <see cref="ReadSession"/>.</summary>
public static class AggregateStore
{
    /// <exception cref="TooManyBucketsException">There are more buckets than anybody may ask for.</exception>
    public static async Task<Aggregates> AggregateAsync(this ReadSession session, AggregateQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var buckets = await session.BucketsAsync(query);
        var totals = query.GroupBy.Count == 0 ? buckets : await session.BucketsAsync(query with { GroupBy = [] });
        return new Aggregates(BucketPage.Of(query, buckets), totals[0]);
    }

    /// <summary>All buckets of a query, in no order.</summary>
    public static async Task<IReadOnlyList<Bucket>> BucketsAsync(this ReadSession session, AggregateQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var statement = AggregateSql.Select(session.Dialect, query, AggregateQuery.MostBuckets + 1);
        var buckets = await session.AskAsync(() => new ValueTask<List<Bucket>>(ReadAsync(session, statement, query)));
        return buckets.Count <= AggregateQuery.MostBuckets ? buckets : throw new TooManyBucketsException();
    }

    private static async Task<List<Bucket>> ReadAsync(ReadSession session, Statement statement, AggregateQuery query)
    {
        var buckets = new List<Bucket>();
        ColumnType[] keys = [.. query.GroupBy.Select(group => group.KeyType)], values = [.. query.Computed.Select(metric => metric.Type)];
        await using var reader = await session.Connection.ExecuteReaderAsync(session.Command(statement));
        while (await reader.ReadAsync(session.Token))
        {
            buckets.Add(new Bucket(Read(reader, 0, keys), Read(reader, keys.Length, values)));
        }
        return buckets;
    }

    private static object?[] Read(DbDataReader reader, int first, ColumnType[] types)
    {
        var values = new object?[types.Length];
        for (var i = 0; i < types.Length; i++)
        {
            values[i] = reader.IsDBNull(first + i) ? null : types[i] switch
            {
                ColumnType.Integer => Convert.ToInt64(reader.GetValue(first + i), CultureInfo.InvariantCulture),
                ColumnType.Real => reader.GetDouble(first + i),
                ColumnType.Date => TypeHandlers.Date(reader.GetValue(first + i)),
                _ => reader.GetString(first + i),
            };
        }
        return values;
    }
}
