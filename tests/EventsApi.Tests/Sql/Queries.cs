using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using EventsApi.Data.Sql;

namespace EventsApi.Tests.Sql;

/// <summary>Queries that between them use everything that SQL is made of.</summary>
internal static class Queries
{
    private static readonly Predicate Mali = new Predicate.Compare(EventColumns.Country, Comparison.Equal, "mali", TextForm.Folded);
    private static readonly Predicate Deadly = new Predicate.Compare(EventColumns.Fatalities, Comparison.GreaterOrEqual, 10L);
    private static readonly Predicate Box = new Predicate.InBox(new BoundingBox(-5.5, 10, 4, 20));
    private static readonly Predicate BoxOrNowhere = new Predicate.Or([Box, new Predicate.IsNull(EventColumns.Longitude)]);
    private static readonly Predicate Pacific = new Predicate.InBox(new BoundingBox(170, -20, -170, 20));
    private static readonly Predicate Near = new Predicate.WithinDistance(0, 0, 1000);
    private static readonly Predicate Triangle = new Predicate.Spatial(SpatialRelation.Intersects, Shapes.ReadWkt("POLYGON((-5 12, 3 12, 0 18, -5 12))"));
    private static readonly Predicate Islands = new Predicate.Spatial(SpatialRelation.Within, Shapes.ReadWkt("POLYGON((170 -20, 190 -20, 180 0, 170 -20))"));
    private static readonly Predicate Border = new Predicate.Spatial(SpatialRelation.Touches, Shapes.ReadWkt("LINESTRING(-5 12, 3 12)"));
    private static readonly Predicate Wagner = new Predicate.Involves(["wagner group", "africa corps"]);

    private static readonly Predicate Region = new Predicate.InBoundary(["ML-7", "ML-8"]);

    public static IReadOnlyList<(string Name, Func<Dialect, Statement?> Statement)> All { get; } =
    [
        Select("everything in the default order", Predicate.Everything),
        Select("equal, folded", Mali),
        Select("equal, exact", new Predicate.Compare(EventColumns.EventType, Comparison.Equal, "Battles")),
        Select("folded asked of a column without a twin", new Predicate.Compare(EventColumns.EventType, Comparison.Equal, "battles", TextForm.Folded)),
        Select("case folded, accents folded", new Predicate.And(
        [
            new Predicate.In(EventColumns.Actor1, ["wagner", "straße"], TextForm.CaseFolded),
            new Predicate.Like(EventColumns.Admin1, TextPart.Start, "Mena", TextForm.AccentFolded),
        ])),
        Select("two columns", new Predicate.And(
        [
            new Predicate.CompareColumns(EventColumns.FatalitiesLow, Comparison.Less, EventColumns.FatalitiesHigh),
            new Predicate.CompareColumns(EventColumns.Admin1, Comparison.Equal, EventColumns.Location, TextForm.Folded, TextForm.CaseFolded),
        ])),
        Select("pattern", new Predicate.Matches(EventColumns.Notes, new TextPattern(@"a_b%\%*?[x]\\"), TextForm.Folded)),
        Select("less, less or equal, greater", new Predicate.And(
        [
            new Predicate.Compare(EventColumns.EventDate, Comparison.Less, new DateOnly(2024, 2, 29)),
            new Predicate.Compare(EventColumns.Latitude, Comparison.LessOrEqual, 12.5),
            new Predicate.Compare(EventColumns.Year, Comparison.Greater, 1999L),
        ])),
        Select("one of", new Predicate.In(EventColumns.Admin1, ["gao", "kidal"], TextForm.Folded)),
        Select("one of none", new Predicate.In(EventColumns.Admin1, [])),
        Select("or, not, null", new Predicate.Or([new Predicate.Not(Mali), new Predicate.IsNull(EventColumns.Actor2)])),
        Select("no alternative", new Predicate.Or([])),
        Select("an empty conjunction inside", new Predicate.Not(new Predicate.And([]))),
        Select("contains, starts with", new Predicate.And(
        [
            new Predicate.Like(EventColumns.Notes, TextPart.Anywhere, "50%_'x'", TextForm.Folded),
            new Predicate.Like(EventColumns.Location, TextPart.Start, "tin", TextForm.Folded),
        ])),
        Select("element of a list", new Predicate.HasElement(EventColumns.AssocActor1, "wagner group", TextForm.Folded)),
        Select("actor in any column", Wagner),
        Select("actor in any column, looked up", Wagner, Wagner),
        Select("box", Box),
        Select("box, looked up", new Predicate.And([Mali, Box]), Box),
        Select("box or nowhere, looked up", BoxOrNowhere, BoxOrNowhere),
        Select("box over the antimeridian, looked up", Pacific, Pacific),
        Select("shape", Triangle),
        Select("shape over the antimeridian, looked up", Islands, Islands),
        Select("touching a line", Border),
        Select("near", Near),
        Select("near, looked up", Near, Near),
        Select("in a boundary", Region),
        Select("in a boundary, looked up", new Predicate.And([Mali, Region]), Region),
        Select("in one of no boundaries", new Predicate.InBoundary([])),
        Select("range, looked up", new Predicate.And([Mali, Deadly]), Deadly),
        Order("descending", "-event_date"),
        Order("mixed directions and nulls", "-fatalities,event_date"),
        Order("folded text", "admin1"),
        After("one direction, no nulls", "-event_date", new DateOnly(2022, 9, 6), "SAMPLE1"),
        After("the id alone", "event_id_cnty", "SAMPLE1"),
        After("a value that may be null", "-fatalities", 52L, "SAMPLE1"),
        After("a null", "fatalities", null, "SAMPLE1"),
        After("mixed directions", "-fatalities,event_date", 52L, new DateOnly(2022, 9, 6), "SAMPLE1"),
        After("folded text", "admin1", "Ménaka", "SAMPLE1"),
        ("limit and offset", dialect => EventSql.Select(dialect, new EventQuery { Sort = Sort("-event_date"), Fields = Few, Limit = 100, Offset = 20 }, [])),
        ("offset without limit", dialect => EventSql.Select(dialect, new EventQuery { Sort = Sort("-event_date"), Fields = Few, Offset = 20 }, [])),
        ("nearest, looked up", dialect => EventSql.Select(dialect, new EventQuery { Where = Near, Sort = EventQuery.TotalOrder([new SortKey(EventColumns.DistanceKm, false)]), Origin = new GeoPoint(0, 0), Fields = Few, Limit = 10 }, [Near])),
        ("all fields", dialect => EventSql.Select(dialect, new EventQuery { Sort = Sort("-event_date"), Limit = 1 }, [])),
        ("count of everything", dialect => EventSql.Count(dialect, Predicate.Everything)),
        ("count", dialect => EventSql.Count(dialect, new Predicate.And([Mali, Deadly, Box]))),
        ("probe of a box", dialect => dialect.Probe(Box, 10_000)),
        ("probe of a box over the antimeridian", dialect => dialect.Probe(Pacific, 10_000)),
        ("count in a shape", dialect => EventSql.Count(dialect, Triangle)),
        ("probe of a shape", dialect => dialect.Probe(Triangle, 10_000)),
        ("probe of alternatives", dialect => dialect.Probe(BoxOrNowhere, 10_000)),
        ("probe of a distance", dialect => dialect.Probe(Near, 10_000)),
        ("probe of a range", dialect => dialect.Probe(Deadly, 10_000)),
        ("count in boundaries", dialect => EventSql.Count(dialect, Region)),
        ("probe of boundaries", dialect => dialect.Probe(Region, 10_000)),
        ("probe of actors", dialect => dialect.Probe(Wagner, 10_000)),
        ("probe of an equality", dialect => dialect.Probe(Mali, 10_000)),
        ("aggregate: of everything", dialect => AggregateSql.Select(dialect, new AggregateQuery(), 2)),
        ("aggregate: every metric by columns and category", Aggregate(Mali, Metric.All, "country", "iso", "political_violence")),
        ("aggregate: spans of time, looked up", Aggregate(Box, [Metric.Events], "year", "quarter", "month", "week", "day")),
        ("aggregate: either actor", Aggregate(Deadly, [Metric.Events], "actor")),
        ("aggregate: either actor, counting actors", Aggregate(Predicate.Everything, [Metric.Events, Metric.Find("actors")!], "actor", "year")),
        ("as of a version: a page", dialect => dialect.AsOf(EventSql.Select(dialect, new EventQuery { Where = Mali, Sort = Sort("-event_date"), Fields = Few, Limit = 100 }, []), 7)),
        ("a row's point", dialect => new Statement(dialect.Point("s.longitude", "s.latitude"), [])),
    ];

    private static Func<Dialect, Statement?> Aggregate(Predicate where, IReadOnlyList<Metric> metrics, params string[] groups) =>
        dialect => AggregateSql.Select(dialect, new AggregateQuery { Where = where, Metrics = metrics, GroupBy = [.. groups.Select(name => Group.Find(name)!)] }, 1000);

    private static IReadOnlyList<Column> Few => [EventColumns.EventIdCnty, EventColumns.Country];

    private static (string, Func<Dialect, Statement?>) Select(string name, Predicate where, params Predicate[] driving) =>
        (name, dialect => EventSql.Select(dialect, new EventQuery { Where = where, Sort = Sort("-event_date"), Fields = Few }, driving));

    private static (string, Func<Dialect, Statement?>) Order(string name, string sort) =>
        ("order: " + name, dialect => EventSql.Select(dialect, new EventQuery { Sort = Sort(sort), Fields = Few }, []));

    private static (string, Func<Dialect, Statement?>) After(string name, string sort, params object?[] values) =>
        ("after: " + name, dialect => EventSql.Select(dialect, new EventQuery { Where = Mali, Sort = Sort(sort), Fields = Few, After = new Cursor(Sort(sort), values) }, []));

    private static IReadOnlyList<SortKey> Sort(string sort) =>
        EventQuery.TotalOrder([.. sort.Split(',').Select(key => new SortKey(EventColumns.Find(key.TrimStart('-'))!, key.StartsWith('-')))]);
}
