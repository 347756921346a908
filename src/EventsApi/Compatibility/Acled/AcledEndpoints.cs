using EventsApi.Access;
using EventsApi.Contract;

namespace EventsApi.Compatibility.Acled;

/// <summary>What clients made for ACLED's API ask for, in both of its generations.</summary>
internal static class AcledEndpoints
{
    private static readonly ForeignCredentials Credentials = ForeignCredentials.Query("key");

    public static readonly Facade Facade = new(AcledOperations.Document, Map, services => services.AddSingleton<AcledAnswer>().AddSingleton<AcledListAnswer>());

    private static void Map(IEndpointRouteBuilder app)
    {
        var acled = app.MapGroup("").WithTags(AcledOperations.Tag);
        MapSource(acled, "acled", AcledSource.Events, AcledOperations.ReadEvents);
        MapSource(acled, "deleted", AcledSource.Deletions, AcledOperations.ReadDeletions);
        foreach (var list in AcledList.All)
        {
            MapRead(acled, list.Name, AcledOperations.ReadList(list), (http, generation, format) => http.RequestServices.GetRequiredService<AcledListAnswer>().WriteAsync(http, list, generation, format));
        }
        TokenEndpoint.Map(acled);
    }

    private static void MapSource(IEndpointRouteBuilder app, string name, AcledSource source, Operation operation)
    {
        MapRead(app, name, operation, (http, generation, format) => http.RequestServices.GetRequiredService<AcledAnswer>().WriteAsync(http, source, generation, format));
    }

    /// <summary>Maps /api/NAME/read, and /NAME/read with or without a slash and a suffix for the format.</summary>
    private static void MapRead(IEndpointRouteBuilder app, string name, Operation operation, Func<HttpContext, AcledGeneration, AcledFormat?, Task> answer)
    {
        MapOne(app, $"/api/{name}/read", AcledGeneration.Current, null, operation);
        MapOne(app, $"/{name}/read", AcledGeneration.Legacy, null, AcledOperations.Legacy(operation));
        foreach (var format in AcledFormat.All)
        {
            MapOne(app, $"/{name}/read.{format.Name}", AcledGeneration.Legacy, format, null);
            MapOne(app, $"/{name}/read/.{format.Name}", AcledGeneration.Legacy, format, null);
        }

        void MapOne(IEndpointRouteBuilder on, string path, AcledGeneration generation, AcledFormat? format, Operation? described)
        {
            Delegate handler = (HttpContext http) => answer(http, generation, format);
            var route = on.MapGet(path, handler).WithMetadata(generation.Errors, Credentials);
            if (described is not null)
            {
                route.WithOperation(described);
            }
        }
    }
}
