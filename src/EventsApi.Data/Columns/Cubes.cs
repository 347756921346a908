using EventsApi.Data.Queries;

namespace EventsApi.Data.Columns;

/// <summary>A query's buckets and its totals, which are those of the buckets together unless a row is in several.</summary>
internal sealed class Cubes(Cube grouped, Cube total) : IScanned<Cubes>
{
    public Cube Grouped => grouped;

    public Cube Total()
    {
        if (grouped.IsPartition)
        {
            total.Add(grouped);
        }
        return total;
    }

    public static Cubes? Create(ColumnSnapshot columns, AggregateQuery query) => Cube.Create(columns, query.GroupBy, query.Computed) is { } cube
        ? new Cubes(cube, Cube.Create(columns, [], query.Computed)!)
        : null;

    /// <summary>As many of a query's groups as <see cref="Create"/> can count with, and no metrics.</summary>
    public static AggregateQuery Coarser(ColumnSnapshot columns, AggregateQuery query)
    {
        var coarser = new AggregateQuery { Metrics = [] };
        foreach (var group in query.GroupBy.OrderBy(group => columns.Axis(group).Size))
        {
            var finer = coarser with { GroupBy = [.. coarser.GroupBy, group] };
            coarser = Create(columns, finer) is null ? coarser : finer;
        }
        return coarser;
    }

    public void Add(Segment segment, int first, ReadOnlySpan<int> rows)
    {
        grouped.Add(segment, first, rows);
        if (!grouped.IsPartition)
        {
            total.Add(segment, first, rows);
        }
    }

    public void Add(Cubes other)
    {
        grouped.Add(other.Grouped);
        if (!grouped.IsPartition)
        {
            total.Add(other.Total());
        }
    }
}
