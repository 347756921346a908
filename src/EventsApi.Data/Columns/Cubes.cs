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
