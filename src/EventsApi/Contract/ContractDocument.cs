using EventsApi.Compatibility;
using EventsApi.Representations;
using Microsoft.OpenApi;

namespace EventsApi.Contract;

/// <summary>One OpenAPI document: the API's own, or that of a façade. An <see cref="Operation"/> names the one it belongs to.</summary>
/// <param name="Name">As in its address, <c>/openapi/NAME.json</c>.</param>
internal sealed record ContractDocument(string Name, string Title, string Description, IReadOnlyList<OpenApiTag> Tags, Action<OpenApiDocument> AddSchemas)
{
    public static readonly ContractDocument Main = new(Operation.MainDocument, "Conflict Events API",
        "Conflict events in the structure that ACLED made standard: who did what to whom, where, when, with how many dead, and who says so.",
        [
            new() { Name = "Events", Description = "Events, filtered, paged and exported." },
            new() { Name = "History", Description = "What happened to events, by whom and why, and the data as they were." },
            new() { Name = "Imports", Description = "Files sent with a key, and what became of them." },
            new() { Name = "Aggregates", Description = "Counts and sums of events by any groups." },
            new() { Name = "OGC API", Description = "The events as a map layer: OGC API - Features." },
            new() { Name = "Reference", Description = "The taxonomy, the countries, the boundaries, and where rows come from." },
            new() { Name = "Health", Description = "For whoever runs the server." },
        ], Schemas.AddTo)
    {
        Answers = [typeof(CodebookAnswer), typeof(CountriesAnswer), typeof(DatasetsAnswer), typeof(ReleasesAnswer), typeof(ImportDocument), typeof(ImportsAnswer), typeof(HealthAnswer)],
    };

    /// <summary>All there are, the API's own first.</summary>
    public static IReadOnlyList<ContractDocument> All => [Main, .. Facade.All.Select(facade => facade.Document)];

    /// <summary>Answers that are records, whose schemas are generated.</summary>
    public IReadOnlyList<Type> Answers { get; init; } = [];
}
