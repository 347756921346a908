namespace EventsApi.Data.Places;

/// <summary>
/// A division of the world into cells of longitude and latitude. A cell is a number: its row times <see cref="Columns"/> plus
/// its column, both from 0. A point on an edge belongs to the cell east of it, and to the one north of it, where no more is said.
/// </summary>
public abstract record Grid
{
    private Grid(string name, long columns, long rows) => (Name, Columns, Rows) = (name, columns, rows);

    public string Name { get; }

    public long Columns { get; }

    public long Rows { get; }

    /// <summary>Degrees of longitude that a cell spans.</summary>
    public double Width => 360.0 / Columns;

    /// <summary>The cell of a point in degrees, or null where the grid has none.</summary>
    public long? CellOf(double longitude, double latitude) =>
        RowOf(latitude) is { } row ? row * Columns + Math.Min(Columns - 1, (long)((longitude + 180) / Width)) : null;

    /// <summary>The row of a latitude, or null beyond the grid.</summary>
    public abstract long? RowOf(double latitude);

    /// <summary>What a cell spans.</summary>
    public BoundingBox BoxOf(long cell)
    {
        var (row, column) = Math.DivRem(cell, Columns);
        var (south, north) = Latitudes(row);
        return new BoundingBox(-180 + column * Width, south, -180 + (column + 1) * Width, north);
    }

    /// <summary>The cell as its users write it: long or string.</summary>
    public abstract object Label(long cell);

    protected abstract (double South, double North) Latitudes(long row);

    /// <summary>Rows of equal height from the south pole.</summary>
    public abstract record Equal : Grid
    {
        private Equal(string name, long columns, long rows)
            : base(name, columns, rows)
        {
        }

        /// <summary>Degrees of latitude that a cell spans.</summary>
        public double Height => 180.0 / Rows;

        public override long? RowOf(double latitude) => Math.Min(Rows - 1, (long)((latitude + 90) / Height));

        protected override (double South, double North) Latitudes(long row) => (-90 + row * Height, -90 + (row + 1) * Height);

        /// <summary>Half a degree; numbered from 1 as in Tollefsen et al. 2012 and UCDP's priogrid_gid.</summary>
        public sealed record PrioGrid() : Equal("priogrid", 720, 360)
        {
            public override object Label(long cell) => cell + 1;
        }

        /// <summary>Of so many letters: five bits each, longitude's first, taken in turns.</summary>
        public sealed record Geohash(int Length) : Equal($"geohash:{Length}", 1L << (5 * Length + 1) / 2, 1L << 5 * Length / 2)
        {
            public const int MostLetters = 7;

            private const string Alphabet = "0123456789bcdefghjkmnpqrstuvwxyz";

            public override object Label(long cell)
            {
                var (row, column) = Math.DivRem(cell, Columns);
                var letters = new char[Length];
                for (var letter = Length - 1; letter >= 0; letter--)
                {
                    // The last bit of an odd number of bits is longitude's.
                    var (first, second) = letter % 2 == 0 ? (column, row) : (row, column);
                    letters[letter] = Alphabet[(int)(Spread(first, 3) | Spread(second, 2) << 1)];
                    (column, row) = letter % 2 == 0 ? (column >> 3, row >> 2) : (column >> 2, row >> 3);
                }
                return new string(letters);
            }

            // The lowest bits, a gap behind each.
            private static long Spread(long bits, int count) =>
                Enumerable.Range(0, count).Aggregate(0L, (spread, bit) => spread | (bits >> bit & 1) << 2 * bit);
        }
    }

    /// <summary>Squares of the Web Mercator map, z/x/y as its tiles; rows from the north. A point on an edge belongs to the row south of it.</summary>
    public sealed record Tile : Grid
    {
        public const int MostZoom = 12;

        private readonly double[] _edges;

        public Tile(int zoom)
            : base($"tile:{zoom}", 1L << zoom, 1L << zoom)
        {
            Zoom = zoom;
            _edges = [.. Enumerable.Range(0, (1 << zoom) + 1).Select(row => -double.RadiansToDegrees(Math.Atan(Math.Sinh(Math.PI * (1 - 2.0 * row / (1 << zoom))))))];
        }

        public int Zoom { get; }

        /// <summary>The latitude of each row's northern edge and of the last one's southern, negated so that they ascend.</summary>
        public IReadOnlyList<double> Edges => _edges;

        public override long? RowOf(double latitude)
        {
            var found = Array.BinarySearch(_edges, -latitude);
            var row = found < 0 ? ~found - 1 : found;
            return row < 0 || row >= Rows ? null : row;
        }

        public override object Label(long cell) => $"{Zoom}/{cell % Columns}/{cell / Columns}";

        protected override (double South, double North) Latitudes(long row) => (-_edges[row + 1], -_edges[row]);

        public bool Equals(Tile? other) => other?.Zoom == Zoom;

        public override int GetHashCode() => Zoom;
    }
}
