using System.Text.Json;

namespace EventsApi.Data.Model;

/// <summary>What a column holds, in every place where it appears.</summary>
public enum ColumnType
{
    /// <summary>Text; never empty, null when unknown.</summary>
    Text,

    /// <summary>A 64-bit integer.</summary>
    Integer,

    /// <summary>A double.</summary>
    Real,

    /// <summary>A calendar day, <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary>A JSON object, stored as text with its members in ordinal order.</summary>
    Json,
}

/// <summary>
/// One column of an event: its name in the API, SQL, CSV and OpenAPI alike, what it holds, and what may be asked of it.
/// </summary>
public sealed record Column
{
    private Column(string name, ColumnType type, string example, string description)
    {
        Name = name;
        JsonName = JsonEncodedText.Encode(name);
        Type = type;
        Example = example;
        Description = description;
    }

    /// <summary>snake_case, as in the API and in SQL.</summary>
    public string Name { get; }

    /// <summary>The name as JSON has it, made once: an answer has it in every row.</summary>
    public JsonEncodedText JsonName { get; }

    public ColumnType Type { get; }

    /// <summary>A value as it occurs in the bundled sample.</summary>
    public string Example { get; }

    public string Description { get; }

    public bool Nullable { get; init; } = true;

    public bool Filterable { get; init; } = true;

    public bool Sortable { get; init; } = true;

    /// <summary>
    /// A second column <see cref="FoldedName"/> holds <see cref="Folding.Fold"/> of this one. All free text has it;
    /// closed vocabularies, ids and slugs are stored in one spelling and need none.
    /// </summary>
    public bool Folded { get; init; }

    /// <summary>Several values in one text, joined by <see cref="ListSeparator"/>.</summary>
    public bool IsList { get; init; }

    /// <summary>The known values, if there are such.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>Whether a value outside <see cref="Vocabulary"/> is an error; an open vocabulary only knows aliases.</summary>
    public bool Closed { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    /// <summary>Longest text stored, in UTF-16 code units.</summary>
    public int MaximumLength { get; init; } = 500;

    /// <summary>The tag of the Humanitarian Exchange Language, https://hxlstandard.org; empty when there is none.</summary>
    public string HxlTag { get; init; } = "";

    public string FoldedName => Name + "_folded";

    public bool IsText => Type is ColumnType.Text or ColumnType.Json;

    /// <summary>Between the elements of a list column.</summary>
    public const string ListSeparator = "; ";

    /// <summary>Reads the value of a text or JSON column.</summary>
    public Func<Event, string?> GetText { get; private init; } = _ => null;

    /// <summary>Sets the value of a text or JSON column.</summary>
    public Action<Event, string?> SetText { get; private init; } = (_, _) => { };

    /// <summary>Reads the value of an integer column.</summary>
    public Func<Event, long?> GetInteger { get; private init; } = _ => null;

    /// <summary>Sets the value of an integer column.</summary>
    public Action<Event, long?> SetInteger { get; private init; } = (_, _) => { };

    /// <summary>Reads the value of a real column.</summary>
    public Func<Event, double?> GetReal { get; private init; } = _ => null;

    /// <summary>Sets the value of a real column.</summary>
    public Action<Event, double?> SetReal { get; private init; } = (_, _) => { };

    /// <summary>Reads the value of a date column.</summary>
    public Func<Event, DateOnly?> GetDate { get; private init; } = _ => null;

    /// <summary>Sets the value of a date column.</summary>
    public Action<Event, DateOnly?> SetDate { get; private init; } = (_, _) => { };

    /// <summary>The value boxed, or null.</summary>
    public object? Get(Event row) => Type switch
    {
        ColumnType.Integer => GetInteger(row),
        ColumnType.Real => GetReal(row),
        ColumnType.Date => GetDate(row),
        _ => GetText(row),
    };

    /// <summary>Sets the value: string, long, double or <see cref="DateOnly"/> by <see cref="Type"/>, or null.</summary>
    public void Set(Event row, object? value)
    {
        switch (Type)
        {
            case ColumnType.Integer:
                SetInteger(row, (long?)value);
                break;
            case ColumnType.Real:
                SetReal(row, (double?)value);
                break;
            case ColumnType.Date:
                SetDate(row, (DateOnly?)value);
                break;
            default:
                SetText(row, (string?)value);
                break;
        }
    }

    public bool Equals(Column? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;

    internal static Column Text(string name, Func<Event, string?> get, Action<Event, string?> set, string example, string description) =>
        new(name, ColumnType.Text, example, description) { GetText = get, SetText = set };

    internal static Column Json(string name, Func<Event, string?> get, Action<Event, string?> set, string example, string description) =>
        new(name, ColumnType.Json, example, description) { GetText = get, SetText = set, Filterable = false, Sortable = false };

    internal static Column Integer(string name, Func<Event, long?> get, Action<Event, long?> set, string example, string description) =>
        new(name, ColumnType.Integer, example, description) { GetInteger = get, SetInteger = set };

    internal static Column Real(string name, Func<Event, double?> get, Action<Event, double?> set, string example, string description) =>
        new(name, ColumnType.Real, example, description) { GetReal = get, SetReal = set };

    internal static Column Date(string name, Func<Event, DateOnly?> get, Action<Event, DateOnly?> set, string example, string description) =>
        new(name, ColumnType.Date, example, description) { GetDate = get, SetDate = set };
}
