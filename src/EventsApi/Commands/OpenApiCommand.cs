using System.CommandLine;
using EventsApi.Contract;
using EventsApi.Hosting;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace EventsApi.Commands;

/// <summary>Prints the contract, as the server serves it.</summary>
internal static class OpenApiCommand
{
    public static Command Create(Settings settings)
    {
        var version = new Option<string>("--spec") { Description = "Version of OpenAPI.", DefaultValueFactory = _ => "3.1" };
        version.AcceptOnlyFromAmong("3.1", "3.0");
        var document = new Option<string>("--document") { Description = "Which document: the API's own, or a façade's.", DefaultValueFactory = _ => ContractEndpoints.Document };
        document.AcceptOnlyFromAmong([.. ContractDocument.All.Select(known => known.Name)]);
        var command = new Command("openapi", "Print the OpenAPI document.") { version, document };
        command.SetAction(async (parsed, token) =>
        {
            await using var database = await settings.OpenAsync(parsed, token);
            await using var app = Server.Build(settings.ToArguments(parsed));
            var spec = parsed.GetValue(version) == "3.0" ? OpenApiSpecVersion.OpenApi3_0 : OpenApiSpecVersion.OpenApi3_1;
            Console.Write(await ContractEndpoints.RenderAsync(app.Services.GetRequiredService<ISwaggerProvider>(), spec, parsed.GetValue(document)!));
            return CommandLine.Succeeded;
        });
        return command;
    }
}
