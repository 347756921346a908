using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Columns;

/// <summary>
/// The events of one data version by column, in memory: what may be grouped, counted or compared by value as codes,
/// and the coordinates. Never changed once it is built. It holds no free text, no lists and no ids of data sets' own.
/// </summary>
public sealed class ColumnSnapshot
{
    private static readonly IReadOnlyList<Column> Coded =
    [
        .. EventColumns.All.Where(column => column.Type != ColumnType.Json && column.Type != ColumnType.Real && !column.IsList
            && column != EventColumns.EventIdCnty && column != EventColumns.Notes && column != EventColumns.SourceUrl),
    ];

    private readonly Dictionary<Column, CodedColumn> _columns = [];
    private readonly long[] _ids;

    private ColumnSnapshot(long version, long[] ids)
    {
        (Version, _ids) = (version, ids);
        (Longitudes, Latitudes) = (new double[ids.Length], new double[ids.Length]);
        foreach (var column in Coded)
        {
            // An actor has one code on both sides.
            var values = column == EventColumns.Actor2 ? _columns[EventColumns.Actor1].Values : new ValueList();
            _columns[column] = new CodedColumn(column, values, new Codes(ids.Length));
        }
    }

    /// <summary>The data version that it is of.</summary>
    public long Version { get; }

    /// <summary>Events.</summary>
    public int Count => _ids.Length;

    /// <summary>Bytes that an event takes, its share in the different values apart.</summary>
    public int BytesPerEvent => sizeof(long) + 2 * sizeof(double) + _columns.Values.Sum(column => column.Codes.Width);

    /// <summary>Degrees; NaN where unknown.</summary>
    internal double[] Longitudes { get; }

    /// <summary>Degrees; NaN where unknown.</summary>
    internal double[] Latitudes { get; }

    /// <summary>Reads all events of a session.</summary>
    public static async Task<ColumnSnapshot> BuildAsync(ReadSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var ids = await session.IdsAsync(Predicate.Everything);
        Array.Sort(ids);
        var snapshot = new ColumnSnapshot(session.Version, ids);
        var row = 0;
        await foreach (var read in session.TableAsync([.. Coded, EventColumns.Longitude, EventColumns.Latitude]))
        {
            snapshot.Set(row++, read);
        }
        return snapshot;
    }

    internal CodedColumn? Find(Column column) => _columns.GetValueOrDefault(column);

    internal CodedColumn this[Column column] => _columns[column];

    /// <summary>The row of an event by its id in the store.</summary>
    internal int RowOf(long id) => Array.BinarySearch(_ids, id);

    private void Set(int row, Event read)
    {
        foreach (var (column, coded) in _columns)
        {
            coded.Codes.Set(row, coded.Values.Code(column.Get(read)));
        }
        (Longitudes[row], Latitudes[row]) = (read.Longitude ?? double.NaN, read.Latitude ?? double.NaN);
    }
}
