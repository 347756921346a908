using EventsApi.Access;
using EventsApi.Representations;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace EventsApi.Contract;

/// <summary>The OpenAPI documents and the page that shows them.</summary>
internal static class ContractEndpoints
{
    public const string Document = "v1";
    public const string MediaType = "application/vnd.oai.openapi+json";

    public static void AddContract(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.ConfigureHttpJsonOptions(json => AnswerJson.Configure(json.SerializerOptions));
        services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc(Document, new OpenApiInfo
            {
                Title = "Conflict Events API",
                Version = "1.0.0",
                Description = "Conflict events in the structure that ACLED made standard: who did what to whom, where, when, with how many dead, and who says so.",
                License = new OpenApiLicense { Name = "Apache-2.0", Url = new Uri("https://www.apache.org/licenses/LICENSE-2.0") },
            });
            swagger.SupportNonNullableReferenceTypes();
            swagger.NonNullableReferenceTypesAsRequired();
            swagger.DocInclusionPredicate((_, description) => description.ActionDescriptor.EndpointMetadata.OfType<Operation>().Any());
            swagger.OperationFilter<OperationWriter>();
            swagger.DocumentFilter<SchemaWriter>();
        });
    }

    public static void MapContract(this WebApplication app)
    {
        app.MapGet($"/openapi/{Document}.json", (ISwaggerProvider swagger) => Write(swagger, OpenApiSpecVersion.OpenApi3_1)).OpenToAll().ExcludeFromDescription();
        app.MapGet($"/openapi/{Document}-3.0.json", (ISwaggerProvider swagger) => Write(swagger, OpenApiSpecVersion.OpenApi3_0)).OpenToAll().ExcludeFromDescription();
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Conflict Events API";
            page.SwaggerEndpoint($"/openapi/{Document}.json", "Conflict Events API");
        });
    }

    /// <summary>The document as text, ending in a line break.</summary>
    public static async Task<string> RenderAsync(ISwaggerProvider swagger, OpenApiSpecVersion version) =>
        (await swagger.GetSwagger(Document).SerializeAsJsonAsync(version)).ReplaceLineEndings("\n").TrimEnd() + "\n";

    private static async Task<IResult> Write(ISwaggerProvider swagger, OpenApiSpecVersion version) => Results.Text(await RenderAsync(swagger, version),
        $"{MediaType};version={(version == OpenApiSpecVersion.OpenApi3_1 ? "3.1" : "3.0")}");
}
