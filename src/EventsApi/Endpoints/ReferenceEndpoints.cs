using EventsApi.Contract;
using EventsApi.Data.Storage;
using EventsApi.Representations;
using EventsApi.Requests;

namespace EventsApi.Endpoints;

/// <summary>What a client needs to understand events: the codebook, the countries, where rows come from.</summary>
internal static class ReferenceEndpoints
{
    public static void MapReference(this IEndpointRouteBuilder app)
    {
        var reference = app.MapGroup("/v1").WithTags("Reference").AddEndpointFilter(PlainRequest.Check);
        reference.MapGet("/codebook", () => CodebookAnswer.Current).WithOperation(Operations.GetCodebook);
        reference.MapGet("/countries", () => CountriesAnswer.Current).WithOperation(Operations.ListCountries);
        reference.MapGet("/datasets", Datasets).WithOperation(Operations.ListDatasets);
    }

    private static async Task<DatasetsAnswer?> Datasets(HttpContext http, Database database, Remembered<IReadOnlyList<DatasetSummary>> memory, Options options)
    {
        using var time = QueryTime.Start(http, options, limited: true);
        await using var session = await database.ReadAsync(time.Token);
        if (EntityTags.IsHeld(http, session.Version, EntityTags.Asked(http, options, "json")))
        {
            return null;
        }
        var datasets = await memory.GetAsync(session);
        return new DatasetsAnswer(datasets.Count, datasets);
    }
}
