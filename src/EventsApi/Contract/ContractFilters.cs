using System.Globalization;
using EventsApi.Representations;
using EventsApi.Requests;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace EventsApi.Contract;

/// <summary>Writes an operation's metadata into the document.</summary>
internal sealed class OperationWriter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<Operation>().FirstOrDefault() is not { } described)
        {
            return;
        }
        operation.OperationId = described.Id;
        operation.Summary = described.Summary;
        operation.Description = described.Description;
        operation.Security = []; // no access is needed, said so explicitly
        operation.Parameters =
        [
            .. described.Path.Select(parameter => Write(parameter, ParameterLocation.Path)),
            .. described.Query.Select(parameter => Write(parameter, ParameterLocation.Query)),
        ];
        operation.RequestBody = described.Body is { } body
            ? new OpenApiRequestBody { Required = true, Content = Contents([body], context) }
            : null;
        operation.Responses = [];
        operation.Responses["200"] = new OpenApiResponse
        {
            Description = "The answer.",
            Content = Contents(described.Answers, context),
            Headers = Headers(described),
        };
        if (described.IsConditional)
        {
            operation.Responses["304"] = new OpenApiResponse { Description = "What If-None-Match names is still true." };
        }
        foreach (var status in described.Problems)
        {
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status) + ".",
                Content = Contents([new(Problems.MediaType, Schemas.Problem)], context),
            };
        }
    }

    private static OpenApiParameter Write(Parameter parameter, ParameterLocation location) => new()
    {
        Name = parameter.Name,
        In = location,
        Required = location == ParameterLocation.Path,
        Description = parameter.Description,
        Schema = Schemas.Parameter(parameter),
        Style = location == ParameterLocation.Path ? ParameterStyle.Simple : ParameterStyle.Form,
        Explode = parameter.Repeats,
        Example = Schemas.Example(parameter),
        Extensions = location == ParameterLocation.Query ? WrittenStyle : null,
    };

    // The writer leaves out the default; OGC's test suite (/req/core/fc-limit-definition and its kin) looks for it.
    private static Dictionary<string, IOpenApiExtension> WrittenStyle => new() { ["style"] = new JsonNodeExtension("form") };

    private static Dictionary<string, OpenApiMediaType> Contents(IEnumerable<Content> contents, OperationFilterContext context) => contents.ToDictionary(
        content => content.MediaType,
        content => new OpenApiMediaType
        {
            Schema = content.Schema is null
                ? new OpenApiSchema { Type = JsonSchemaType.String }
                : new OpenApiSchemaReference(content.Schema, context.Document),
        });

    private static Dictionary<string, IOpenApiHeader>? Headers(Operation described)
    {
        var headers = new Dictionary<string, IOpenApiHeader>();
        if (described.IsConditional)
        {
            headers["ETag"] = Header("Validator: weak, of the data's version and the request; of one event strong, its revision and the representation.");
        }
        if (described.IsPaged)
        {
            headers["Link"] = Header("The next page, rel=\"next\"; where features are filtered also what may be.");
        }
        return headers.Count > 0 ? headers : null;
    }

    private static OpenApiHeader Header(string description) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}

/// <summary>Adds the schemas that follow from the catalogue, and those of the answers that are records.</summary>
internal sealed class SchemaWriter : IDocumentFilter
{
    private static readonly Type[] Answers = [typeof(CodebookAnswer), typeof(CountriesAnswer), typeof(DatasetsAnswer), typeof(ReleasesAnswer), typeof(HealthAnswer)];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        foreach (var answer in Answers)
        {
            context.SchemaGenerator.GenerateSchema(answer, context.SchemaRepository);
        }
        swaggerDoc.Components ??= new OpenApiComponents();
        swaggerDoc.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        foreach (var (name, schema) in context.SchemaRepository.Schemas)
        {
            swaggerDoc.Components.Schemas[name] = schema;
        }
        Schemas.AddTo(swaggerDoc);
        swaggerDoc.Servers = [new OpenApiServer { Url = "/", Description = "This server" }];
        swaggerDoc.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = "Events", Description = "Events, filtered, paged and exported." },
            new() { Name = "History", Description = "What happened to events, by whom and why, and the data as they were." },
            new() { Name = "Aggregates", Description = "Counts and sums of events by any groups." },
            new() { Name = "OGC API", Description = "The events as a map layer: OGC API - Features." },
            new() { Name = "Reference", Description = "The taxonomy, the countries, the boundaries, and where rows come from." },
            new() { Name = "Health", Description = "For whoever runs the server." },
        };
    }
}
