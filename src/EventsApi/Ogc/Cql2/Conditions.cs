using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Requests;

namespace EventsApi.Ogc.Cql2;

/// <summary>What a syntax tree means: the predicate it stands for.</summary>
internal static class Conditions
{
    // SQLite refuses patterns beyond 50,000 bytes, and folding can make one sign eighteen.
    private const int LongestPattern = 1000;

    private static readonly Dictionary<string, Func<Node.Call, Predicate>> Scalar = new(StringComparer.Ordinal)
    {
        ["and"] = call => Predicate.All(Terms(call)),
        ["or"] = call => Predicate.Any(Terms(call)),
        ["not"] = call => Negated(Of(Only(call))),
        ["="] = call => Compare(call, Comparison.Equal),
        ["<>"] = call => new Predicate.Not(Compare(call, Comparison.Equal)),
        ["<"] = call => Compare(call, Comparison.Less),
        ["<="] = call => Compare(call, Comparison.LessOrEqual),
        [">"] = call => Compare(call, Comparison.Greater),
        [">="] = call => Compare(call, Comparison.GreaterOrEqual),
        ["isnull"] = IsNull,
        ["like"] = Like,
        ["between"] = Between,
        ["in"] = In,
    };

    private static readonly Dictionary<string, Func<Node.Call, Predicate>> Operators =
        Scalar.Concat(TemporalFunctions.All).Concat(SpatialFunctions.All).ToDictionary(StringComparer.Ordinal);

    /// <summary>The names of all that is a condition.</summary>
    public static IReadOnlyCollection<string> Names => Operators.Keys;

    public static Predicate Of(Node node) => node switch
    {
        Node.Boolean boolean => Constant(boolean.Value),
        Node.Call call when Operators.TryGetValue(call.Name, out var meaning) => meaning(call),
        Node.Call { Name: not ("casei" or "accenti" or "date" or "timestamp" or "interval" or "bbox") } call => throw Unknown(call),
        _ => throw new Cql2Exception(node.Place, "Expected a condition, not a value: compare it with another."),
    };

    public static Predicate Constant(bool value) => value ? Predicate.Everything : Predicate.Nothing;

    /// <summary>Refuses any other number of arguments.</summary>
    public static void Count(Node.Call call, int count)
    {
        if (call.Args.Count != count)
        {
            throw new Cql2Exception(call.Place, $"{call.Name.ToUpperInvariant()} takes {count} argument{(count == 1 ? "" : "s")}, not {call.Args.Count}.");
        }
    }

    public static Cql2Exception Unknown(Node.Call call)
    {
        if (call.Name is "+" or "-" or "*" or "/" or "^" or "%" or "div")
        {
            return new Cql2Exception(call.Place, $"Arithmetic ('{call.Name}') is not supported.");
        }
        IReadOnlyList<string> allowed = [.. Names, "casei", "accenti", "date", "timestamp", "interval", "bbox"];
        var nearest = Spelling.Nearest(call.Name, allowed);
        var name = call.Name.Length > 60 ? call.Name[..60] + "…" : call.Name;
        return new Cql2Exception(call.Place, $"Unknown function or operator '{name}'" + (nearest is null ? "." : $"; did you mean '{nearest}'?"), allowed, nearest);
    }

    // Twice not is not at all, in three-valued logic too.
    private static Predicate Negated(Predicate predicate) => predicate is Predicate.Not not ? not.Term : new Predicate.Not(predicate);

    private static Node Only(Node.Call call)
    {
        Count(call, 1);
        return call.Args[0];
    }

    private static List<Predicate> Terms(Node.Call call) => call.Args.Count >= 2
        ? [.. call.Args.Select(Of)]
        : throw new Cql2Exception(call.Place, $"{call.Name.ToUpperInvariant()} takes at least 2 arguments, not {call.Args.Count}.");

    private static Predicate Compare(Node.Call call, Comparison comparison)
    {
        Count(call, 2);
        return Comparisons.Of(Operand.Of(call.Args[0]), comparison, Operand.Of(call.Args[1]));
    }

    // A literal is never unknown.
    private static Predicate IsNull(Node.Call call) => Only(call) switch
    {
        Node.Property property => new Predicate.IsNull(Queryables.Find(property) ?? EventColumns.Longitude),
        Node.Geometry or Node.Call { Name: "interval" or "bbox" } => Predicate.Nothing,
        var node => Operand.Of(node) is Operand.Property property ? new Predicate.IsNull(property.Column) : Predicate.Nothing,
    };

    private static Predicate Between(Node.Call call)
    {
        Count(call, 3);
        var value = Operand.Of(call.Args[0]);
        return new Predicate.And(
        [
            Comparisons.Of(value, Comparison.GreaterOrEqual, Operand.Of(call.Args[1])),
            Comparisons.Of(value, Comparison.LessOrEqual, Operand.Of(call.Args[2])),
        ]);
    }

    private static Predicate In(Node.Call call)
    {
        Count(call, 2);
        return call.Args[1] is Node.List { Items.Count: > 0 } list
            ? Comparisons.OneOf(Operand.Of(call.Args[0]), [.. list.Items.Select(Operand.Of)])
            : throw new Cql2Exception(call.Args[1].Place, "IN takes a list of at least one value.");
    }

    private static Predicate Like(Node.Call call)
    {
        Count(call, 2);
        if (Operand.Of(call.Args[1]) is not Operand.Text written)
        {
            throw new Cql2Exception(call.Args[1].Place, "The pattern of LIKE must be a text.");
        }
        if (written.Written.Length > LongestPattern)
        {
            throw new Cql2Exception(written.Place, $"The pattern of LIKE is longer than {LongestPattern} characters.");
        }
        var pattern = new TextPattern(written.Written).In(written.Form);
        return Operand.Of(call.Args[0]) switch
        {
            Operand.Property { Column.IsText: true } property => pattern.On(property.Column, property.Form),
            Operand.Text { Written.Length: > LongestPattern } text => throw new Cql2Exception(text.Place, $"A text compared by LIKE is longer than {LongestPattern} characters."),
            Operand.Text text => Constant(pattern.Matches(text.Value)),
            var other => throw new Cql2Exception(other.Place, $"LIKE takes text, not {other.Kind}."),
        };
    }
}
