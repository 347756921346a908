using EventsApi.Data.Model;

namespace EventsApi.Data.Columns;

/// <summary>The lists of values of all columns held, the boundaries' behind them.</summary>
internal sealed class ColumnLists
{
    /// <summary>The columns held as codes.</summary>
    public static IReadOnlyList<Column> Columns { get; } = [.. EventColumns.All.Where(IsHeld)];

    /// <summary>What the values of <see cref="All"/> are.</summary>
    public static IReadOnlyList<ColumnType> Types { get; } = [.. Columns.Select(column => column.Type), ColumnType.Text];

    public ColumnLists()
    {
        var lists = Types.Select(type => new ValueList(type)).ToArray();
        // An actor has one code on both sides.
        lists[Index(EventColumns.Actor2)] = lists[Index(EventColumns.Actor1)];
        All = lists;
    }

    public IReadOnlyList<ValueList> All { get; }

    /// <summary>The codes here of another's values, by column and code there.</summary>
    public int[][] CodesOf(ColumnLists other) => [.. All.Select((list, i) => list.CodesOf(other.All[i]))];

    private static bool IsHeld(Column column) => column.Type is not (ColumnType.Json or ColumnType.Real)
        && (!column.IsList || column == EventColumns.AssocActor1 || column == EventColumns.AssocActor2)
        && column != EventColumns.EventIdCnty && column != EventColumns.Notes && column != EventColumns.SourceUrl;

    private static int Index(Column column) => Columns.TakeWhile(known => known != column).Count();
}
