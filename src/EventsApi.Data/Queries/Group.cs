using System.Globalization;
using EventsApi.Data.Model;
using EventsApi.Data.Places;

namespace EventsApi.Data.Queries;

/// <summary>A span of the calendar that days are grouped by.</summary>
public enum TimeUnit
{
    Year,
    Quarter,
    Month,

    /// <summary>ISO 8601: Monday to Sunday; belongs to the year that its Thursday is in.</summary>
    Week,

    Day,
}

/// <summary>
/// What events may be grouped by: a closed set of records, each a function from the value of one column to a key. Keys
/// are string, long, <see cref="DateOnly"/> or null for unknown; a span of time has its first day for a key.
/// </summary>
public abstract record Group
{
    private Group(string name, Column source, string description) => (Name, Source, Description) = (name, source, description);

    /// <summary>As group_by takes it, and as the answer names it.</summary>
    public string Name { get; }

    /// <summary>The column that the key is made of.</summary>
    public Column Source { get; }

    public string Description { get; }

    /// <summary>Whether a key stands for a place: an area, or where the events of a location are.</summary>
    public bool HasPlace => this is OfCell or OfBoundary || Source == EventColumns.Location;

    /// <summary>What keys are, null apart.</summary>
    public virtual ColumnType KeyType => Source.Type;

    /// <summary>The key of a value of <see cref="Source"/>.</summary>
    public virtual object? Key(object? value) => value;

    /// <summary>The key as the answer writes it: string, long, bool or null.</summary>
    public virtual object? Label(object? key) => key;

    /// <summary>The values of a column themselves.</summary>
    public sealed record OfColumn(Column Column) : Group(Column.Name, Column, Column.Description);

    /// <summary>The actors of either side: an event belongs to the group of each, once, and to null when it names none.</summary>
    public sealed record OfActor() : Group("actor", EventColumns.Actor1,
        "Actor on either side, actor1 or actor2; an event counts once for each of the two, so that groups may add up to more than the totals.");

    /// <summary>A span of time that event_date lies in.</summary>
    public sealed record OfTime(TimeUnit Unit) : Group(Unit.ToString().ToLowerInvariant(), EventColumns.EventDate, Describe(Unit))
    {
        public string StartName => Name + "_start";

        public override object? Key(object? value) => value is DateOnly day ? Start(day) : null;

        public override object? Label(object? key) => key is not DateOnly start ? null : Unit switch
        {
            TimeUnit.Year => (long)start.Year,
            TimeUnit.Quarter => string.Create(CultureInfo.InvariantCulture, $"{start.Year:0000}-Q{(start.Month + 2) / 3}"),
            TimeUnit.Month => start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            TimeUnit.Week => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(Midnight(start)):0000}-W{ISOWeek.GetWeekOfYear(Midnight(start)):00}"),
            _ => start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };

        /// <summary>The first day of the span that a day lies in.</summary>
        public DateOnly Start(DateOnly day) => Unit switch
        {
            TimeUnit.Year => new DateOnly(day.Year, 1, 1),
            TimeUnit.Quarter => new DateOnly(day.Year, (day.Month - 1) / 3 * 3 + 1, 1),
            TimeUnit.Month => new DateOnly(day.Year, day.Month, 1),
            TimeUnit.Week => DateOnly.FromDayNumber(day.DayNumber / 7 * 7), // day 0 is a Monday
            _ => day,
        };

        private static DateTime Midnight(DateOnly day) => day.ToDateTime(TimeOnly.MinValue);

        private static string Describe(TimeUnit unit) => unit switch
        {
            TimeUnit.Year => "Year of event_date, a number.",
            TimeUnit.Quarter => "Quarter of event_date, as 2022-Q1.",
            TimeUnit.Month => "Month of event_date, as 2022-03.",
            TimeUnit.Week => "ISO week of event_date, as 2022-W05; begins on Monday.",
            _ => "Day, as 2022-03-14.",
        };
    }

    /// <summary>Whether the codebook counts the event's kind to a category: 1, 0, or null where the sub-event type is not known.</summary>
    public sealed record OfCategory : Group
    {
        private readonly Dictionary<string, bool> _belongs;

        public OfCategory(string name, Func<EventKind, bool> belongs, string description)
            : base(name, EventColumns.SubEventType, description) =>
            // A sub-event type belongs to one event type, so that it alone decides.
            _belongs = Codebook.EventKinds.ToDictionary(kind => kind.SubEventType, belongs);

        public override ColumnType KeyType => ColumnType.Integer;

        public override object? Key(object? value) => value is string type && _belongs.TryGetValue(type, out var belongs) ? belongs ? 1L : 0L : null;

        public override object? Label(object? key) => key is long flag ? flag == 1 : null;

        /// <summary>The sub-event types that belong, or those that do not.</summary>
        public IEnumerable<string> Types(bool belonging) => _belongs.Where(pair => pair.Value == belonging).Select(pair => pair.Key);
    }

    /// <summary>The boundaries that an event lies in, of every level: it belongs to the group of each, and to null when it lies in none.</summary>
    public sealed record OfBoundary() : Group("boundary", EventColumns.Longitude,
        "Boundary that the event lies in, by its id; an event counts once for each of its boundaries, of every level, so that groups may add up to more than the totals.")
    {
        public override ColumnType KeyType => ColumnType.Text;
    }

    /// <summary>The cell of a grid that the event's point lies in; null without one.</summary>
    public sealed record OfCell(Grid Grid, string Description) : Group(Grid.Name, EventColumns.Longitude, Description)
    {
        public override ColumnType KeyType => ColumnType.Integer;

        public override object? Label(object? key) => key is long cell ? Grid.Label(cell) : null;
    }

    /// <summary>All groups there are.</summary>
    public static IReadOnlyList<Group> All { get; } =
    [
        .. new[]
        {
            EventColumns.DisorderType, EventColumns.EventType, EventColumns.SubEventType, EventColumns.Region, EventColumns.Country,
            EventColumns.Iso, EventColumns.Admin1, EventColumns.Admin2, EventColumns.Admin3, EventColumns.Location, EventColumns.Actor1,
            EventColumns.Actor2, EventColumns.Inter1, EventColumns.Inter2, EventColumns.Interaction, EventColumns.CivilianTargeting,
            EventColumns.SourceScale, EventColumns.Dataset, EventColumns.GeoPrecision, EventColumns.TimePrecision,
        }.Select(column => new OfColumn(column)),
        new OfActor(),
        new OfCategory("political_violence", kind => kind.PoliticalViolence, "Whether the codebook counts the sub-event type to political violence."),
        new OfCategory("organized_political_violence", kind => kind.OrganizedPoliticalViolence, "Whether the codebook counts the sub-event type to organized political violence."),
        new OfCategory("disorder", kind => kind.Disorder, "Whether the codebook counts the sub-event type to disorder."),
        new OfCategory("demonstrations", kind => kind.Demonstrations, "Whether the codebook counts the sub-event type to demonstrations."),
        .. Enum.GetValues<TimeUnit>().Select(unit => new OfTime(unit)),
        new OfBoundary(),
        new OfCell(new Grid.Equal.PrioGrid(), "Cell of PRIO-GRID, half a degree, by its number gid."),
        .. Enumerable.Range(1, Grid.Equal.Geohash.MostLetters).Select(length => new OfCell(new Grid.Equal.Geohash(length), $"Geohash of {length} letters.")),
        .. Enumerable.Range(0, Grid.Tile.MostZoom + 1).Select(zoom => new OfCell(new Grid.Tile(zoom), $"Tile of the Web Mercator map at zoom {zoom}, as z/x/y; null beyond 85.05 degrees.")),
    ];

    /// <summary>The group of this name in any case, or null.</summary>
    public static Group? Find(string name) => All.FirstOrDefault(group => group.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public sealed override string ToString() => Name;
}
