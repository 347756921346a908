using EventsApi.Data.Model;

namespace EventsApi.Ogc.Cql2;

/// <summary>A side of a comparison: a column, or a value of a known kind.</summary>
internal abstract record Operand(Place Place)
{
    public sealed record Property(Column Column, TextForm Form, Place Place) : Operand(Place);

    /// <summary>A text as it is written, and the form that CASEI and ACCENTI bring it to.</summary>
    public sealed record Text(string Written, TextForm Form, Place Place) : Operand(Place)
    {
        public string Value => Folding.Apply(Form, Written);
    }

    public sealed record Number(Node.Number Value, Place Place) : Operand(Place);

    public sealed record Boolean(bool Value, Place Place) : Operand(Place);

    public sealed record Time(Instant Value, Place Place) : Operand(Place);

    public static Operand Of(Node node) => node switch
    {
        Node.Property property => Queryables.Find(property) is { } column
            ? new Property(column, TextForm.Exact, node.Place)
            : throw new Cql2Exception(node.Place, "The geometry is asked for by spatial functions (S_INTERSECTS …) and IS NULL only."),
        Node.Text text => new Text(text.Value, TextForm.Exact, node.Place),
        Node.Number number => new Number(number, node.Place),
        Node.Boolean boolean => new Boolean(boolean.Value, node.Place),
        Node.Call { Name: "casei" } call => InForm(call, TextForm.CaseFolded),
        Node.Call { Name: "accenti" } call => InForm(call, TextForm.AccentFolded),
        Node.Call { Name: "date" or "timestamp" } call => new Time(Instant.Of(call), node.Place),
        Node.Call call when !Conditions.Names.Contains(call.Name) && call.Name is not ("interval" or "bbox") => throw Conditions.Unknown(call),
        Node.Geometry or Node.Call { Name: "bbox" } => throw new Cql2Exception(node.Place, "A geometry cannot be compared; spatial functions (S_INTERSECTS …) take it."),
        Node.Call { Name: "interval" } => throw new Cql2Exception(node.Place, "An interval cannot be compared; temporal functions (T_INTERSECTS …) take it."),
        _ => throw new Cql2Exception(node.Place, "Expected a property or a value, not a condition or a list."),
    };

    /// <summary>What messages call it.</summary>
    public string Kind => this switch
    {
        Property property => $"{property.Column.Name}, which is {Name(property.Column.Type)}",
        Text => "text",
        Number => "a number",
        Boolean => "true or false",
        _ => "a date",
    };

    public static string Name(ColumnType type) => type switch
    {
        ColumnType.Integer => "an integer",
        ColumnType.Real => "a number",
        ColumnType.Date => "a date",
        _ => "text",
    };

    // Both forms together are the house's folding, whatever the order.
    private static Operand InForm(Node.Call call, TextForm form)
    {
        Conditions.Count(call, 1);
        return Of(call.Args[0]) switch
        {
            Property { Column.IsText: true } property => property with { Form = property.Form | form },
            Text text => text with { Form = text.Form | form },
            var other => throw new Cql2Exception(other.Place, $"{call.Name.ToUpperInvariant()} takes text, not {other.Kind}."),
        };
    }
}
