using System.Numerics;
using EventsApi.Data.Places;

namespace EventsApi.Data.Columns;

internal static class Digit
{
    /// <summary>The place of a row that has no key on a side.</summary>
    public const int None = -1;
}

/// <summary>
/// One digit of the numbers that a cube's buckets have: a row's place on an axis, times what the axes behind it have places. A
/// row that has no key on a side gets a number that stays below zero whatever the other digits are.
/// </summary>
internal abstract class Digit<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    /// <summary>Far enough below zero for a bucket's number, up to <see cref="Most"/>, and from the least there is for two of it.</summary>
    private static readonly T Missing = T.MinValue / T.CreateChecked(4);

    /// <summary>No bucket's number may be above.</summary>
    public static readonly T Most = T.MaxValue / T.CreateChecked(8);

    /// <summary>Adds the digit of each row of a block to its number.</summary>
    public abstract void Add(Segment segment, int first, int side, Span<T> numbers);

    /// <summary>By the codes of one column, a table for each side.</summary>
    public sealed class OfCodes(int column, int[][] places, T stride) : Digit<T>
    {
        private readonly T[][] _tables = Array.ConvertAll(places, side => Array.ConvertAll(side, place => Scaled(place, stride)));

        public override void Add(Segment segment, int first, int side, Span<T> numbers) => segment.Columns[column].Add(first, _tables[side], numbers);
    }

    /// <summary>By two columns with the same values: the second side counts when it is known and another than the first.</summary>
    public sealed class OfEither(int one, int other, int values, T stride) : Digit<T>
    {
        private readonly int[] _codes = [.. Enumerable.Range(0, values)];

        public override void Add(Segment segment, int first, int side, Span<T> numbers)
        {
            Span<int> ones = stackalloc int[Truth.Block], others = stackalloc int[Truth.Block];
            segment.Columns[one].Look(first, _codes, ones[..numbers.Length]);
            segment.Columns[other].Look(first, _codes, others[..numbers.Length]);
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] += side == 0
                    ? ones[i] != 0 || others[i] == 0 ? T.CreateTruncating(ones[i]) * stride : Missing
                    : others[i] != 0 && others[i] != ones[i] ? T.CreateTruncating(others[i]) * stride : Missing;
            }
        }
    }

    /// <summary>By the cell of a grid; without one the place is 0.</summary>
    public sealed class OfPoints(Grid grid, T stride) : Digit<T>
    {
        public override void Add(Segment segment, int first, int side, Span<T> numbers)
        {
            var longitudes = segment.Longitudes.AsSpan(first, numbers.Length);
            var latitudes = segment.Latitudes.AsSpan(first, numbers.Length);
            if (grid is Grid.Equal equal)
            {
                Add(equal, longitudes, latitudes, numbers);
                return;
            }
            for (var i = 0; i < numbers.Length; i++)
            {
                if (!double.IsNaN(longitudes[i]) && grid.CellOf(longitudes[i], latitudes[i]) is { } cell)
                {
                    numbers[i] += T.CreateTruncating(cell + 1) * stride;
                }
            }
        }

        // Grid.CellOf once more, without a call for each row.
        private void Add(Grid.Equal equal, ReadOnlySpan<double> longitudes, ReadOnlySpan<double> latitudes, Span<T> numbers)
        {
            var (width, height, columns, rows) = (equal.Width, equal.Height, equal.Columns, equal.Rows);
            for (var i = 0; i < numbers.Length; i++)
            {
                var row = Math.Min(rows - 1, (long)((latitudes[i] + 90) / height));
                var cell = row * columns + Math.Min(columns - 1, (long)((longitudes[i] + 180) / width));
                numbers[i] += double.IsNaN(longitudes[i]) ? T.Zero : T.CreateTruncating(cell + 1) * stride;
            }
        }
    }

    private static T Scaled(int place, T stride) => place == Digit.None ? Missing : T.CreateTruncating(place) * stride;
}
