using System.Globalization;
using System.Text.Json.Nodes;
using EventsApi.Data.Model;
using EventsApi.Ogc;
using EventsApi.Representations;
using EventsApi.Requests;
using Microsoft.OpenApi;

namespace EventsApi.Contract;

/// <summary>The schemas that follow from the catalogue of columns and from the table of parameters.</summary>
internal static class Schemas
{
    public const string Event = "Event";
    public const string EventPage = "EventPage";
    public const string EventFeature = "EventFeature";
    public const string EventCollection = "EventCollection";
    public const string BoundaryFeature = "BoundaryFeature";
    public const string BoundaryCollection = "BoundaryCollection";
    public const string EventSearch = "EventSearch";
    public const string Aggregates = "Aggregates";
    public const string AggregateFeature = "AggregateFeature";
    public const string AggregateMap = "AggregateMap";
    public const string AggregateSearch = "AggregateSearch";
    public const string AggregateRow = "AggregateRow";
    public const string AggregateTotals = "AggregateTotals";
    public const string ImportFile = "ImportFile";
    public const string ImportForm = "ImportForm";
    public const string Facet = "Facet";
    public const string FacetValue = "FacetValue";
    public const string Problem = "Problem";
    public const string RequestError = "RequestError";

    public static void AddTo(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        schemas[Event] = Object("An event, its columns in the catalogue's order; with fields, only those asked for.",
            EventColumns.All.Append(EventColumns.DistanceKm).Select(column => (column.Name, (IOpenApiSchema)Value(column))).Append((EventJson.Uncertainty, Uncertainty())), []);
        schemas[EventPage] = Object("A page of events.",
        [
            ("count", Integer("Events on this page.")),
            ("total_count", Nullable(Integer("Events that match in all; null with count=none."))),
            ("next", Nullable(new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri", Description = "Address of the next page, null on the last." })),
            ("data", ArrayOf(Event, document)),
        ], ["count", "total_count", "next", "data"]);
        schemas[EventFeature] = Object("An event as a GeoJSON feature (RFC 7946); geometry is null without coordinates.",
        [
            ("type", Constant("Feature")), ("id", new OpenApiSchema { Type = JsonSchemaType.String }),
            ("geometry", Nullable(Point())), ("properties", new OpenApiSchemaReference(Event, document)),
            ("links", Links("Links to the feature's other form and to its collection; in /collections only.")),
        ], ["type", "id", "geometry", "properties"]);
        schemas[EventCollection] = Object("A page of events as GeoJSON.",
        [
            ("type", Constant("FeatureCollection")), ("numberReturned", Integer("Features on this page.")),
            ("numberMatched", Nullable(Integer("Events that match in all; with count=none null, in /collections absent."))),
            ("timeStamp", new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", Description = "When the answer was made; in /collections only." }),
            ("links", Links("Links to the next page, and in /collections to the page's other form.")), ("features", ArrayOf(EventFeature, document)),
        ], ["type", "numberReturned", "links", "features"]);
        schemas[EventSearch] = Search(EventRequest.Parameters);
        schemas[AggregateSearch] = Search(AggregateRequest.Parameters);
        AggregateSchemas.AddTo(schemas, document);
        HistorySchemas.AddTo(document);
        OgcSchemas.AddTo(schemas);
        AddBoundaries(document);
        schemas[ImportFile] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Object }, Description = "Rows as JSON objects, by the names of their profile's columns." };
        schemas[ImportForm] = Object("A form with a file; the other fields are parameters.", [("file", new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The file." })], ["file"]);
        AddProblem(document, ("import", new OpenApiSchemaReference(nameof(ImportDocument), document)));
    }

    /// <summary>A problem as <see cref="Problems"/> writes it.</summary>
    public static void AddProblem(OpenApiDocument document, params (string Name, IOpenApiSchema Schema)[] more)
    {
        var schemas = document.Components!.Schemas!;
        schemas[RequestError] = Object("One thing wrong with a request.",
        [
            ("parameter", new OpenApiSchema { Type = JsonSchemaType.String, Description = "Where." }),
            ("value", new OpenApiSchema { Type = JsonSchemaType.String, Description = "What was given." }),
            ("message", new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong." }),
            ("allowed", new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, Description = "What is allowed." }),
            ("suggestion", new OpenApiSchema { Type = JsonSchemaType.String, Description = "What was probably meant." }),
        ], ["parameter", "message"]);
        schemas[Problem] = Object("A problem (RFC 9457).",
        [
            ("type", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference" }),
            ("title", new OpenApiSchema { Type = JsonSchemaType.String }),
            ("status", new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" }),
            ("detail", new OpenApiSchema { Type = JsonSchemaType.String }),
            ("instance", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference" }),
            ("errors", ArrayOf(RequestError, document)),
            .. more,
        ], ["type", "title", "status", "detail"]);
    }

    private static void AddBoundaries(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        schemas[BoundaryFeature] = Object("A boundary as a GeoJSON feature (RFC 7946).",
        [
            ("type", Constant("Feature")), ("id", new OpenApiSchema { Type = JsonSchemaType.String, Description = "What the filter boundary takes." }), ("geometry", MultiPolygon()),
            ("properties", Object("What is known of it.",
            [
                ("level", new OpenApiSchema { Type = JsonSchemaType.String, Description = "What it is a region of: country, admin1 and others." }),
                ("name", new OpenApiSchema { Type = JsonSchemaType.String }),
                ("events", Integer("Events that lie in it.")),
            ], ["level", "name", "events"])),
        ], ["type", "id", "geometry", "properties"]);
        schemas[BoundaryCollection] = Object("A page of boundaries as GeoJSON.",
        [
            ("type", Constant("FeatureCollection")), ("numberReturned", Integer("Features on this page.")), ("numberMatched", Integer("Boundaries that match in all.")),
            ("links", Links("A link to the next page.")), ("features", ArrayOf(BoundaryFeature, document)),
        ], ["type", "numberReturned", "numberMatched", "links", "features"]);
    }

    /// <summary>The schema of a parameter in the query string or the path.</summary>
    public static OpenApiSchema Parameter(Parameter parameter)
    {
        var one = One(parameter);
        if (parameter.List is { } list)
        {
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = one, MinItems = list.Least, MaxItems = list.Most, Default = Defaults(parameter) };
        }
        if (parameter.Repeats)
        {
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = one, MaxItems = RawRequest.MaximumValues };
        }
        one.Default = Node(parameter.Default);
        return one;
    }

    /// <summary>A parameter's example in the form its schema asks for.</summary>
    public static JsonNode? Example(Parameter parameter) => parameter switch
    {
        { Example: null } => null,
        { List: not null, Example: string text } => new JsonArray([.. text.Split(',').Select(part => Typed(parameter, part))]),
        { Repeats: true, Example: string text } => new JsonArray([Typed(parameter, text)]),
        { Example: string text } => Typed(parameter, text),
        _ => Node(parameter.Example),
    };

    private static OpenApiSchema One(Parameter parameter) => new()
    {
        Type = TypeOf(parameter.Type.Name),
        Format = parameter.Type.Format,
        Minimum = Number(parameter.Minimum),
        Maximum = Number(parameter.Maximum),
        Enum = parameter.Allowed is { } allowed ? [.. allowed.Select(value => (JsonNode)value)] : null,
    };

    // A body may write one value instead of an array of one, and a list as text or as an array.
    private static OpenApiSchema Member(Parameter parameter)
    {
        if (parameter.Type == ParameterType.Shape)
        {
            return new OpenApiSchema { Description = parameter.Description, AnyOf = [One(parameter), Object("A GeoJSON geometry.", [("type", new OpenApiSchema { Type = JsonSchemaType.String }), ("coordinates", new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema() })], ["type", "coordinates"])] };
        }
        if (parameter.List is null && !parameter.Repeats)
        {
            var single = Parameter(parameter);
            single.Description = parameter.Description;
            return single;
        }
        return new OpenApiSchema
        {
            Description = parameter.Description,
            AnyOf = [parameter.List is null ? One(parameter) : new OpenApiSchema { Type = JsonSchemaType.String }, Parameter(parameter)],
        };
    }

    private static OpenApiSchema Value(Column column) => new()
    {
        Description = column.Description,
        Type = (column.Type == ColumnType.Json ? JsonSchemaType.Object : TypeOf(ParameterType.Of(column).Name)) | (column.Nullable ? JsonSchemaType.Null : 0),
        Format = column.Type == ColumnType.Json ? null : ParameterType.Of(column).Format,
        Minimum = Number(column.Minimum),
        Maximum = Number(column.Maximum),
        Examples = column.Type == ColumnType.Json ? null : [Typed(new Parameter(column.Name, ParameterType.Of(column), ""), column.Example)],
    };

    /// <summary>An event whole.</summary>
    public static OpenApiSchema EventOf(string description) =>
        Object(description, EventColumns.All.Select(column => (column.Name, (IOpenApiSchema)Value(column))), [.. EventColumns.All.Select(column => column.Name)]);

    public static OpenApiSchema Object(string description, IEnumerable<(string Name, IOpenApiSchema Schema)> members, string[] required) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Properties = members.ToDictionary(member => member.Name, member => member.Schema),
        Required = required.Length > 0 ? required.ToHashSet() : null,
    };

    public static OpenApiSchema ArrayOf(string schema, OpenApiDocument document) =>
        new() { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(schema, document) };

    public static OpenApiSchema Integer(string description) => new() { Type = JsonSchemaType.Integer, Format = "int64", Description = description };

    private static OpenApiSchema Search(IReadOnlyList<Parameter> parameters)
    {
        var schema = Object("Filters and shape of a search: the query parameters' names; an array where a parameter repeats.",
            parameters.Select(parameter => (parameter.Name, (IOpenApiSchema)Member(parameter))), []);
        schema.AdditionalPropertiesAllowed = false;
        return schema;
    }

    internal static OpenApiSchema Constant(string value) => new() { Type = JsonSchemaType.String, Enum = [value] };

    private static OpenApiSchema Uncertainty() => new()
    {
        Type = JsonSchemaType.Number,
        Format = "double",
        Minimum = "0",
        Examples = [5],
        Description = "How far, in kilometres, the true place may be from the coordinates: the codebook's radius of geo_precision. Only in GeoJSON, and only when the precision is known.",
    };

    private static OpenApiSchema Point() => Object("A point.",
    [
        ("type", Constant("Point")),
        ("coordinates", new OpenApiSchema
        {
            Type = JsonSchemaType.Array, MinItems = 2, MaxItems = 2, Description = "Longitude and latitude in degrees.",
            Items = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
        }),
    ], ["type", "coordinates"]);

    private static OpenApiSchema MultiPolygon()
    {
        var coordinates = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" };
        for (var depth = 0; depth < 4; depth++)
        {
            coordinates = new OpenApiSchema { Type = JsonSchemaType.Array, Items = coordinates };
        }
        coordinates.Description = "Polygons, each of rings of longitude and latitude in degrees; outer rings run counterclockwise.";
        return Object("An area.", [("type", Constant("MultiPolygon")), ("coordinates", coordinates)], ["type", "coordinates"]);
    }

    public static OpenApiSchema Links(string description) => new() { Type = JsonSchemaType.Array, Items = Link(), Description = description };

    private static OpenApiSchema Link() => Object("A link.",
    [
        ("rel", new OpenApiSchema { Type = JsonSchemaType.String }), ("type", new OpenApiSchema { Type = JsonSchemaType.String }),
        ("href", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri" }), ("title", new OpenApiSchema { Type = JsonSchemaType.String }),
    ], ["rel", "href"]);

    public static OpenApiSchema Nullable(OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }

    private static JsonNode? Defaults(Parameter parameter) =>
        parameter.Default is string text ? new JsonArray([.. text.Split(',').Select(part => Typed(parameter, part))]) : null;

    private static JsonNode Typed(Parameter parameter, string text) => parameter.Type.Name switch
    {
        "integer" => JsonValue.Create(long.Parse(text, CultureInfo.InvariantCulture)),
        "number" => JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)),
        "boolean" => JsonValue.Create(bool.Parse(text)),
        _ => JsonValue.Create(text),
    };

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        int number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        double number => JsonValue.Create(number),
        _ => JsonValue.Create(value.ToString()),
    };

    private static string? Number(double? value) => value?.ToString(CultureInfo.InvariantCulture);

    public static JsonSchemaType TypeOf(string name) => name switch
    {
        "integer" => JsonSchemaType.Integer,
        "number" => JsonSchemaType.Number,
        "boolean" => JsonSchemaType.Boolean,
        _ => JsonSchemaType.String,
    };
}
