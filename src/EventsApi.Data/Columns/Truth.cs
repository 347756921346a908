using System.Numerics;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using EventsApi.Data.Sql;
using NetTopologySuite.Geometries;

namespace EventsApi.Data.Columns;

/// <summary>Says of a segment's rows from one on whether something holds: <see cref="Truth.False"/>, Unknown or True.</summary>
internal delegate void Test(Segment segment, int first, Span<byte> truths);

/// <summary>
/// Predicates over a snapshot. SQL's three-valued logic is arithmetic here: AND is the least of its terms, OR the
/// greatest, NOT the distance from true. A comparison with a coded column is made once for each different value.
/// </summary>
internal sealed class Truth(ColumnSnapshot columns)
{
    public const byte False = 0;
    public const byte Unknown = 1;
    public const byte True = 2;

    /// <summary>Rows tested at once.</summary>
    public const int Block = 2048;

    /// <summary>The predicate as a test, or null when the snapshot cannot tell: text, lists, ids and distances are SQL's.</summary>
    public Test? Compile(Predicate predicate) => predicate switch
    {
        Predicate.And and => Join(and.Terms, True, Vector.Min),
        Predicate.Or or => Join(or.Terms, False, Vector.Max),
        Predicate.Not not => Compile(not.Term) is { } term ? Not(term) : null,
        Predicate.Compare { Column: var column } compare when Coordinates(column) is { } numbers => OfNumbers(numbers, number => compare.Operator.Holds(number.CompareTo((double)compare.Value))),
        Predicate.Compare compare => OfValues(compare.Column, compare.Form, value => compare.Operator.Holds(Order(value, compare.Value))),
        Predicate.In { Values.Count: 0 } => (_, _, truths) => truths.Clear(),
        Predicate.In list when Coordinates(list.Column) is { } numbers => OfNumbers(numbers, number => list.Values.Contains(number)),
        Predicate.In list => OfValues(list.Column, list.Form, list.Values.ToHashSet().Contains),
        Predicate.Like { Part: TextPart.Start } like => OfValues(like.Column, like.Form, value => ((string)value).StartsWith(like.Text, StringComparison.Ordinal)),
        Predicate.Like like => OfValues(like.Column, like.Form, value => ((string)value).Contains(like.Text, StringComparison.Ordinal)),
        Predicate.Matches matches => OfValues(matches.Column, matches.Form, value => matches.Pattern.Matches((string)value)),
        Predicate.IsNull isNull when Coordinates(isNull.Column) is { } numbers => IsUnknown(numbers),
        Predicate.IsNull isNull => columns.Find(isNull.Column) is { } column ? Look(column, column.Values.Table(value => value is null ? True : False)) : null,
        Predicate.InBox inBox => InBox(inBox.Box),
        Predicate.Spatial spatial => OfPoints(Relates(spatial)),
        Predicate.HasElement element => OfValues(element.Column, element.Form, value => ((string)value).Split(Column.ListSeparator).Contains(element.Text)),
        Predicate.Involves involves => Compile(new Predicate.Or(ActorSql.Terms(involves))),
        Predicate.InBoundary inBoundary => Look(columns.Boundaries, columns.Boundaries.Values.Table(
            value => value is string joined && joined.Split(ColumnSql.Separator).Any(inBoundary.Ids.Contains) ? True : False)),
        Predicate.InNoBoundary => Look(columns.Boundaries, columns.Boundaries.Values.Table(value => value is null ? True : False)),
        Predicate.InCell inCell => InCell(inCell.Grid, inCell.Cells.ToHashSet()),
        _ => null,
    };

    private Test? Join(IReadOnlyList<Predicate> terms, byte neutral, Func<Vector<byte>, Vector<byte>, Vector<byte>> join)
    {
        var tests = terms.Select(Compile).ToList();
        if (tests.Contains(null))
        {
            return null;
        }
        return (segment, first, truths) =>
        {
            // Whole blocks, so that they divide into vectors.
            Span<byte> all = stackalloc byte[Block], more = stackalloc byte[Block];
            var next = more[..truths.Length];
            all.Fill(neutral);
            truths.Fill(neutral);
            foreach (var test in tests)
            {
                // The rest cannot change what is decided for every row.
                if (truths.IndexOfAnyExcept((byte)(True - neutral)) < 0)
                {
                    return;
                }
                test!(segment, first, next);
                for (var i = 0; i < Block; i += Vector<byte>.Count)
                {
                    join(new Vector<byte>(all[i..]), new Vector<byte>(more[i..])).CopyTo(all[i..]);
                }
                all[..truths.Length].CopyTo(truths);
            }
        };
    }

    private static Test Not(Test term) => (segment, first, truths) =>
    {
        term(segment, first, truths);
        for (var i = 0; i < truths.Length; i++)
        {
            truths[i] = (byte)(True - truths[i]);
        }
    };

    private Test? OfValues(Column column, TextForm form, Func<object, bool> holds)
    {
        if (columns.Find(column) is not { } coded)
        {
            return null;
        }
        var table = new byte[coded.Values.Count];
        for (var code = 0; code < table.Length; code++)
        {
            table[code] = coded.Values.InForm(code, form) is { } value ? holds(value) ? True : False : Unknown;
        }
        return Look(coded, table);
    }

    private static Test Look(CodedColumn column, byte[] table) => (segment, first, truths) => segment.Columns[column.Index].Look(first, table, truths);

    private static Func<Segment, double[]>? Coordinates(Column column) =>
        column == EventColumns.Longitude ? segment => segment.Longitudes : column == EventColumns.Latitude ? segment => segment.Latitudes : null;

    private static Test OfNumbers(Func<Segment, double[]> numbers, Func<double, bool> holds) => (segment, first, truths) =>
    {
        for (var i = 0; i < truths.Length; i++)
        {
            var number = numbers(segment)[first + i];
            truths[i] = double.IsNaN(number) ? Unknown : holds(number) ? True : False;
        }
    };

    private static Test IsUnknown(Func<Segment, double[]> numbers) => (segment, first, truths) =>
    {
        for (var i = 0; i < truths.Length; i++)
        {
            truths[i] = double.IsNaN(numbers(segment)[first + i]) ? True : False;
        }
    };

    private static Test OfPoints(Func<double, double, bool> holds) => (segment, first, truths) =>
    {
        for (var i = 0; i < truths.Length; i++)
        {
            var longitude = segment.Longitudes[first + i];
            truths[i] = double.IsNaN(longitude) ? Unknown : holds(longitude, segment.Latitudes[first + i]) ? True : False;
        }
    };

    private static Test InCell(Grid grid, HashSet<long?> cells) => (segment, first, truths) =>
    {
        for (var i = 0; i < truths.Length; i++)
        {
            var longitude = segment.Longitudes[first + i];
            truths[i] = cells.Contains(double.IsNaN(longitude) ? null : grid.CellOf(longitude, segment.Latitudes[first + i])) ? True : False;
        }
    };

    private static Func<double, double, bool> Relates(Predicate.Spatial spatial)
    {
        var (shape, box) = (new PreparedShape(spatial.Shape), spatial.Shape.EnvelopeInternal);
        return (longitude, latitude) => box.Contains(longitude, latitude) && spatial.Relation switch
        {
            SpatialRelation.Intersects => shape.Locate(longitude, latitude) != Location.Exterior,
            SpatialRelation.Within => shape.Locate(longitude, latitude) == Location.Interior,
            _ => shape.Locate(longitude, latitude) == Location.Boundary,
        };
    }

    // Without a branch: most boxes divide neighbouring rows at random. No comparison holds for NaN.
    private static Test InBox(BoundingBox box) => (segment, first, truths) =>
    {
        var longitudes = segment.Longitudes.AsSpan(first, truths.Length);
        var latitudes = segment.Latitudes.AsSpan(first, truths.Length);
        for (var i = 0; i < truths.Length; i++)
        {
            var (longitude, latitude) = (longitudes[i], latitudes[i]);
            var (east, west) = (longitude >= box.MinLon, longitude <= box.MaxLon);
            var isIn = latitude >= box.MinLat & latitude <= box.MaxLat & (box.CrossesAntimeridian ? east | west : east & west);
            truths[i] = (byte)((isIn ? True : 0) | (double.IsNaN(longitude) ? Unknown : 0));
        }
    };

    private static int Order(object value, object other) => value is string text ? CodePoints.Compare(text, (string)other) : ((IComparable)value).CompareTo(other);
}
