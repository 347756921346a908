using System.Globalization;
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
        operation.Security = described.Scope is null ? [] : KeySchemes.Required(context.Document); // none is said explicitly
        operation.Parameters =
        [
            .. described.Path.Select(parameter => Write(parameter, ParameterLocation.Path)),
            .. described.Query.Select(parameter => Write(parameter, ParameterLocation.Query)),
            .. described.Headers.Select(parameter => Write(parameter, ParameterLocation.Header)),
        ];
        operation.RequestBody = described.Bodies.Count > 0
            ? new OpenApiRequestBody { Required = true, Content = Contents(described.Bodies, context) }
            : null;
        operation.Responses = [];
        operation.Responses[described.Answers.Count > 0 ? "200" : "204"] = Answer("The answer.", described, context);
        if (described.Created)
        {
            operation.Responses["201"] = Answer("It is new.", described, context);
        }
        if (described.Accepted)
        {
            operation.Responses["202"] = new OpenApiResponse
            {
                Description = "It is not done yet; Location says where to ask.",
                Content = Contents(described.Answers, context),
                Headers = new Dictionary<string, IOpenApiHeader> { ["Location"] = Header("Address of the import.") },
            };
        }
        if (described.IsConditional)
        {
            operation.Responses["304"] = new OpenApiResponse { Description = "What If-None-Match names is still true." };
        }
        foreach (var status in described.Scope is null ? described.Problems : [.. described.Problems.Concat([401, 403]).Order()])
        {
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status) + ".",
                Content = Contents([described.Problem], context),
            };
        }
    }

    private static OpenApiResponse Answer(string description, Operation described, OperationFilterContext context) =>
        new() { Description = description, Content = Contents(described.Answers, context), Headers = Headers(described) };

    private static OpenApiParameter Write(Parameter parameter, ParameterLocation location) => new()
    {
        Name = parameter.Name,
        In = location,
        Required = location == ParameterLocation.Path,
        Description = parameter.Description,
        Schema = Schemas.Parameter(parameter),
        Style = location == ParameterLocation.Query ? ParameterStyle.Form : ParameterStyle.Simple,
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
        if (described.IsConditional || described.IsTagged)
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
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var described = ContractDocument.All.First(document => document.Name == context.DocumentName);
        foreach (var answer in described.Answers)
        {
            context.SchemaGenerator.GenerateSchema(answer, context.SchemaRepository);
        }
        swaggerDoc.Components ??= new OpenApiComponents();
        swaggerDoc.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        foreach (var (name, schema) in context.SchemaRepository.Schemas)
        {
            swaggerDoc.Components.Schemas[name] = schema;
        }
        described.AddSchemas(swaggerDoc);
        KeySchemes.AddTo(swaggerDoc);
        swaggerDoc.Servers = [new OpenApiServer { Url = "/", Description = "This server" }];
        swaggerDoc.Tags = described.Tags.ToHashSet();
    }
}
