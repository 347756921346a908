using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NetTopologySuite.Geometries;

namespace EventsApi.Tests.Ogc;

/// <summary>One CQL2 expression in both languages.</summary>
internal sealed record Both(string Text, string Json)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Both Property(string name) => new(name, $$"""{"property":"{{name}}"}""");

    /// <summary>A text, a number, a day or a truth value.</summary>
    public static Both Value(object value) => value switch
    {
        string text => new($"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'", JsonSerializer.Serialize(text, Plain)),
        DateOnly day => new($"DATE('{Day(day)}')", $$"""{"date":"{{Day(day)}}"}"""),
        bool truth => new(truth ? "TRUE" : "FALSE", truth ? "true" : "false"),
        IFormattable number => new(number.ToString(null, CultureInfo.InvariantCulture), number.ToString(null, CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    public static Both Compare(Both left, string sign, Both right) => new($"{left.Text} {sign} {right.Text}", Call(sign, left, right));

    public static Both And(Both left, Both right) => new($"({left.Text} AND {right.Text})", Call("and", left, right));

    public static Both Or(Both left, Both right) => new($"({left.Text} OR {right.Text})", Call("or", left, right));

    public static Both Not(Both term) => new($"NOT ({term.Text})", Call("not", term));

    public static Both IsNull(Both value, bool not = false) => Negated(not, new($"{value.Text} IS {Word(not)}NULL", Call("isNull", value)));

    public static Both Like(Both value, Both pattern, bool not = false) => Negated(not, new($"{value.Text} {Word(not)}LIKE {pattern.Text}", Call("like", value, pattern)));

    public static Both Between(Both value, Both low, Both high, bool not = false) =>
        Negated(not, new($"{value.Text} {Word(not)}BETWEEN {low.Text} AND {high.Text}", Call("between", value, low, high)));

    public static Both In(Both value, IEnumerable<Both> list, bool not = false) => Negated(not, new(
        $"{value.Text} {Word(not)}IN ({string.Join(", ", list.Select(item => item.Text))})",
        $$"""{"op":"in","args":[{{value.Json}},[{{string.Join(',', list.Select(item => item.Json))}}]]}"""));

    /// <summary>A function by its name in capitals.</summary>
    public static Both Function(string name, params Both[] args) => new($"{name}({string.Join(", ", args.Select(arg => arg.Text))})", Call(JsonName(name), args));

    /// <summary>Days, columns or <c>..</c>.</summary>
    public static Both Interval(string start, string end)
    {
        static Both End(string end) => char.IsLetter(end[0]) ? Property(end) : new($"'{end}'", $"\"{end}\"");
        return new($"INTERVAL({End(start).Text}, {End(end).Text})", $$"""{"interval":[{{End(start).Json}},{{End(end).Json}}]}""");
    }

    public static Both Box(double west, double south, double east, double north)
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{west}, {south}, {east}, {north}");
        return new($"BBOX({numbers})", $$"""{"bbox":[{{numbers}}]}""");
    }

    public static Both Shape(Geometry shape) => new(shape.AsText(), GeoJson(shape));

    public static string Call(string name, params Both[] args) => $$"""{"op":"{{name}}","args":[{{string.Join(',', args.Select(arg => arg.Json))}}]}""";

    // JSON says NOT around the predicate, text within it.
    private static Both Negated(bool not, Both term) => not ? term with { Json = Call("not", term) } : term;

    private static string Word(bool not) => not ? "NOT " : "";

    // As the schema of 21-065r2 has them: t_finishedBy.
    private static string JsonName(string name) => name.EndsWith("BY", StringComparison.Ordinal) ? name[..^2].ToLowerInvariant() + "By" : name.ToLowerInvariant();

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string GeoJson(Geometry shape) => shape is GeometryCollection and not (MultiPoint or MultiLineString or MultiPolygon)
        ? $$"""{"type":"GeometryCollection","geometries":[{{string.Join(',', Parts(shape).Select(GeoJson))}}]}"""
        : $$"""{"type":"{{shape.GeometryType}}","coordinates":{{Coordinates(shape)}}}""";

    private static string Coordinates(Geometry shape) => shape switch
    {
        Point point => Position(point.Coordinate),
        LineString line => List(line.Coordinates.Select(Position)),
        Polygon polygon => List(polygon.Holes.Prepend(polygon.Shell).Select(Coordinates)),
        _ => List(Parts(shape).Select(Coordinates)),
    };

    private static IEnumerable<Geometry> Parts(Geometry shape) => Enumerable.Range(0, shape.NumGeometries).Select(shape.GetGeometryN);

    private static string Position(Coordinate position) => string.Create(CultureInfo.InvariantCulture, $"[{position.X},{position.Y}]");

    private static string List(IEnumerable<string> items) => $"[{string.Join(',', items)}]";
}
