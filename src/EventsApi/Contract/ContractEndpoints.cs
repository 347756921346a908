using EventsApi.Access;
using EventsApi.Representations;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace EventsApi.Contract;

/// <summary>The OpenAPI documents and the page that shows them.</summary>
internal static class ContractEndpoints
{
    public const string Document = Operation.MainDocument;
    public const string MediaType = "application/vnd.oai.openapi+json";

    public static void AddContract(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.ConfigureHttpJsonOptions(json => AnswerJson.Configure(json.SerializerOptions));
        services.AddSwaggerGen(swagger =>
        {
            foreach (var document in ContractDocument.All)
            {
                swagger.SwaggerDoc(document.Name, new OpenApiInfo
                {
                    Title = document.Title,
                    Version = "1.0.0",
                    Description = document.Description,
                    License = new OpenApiLicense { Name = "Apache-2.0", Url = new Uri("https://www.apache.org/licenses/LICENSE-2.0") },
                });
            }
            swagger.SupportNonNullableReferenceTypes();
            swagger.NonNullableReferenceTypesAsRequired();
            swagger.DocInclusionPredicate((name, description) => description.ActionDescriptor.EndpointMetadata.OfType<Operation>().Any(operation => operation.Document == name));
            swagger.OperationFilter<OperationWriter>();
            swagger.DocumentFilter<SchemaWriter>();
        });
    }

    public static void MapContract(this WebApplication app)
    {
        foreach (var document in ContractDocument.All)
        {
            app.MapGet($"/openapi/{document.Name}.json", (ISwaggerProvider swagger) => Write(swagger, OpenApiSpecVersion.OpenApi3_1, document.Name)).OpenToAll().ExcludeFromDescription();
        }
        app.MapGet($"/openapi/{Document}-3.0.json", (ISwaggerProvider swagger) => Write(swagger, OpenApiSpecVersion.OpenApi3_0, Document)).OpenToAll().ExcludeFromDescription();
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Conflict Events API";
            foreach (var document in ContractDocument.All)
            {
                page.SwaggerEndpoint($"/openapi/{document.Name}.json", document.Title);
            }
        });
    }

    /// <summary>The document as text, ending in a line break.</summary>
    public static async Task<string> RenderAsync(ISwaggerProvider swagger, OpenApiSpecVersion version, string document = Document) =>
        (await swagger.GetSwagger(document).SerializeAsJsonAsync(version)).ReplaceLineEndings("\n").TrimEnd() + "\n";

    private static async Task<IResult> Write(ISwaggerProvider swagger, OpenApiSpecVersion version, string document) => Results.Text(await RenderAsync(swagger, version, document),
        $"{MediaType};version={(version == OpenApiSpecVersion.OpenApi3_1 ? "3.1" : "3.0")}");
}
