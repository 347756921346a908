using EventsApi.Data.Places;
using EventsApi.Data.Queries;
using EventsApi.Requests;
using Microsoft.OpenApi;

namespace EventsApi.Contract;

/// <summary>The schemas that follow from the tables of groups and metrics.</summary>
internal static class AggregateSchemas
{
    public static void AddTo(IDictionary<string, IOpenApiSchema> schemas, OpenApiDocument document)
    {
        var metrics = Metric.All.Select(metric => (metric.Name, (IOpenApiSchema)Value(metric))).ToList();
        schemas[Schemas.AggregateTotals] = Schemas.Object("The metrics asked for, of all events that satisfy the filter.", metrics, []);
        schemas[Schemas.AggregateRow] = Schemas.Object("One group of events: its keys, for a span of time its first day, and the metrics asked for, with compare each with its baseline.",
            [.. Group.All.SelectMany(Members), .. Metric.All.SelectMany(Figures)], []);
        schemas[Schemas.Aggregates] = Schemas.Object("Figures of events by groups.",
        [
            ("group_by", Names("The groups asked for.")), ("metrics", Names("The metrics asked for.")),
            ("count", Schemas.Integer("Rows on this page.")), ("totals", new OpenApiSchemaReference(Schemas.AggregateTotals, document)),
            ("other", new OpenApiSchemaReference(Schemas.AggregateTotals, document)),
            ("baseline_interval", new OpenApiSchema { Type = JsonSchemaType.String, Description = "The days compared with, as 2021-01-01/2021-12-31; only with compare and without a span of time in group_by." }),
            ("next", Schemas.Nullable(new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri", Description = "Address of the next page, null on the last." })),
            ("data", Schemas.ArrayOf(Schemas.AggregateRow, document)), ("data_version", Schemas.Integer("Grows with every change of the data.")),
        ], ["group_by", "metrics", "count", "totals", "next", "data", "data_version"]);
        AddMap(schemas, document);
        AddFacet(schemas, document);
    }

    // The same, its rows as features.
    private static void AddMap(IDictionary<string, IOpenApiSchema> schemas, OpenApiDocument document)
    {
        var members = ((OpenApiSchema)schemas[Schemas.Aggregates]).Properties!;
        schemas[Schemas.AggregateFeature] = Schemas.Object("One group of events with its place: the area of its cell or boundary, or the point of its location.",
        [
            ("type", Schemas.Constant("Feature")),
            ("geometry", new OpenApiSchema { Type = JsonSchemaType.Object | JsonSchemaType.Null, Description = "A GeoJSON MultiPolygon or Point; null for the group without a place." }),
            ("properties", new OpenApiSchemaReference(Schemas.AggregateRow, document)),
        ], ["type", "geometry", "properties"]);
        schemas[Schemas.AggregateMap] = Schemas.Object("Figures of events by groups with a place.",
        [
            ("type", Schemas.Constant("FeatureCollection")), .. members.Where(member => member.Key != "data").Select(member => (member.Key, member.Value)),
            ("features", Schemas.ArrayOf(Schemas.AggregateFeature, document)),
        ], ["type", "group_by", "metrics", "count", "totals", "next", "features", "data_version"]);
    }

    private static void AddFacet(IDictionary<string, IOpenApiSchema> schemas, OpenApiDocument document)
    {
        schemas[Schemas.FacetValue] = Schemas.Object("One value of a column.",
        [
            ("value", new OpenApiSchema
            {
                Description = "As aggregates write it; null where it is unknown.",
                AnyOf = [new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null }, new OpenApiSchema { Type = JsonSchemaType.Integer }, new OpenApiSchema { Type = JsonSchemaType.Boolean }],
            }),
            (Metric.Events.Name, Schemas.Integer("Events that have it.")),
        ], ["value", Metric.Events.Name]);
        schemas[Schemas.Facet] = Schemas.Object("The values of a column.",
        [
            ("column", new OpenApiSchema { Type = JsonSchemaType.String, Description = "The column asked for." }),
            ("count", Schemas.Integer("Values in this answer.")), ("total_count", Schemas.Integer("Different values in all that q finds, unknown among them.")),
            ("truncated", new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Whether there are more values than limit let through." }),
            ("totals", new OpenApiSchemaReference(Schemas.AggregateTotals, document)), ("data", Schemas.ArrayOf(Schemas.FacetValue, document)),
            ("data_version", Schemas.Integer("Grows with every change of the data.")),
        ], ["column", "count", "total_count", "truncated", "totals", "data", "data_version"]);
    }

    // A mean of counts is no integer: what comparing adds may be either.
    private static IEnumerable<(string, IOpenApiSchema)> Figures(Metric metric) =>
        Metric.Compared(metric, Baseline.Mean12Months).Prepend(metric).Select(one => (one.Name, (IOpenApiSchema)Value(one)));

    private static IEnumerable<(string, IOpenApiSchema)> Members(Group group)
    {
        yield return (group.Name, Key(group));
        if (group is Group.OfTime time)
        {
            yield return (time.StartName, new OpenApiSchema { Type = JsonSchemaType.String, Format = "date", Description = $"First day of the {time.Name}." });
        }
    }

    private static OpenApiSchema Key(Group group) => new()
    {
        Description = group.Description,
        Type = group switch
        {
            Group.OfTime { Unit: TimeUnit.Year } => JsonSchemaType.Integer,
            Group.OfTime => JsonSchemaType.String,
            Group.OfCategory => JsonSchemaType.Boolean | JsonSchemaType.Null,
            Group.OfCell { Grid: not Grid.Equal.PrioGrid } => JsonSchemaType.String | JsonSchemaType.Null,
            _ => Schemas.TypeOf(ParameterType.Of(group.KeyType).Name) | (group.Source.Nullable ? JsonSchemaType.Null : 0),
        },
    };

    private static OpenApiSchema Value(Metric metric) => new()
    {
        Description = metric.Description,
        Type = Schemas.TypeOf(ParameterType.Of(metric.Type).Name) | (metric.Nullable ? JsonSchemaType.Null : 0),
        Format = ParameterType.Of(metric.Type).Format,
    };

    private static OpenApiSchema Names(string description) =>
        new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, Description = description };
}
