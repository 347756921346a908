using EventsApi.Access;
using Microsoft.OpenApi;

namespace EventsApi.Contract;

/// <summary>How a key is sent: either of two headers.</summary>
internal static class KeySchemes
{
    private const string Bearer = "bearer";
    private const string Header = "api_key";

    public static void AddTo(OpenApiDocument document)
    {
        document.Components!.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key that 'keys add' printed." };
        document.Components.SecuritySchemes[Header] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = Credentials.Header, Description = "The same key in a header of its own." };
    }

    public static List<OpenApiSecurityRequirement> Required(OpenApiDocument document) =>
        [new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }, new() { [new OpenApiSecuritySchemeReference(Header, document)] = [] }];
}
