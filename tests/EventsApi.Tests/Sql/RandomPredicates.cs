using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using EventsApi.Tests.Places;
using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries;

namespace EventsApi.Tests.Sql;

/// <summary>Random rows, and random predicates over them with values that often meet.</summary>
internal static class RandomPredicates
{
    private static readonly string[] Words = ["Mali", "mali", "Ménaka", "MENAKA", "menaka base", "الدولة", "تمبكتو", "50%_x", "it's", "😀", "z", "É", "ﬁ", "Straße", "STRASSE", @"a*[b]?\c", "Łódź", "ΟΔΌΣ", "οδός", "e\u0301", "x😀y"];
    private static readonly string[] Types = ["Battles", "Protests", "Riots"];
    private static readonly double[] Numbers = [-180, -179.5, -12.25, 0, 0.1, 45, 89.9999999, 90];
    private static readonly Column[] Texts = [EventColumns.Country, EventColumns.Notes, EventColumns.Actor1, EventColumns.Actor2, EventColumns.EventType];
    private static readonly Column[] Lists = [EventColumns.AssocActor1, EventColumns.AssocActor2];
    private static readonly Column[] Figures = [EventColumns.Fatalities, EventColumns.FatalitiesLow, EventColumns.Longitude, EventColumns.Year];
    private static readonly Column[] Nullables = [.. Texts, .. Lists, EventColumns.Fatalities, EventColumns.Longitude, EventColumns.Attributes];

    /// <summary>Halves of the world that share an edge with rows on it, a region of several parts, and one without rows.</summary>
    public static IReadOnlyList<Boundary> Boundaries { get; } =
    [
        Boundary("west", "half", "((-180 -90, 0 -90, 0 90, -180 90, -180 -90))"),
        Boundary("east", "half", "((0 -90, 180 -90, 180 90, 0 90, 0 -90))"),
        Boundary("it's \"some\" region; مالي", "region", "((-13 -1, 1 -1, 1 46, -13 46, -13 -1), (-5 10, -1 10, -1 20, -5 20, -5 10)), ((40 40, 50 40, 45 45, 40 40))"),
        Boundary("empty", "region", "((100 -60, 101 -60, 101 -59, 100 -60))"),
    ];

    public static IReadOnlyList<Event> Rows { get; } = [.. Enumerable.Range(1, 150).Select(Row)];

    private static IReadOnlyList<Point> Places { get; } = [.. Rows.Where(row => row.Longitude is not null && row.Latitude is not null).Select(row => new Point(row.Longitude!.Value, row.Latitude!.Value)).Distinct()];

    public static Gen<Predicate> All { get; } = Gen.Sized(size => OfDepth(Math.Min(4, size / 10)));

    private static Gen<Predicate> OfDepth(int depth) => depth == 0 ? Leaf : Gen.Frequency(
        (3, Leaf),
        (2, Terms(depth).Select(terms => (Predicate)new Predicate.And(terms))),
        (2, Terms(depth).Select(terms => (Predicate)new Predicate.Or(terms))),
        (2, OfDepth(depth - 1).Select(term => (Predicate)new Predicate.Not(term))));

    private static Gen<IReadOnlyList<Predicate>> Terms(int depth) =>
        from count in Gen.Choose(0, 4)
        from terms in OfDepth(depth - 1).ListOf(count)
        select (IReadOnlyList<Predicate>)[.. terms];

    private static Gen<Predicate> Leaf => Gen.OneOf(Compare, CompareColumns, In, Like, Matches, HasElement, Involves, IsNull, InBox, Within, Spatial, InBoundary, Gen.Constant((Predicate)new Predicate.InNoBoundary()), InCell);

    private static Gen<Predicate> Compare =>
        from pair in ColumnAndValue
        from comparison in Gen.Elements(Enum.GetValues<Comparison>())
        select (Predicate)new Predicate.Compare(pair.Column, comparison, pair.Value, pair.Form);

    private static Gen<Predicate> CompareColumns =>
        from comparison in Gen.Elements(Enum.GetValues<Comparison>())
        from columns in Gen.OneOf(Gen.Elements(Texts).Two(), Gen.Elements(Figures).Two(), Gen.Constant((EventColumns.EventDate, EventColumns.EventDate)))
        from forms in Form.Two()
        select (Predicate)(columns.Item1.IsText
            ? new Predicate.CompareColumns(columns.Item1, comparison, columns.Item2, forms.Item1, forms.Item2)
            : new Predicate.CompareColumns(columns.Item1, comparison, columns.Item2));

    private static Gen<Predicate> In =>
        from pairs in ColumnAndValue.ListOf(8)
        select (Predicate)new Predicate.In(pairs[0].Column, [.. pairs.Where(pair => pair.Column == pairs[0].Column && pair.Form == pairs[0].Form).Select(pair => pair.Value).Skip(pairs[0].Form == TextForm.Folded ? 1 : 0)], pairs[0].Form);

    private static Gen<Predicate> Like =>
        from column in Gen.Elements(Texts)
        from part in Gen.Elements(TextPart.Anywhere, TextPart.Start)
        from text in Word.Zip(Gen.Choose(0, 4)).Select(pair => pair.Item1[..Cut(pair.Item1, pair.Item2)])
        from form in Form
        select (Predicate)new Predicate.Like(column, part, Folding.Apply(form, text), form);

    // A word with wildcards in places of signs, or signs of every language of patterns.
    private static Gen<Predicate> Matches =>
        from column in Gen.Elements(Texts)
        from word in Gen.OneOf(Word, Gen.Elements("%", "_", @"\%", @"\_", @"\\", "*", "?", "[", "[b]", "^", "-", "😀", "é", "ß", "x").ListOf(3).Select(string.Concat))
        from holes in Gen.Frequency((3, Gen.Constant("")), (1, Gen.Constant("%")), (1, Gen.Constant("_"))).ListOf(6)
        from form in Form
        select (Predicate)new Predicate.Matches(column, new TextPattern(Pierced(word, holes)).In(form), form);

    private static Gen<Predicate> HasElement =>
        from column in Gen.Elements(Lists)
        from text in Word
        from form in Form
        select (Predicate)new Predicate.HasElement(column, Folding.Apply(form, text), form);

    private static Gen<Predicate> Involves =>
        from actors in Word.NonEmptyListOf()
        select (Predicate)new Predicate.Involves([.. actors.Select(Folding.Fold)]);

    private static Gen<Predicate> IsNull => Gen.Elements(Nullables).Select(column => (Predicate)new Predicate.IsNull(column));

    private static Gen<Predicate> InBox =>
        from longitudes in Gen.Elements(Numbers).Two()
        from latitudes in Gen.Elements(Numbers.Where(number => number >= -90).ToArray()).Two()
        select (Predicate)new Predicate.InBox(new BoundingBox(longitudes.Item1, Math.Min(latitudes.Item1, latitudes.Item2), longitudes.Item2, Math.Max(latitudes.Item1, latitudes.Item2)));

    // The two distances are computed differently, so no row may lie just on the circle.
    private static Gen<Predicate> Within =>
        (from longitude in Gen.Elements(Numbers)
         from latitude in Gen.Elements(-12.25, 0, 45, 89.5)
         from metres in Gen.Elements(10, 1_000, 60_000, 1_500_000, 6_000_000.0)
         select new Predicate.WithinDistance(longitude, latitude, metres))
        .Where(within => Rows.All(row => row.Longitude is null || (Evaluator.Distance(within, row) is { } distance && Math.Abs(distance - within.Metres) > within.Metres / 100)))
        .Select(within => (Predicate)within);

    // A row on an edge, or not: so near to one that doubles cannot tell, the engines differ.
    private static Gen<Predicate> Spatial =>
        from relation in Gen.Elements(Enum.GetValues<SpatialRelation>())
        from shape in RandomShapes.Over(Numbers, [.. Numbers.Where(number => number >= -90)])
            .Where(shape => Places.All(place => (shape is IPolygonal ? shape.Boundary : shape).Distance(place) is 0 or > 1e-9))
        select (Predicate)new Predicate.Spatial(relation, shape);

    private static Gen<TextForm> Form => Gen.Elements(Enum.GetValues<TextForm>());

    private static string Pierced(string word, IList<string> holes) =>
        string.Concat(word.EnumerateRunes().Select((rune, i) => i < holes.Count && holes[i] != "" ? holes[i] : rune.ToString()));

    private static Gen<Predicate> InBoundary =>
        from ids in Gen.Elements([.. Boundaries.Select(boundary => boundary.Id), "no such"]).ListOf()
        select (Predicate)new Predicate.InBoundary([.. ids.Distinct()]);

    private static Gen<Predicate> InCell =>
        from grid in Gen.Elements([.. Group.All.OfType<Group.OfCell>().Select(cells => cells.Grid)])
        from places in Gen.Elements<double?>([null, .. Numbers]).Two().ListOf()
        select (Predicate)new Predicate.InCell(grid, [.. places.Select(place => place.Item1 is { } longitude ? grid.CellOf(longitude, Math.Clamp(place.Item2 ?? 0, -90, 90)) : null).Distinct()]);

    private static Gen<string> Word => Gen.Elements(Words);

    private static Gen<(Column Column, object Value, TextForm Form)> ColumnAndValue => Gen.OneOf(
        from column in Gen.Elements(Texts)
        from word in Gen.Elements([.. Words, .. Types])
        from form in Form
        select (column, (object)Folding.Apply(form, word), form),
        Gen.Choose(-1, 4).Select(number => (EventColumns.Fatalities, (object)(long)number, TextForm.Exact)),
        Gen.Elements(Numbers).Select(number => (EventColumns.Longitude, (object)number, TextForm.Exact)),
        Gen.Choose(0, 6).Select(day => (EventColumns.EventDate, (object)new DateOnly(2020, 1, 1).AddDays(day), TextForm.Exact)));

    private static Boundary Boundary(string id, string level, string polygons) => new(id, level, id, (MultiPolygon)Shapes.ReadWkt($"MULTIPOLYGON({polygons})"));

    public static Event Row(int number)
    {
        var random = new Random(number);
        var located = random.Next(4) > 0;
        return new Event
        {
            EventIdCnty = $"A{number}",
            EventDate = new DateOnly(2020, 1, 1).AddDays(random.Next(7)),
            Year = 2020,
            EventType = Types[random.Next(Types.Length)],
            Country = Maybe(Words),
            Notes = Maybe(Words) is { } note ? $"{note} {Words[random.Next(Words.Length)]}" : null,
            Actor1 = Maybe(Words),
            Actor2 = Maybe(Words),
            AssocActor1 = Maybe(Words) is { } first ? $"{first}; {Words[random.Next(Words.Length)]}" : null,
            AssocActor2 = Maybe(Words),
            Fatalities = random.Next(3) == 0 ? null : random.Next(4),
            FatalitiesLow = random.Next(3) == 0 ? null : random.Next(4),
            Longitude = located ? Numbers[random.Next(Numbers.Length)] : null,
            Latitude = located ? Numbers[2 + random.Next(Numbers.Length - 2)] : null,
            Dataset = "random",
        };

        string? Maybe(string[] values) => random.Next(3) == 0 ? null : values[random.Next(values.Length)];
    }

    // Not through the middle of a character.
    private static int Cut(string text, int length) =>
        length >= text.Length ? text.Length : length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
