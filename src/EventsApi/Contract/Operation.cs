using EventsApi.Requests;

namespace EventsApi.Contract;

/// <summary>A body that an operation answers or takes: its media type and the name of its schema, null for text.</summary>
public sealed record Content(string MediaType, string? Schema);

/// <summary>What the OpenAPI document says of a route beyond its path; endpoints carry it as metadata.</summary>
public sealed record Operation(string Id, string Summary, string Description)
{
    public IReadOnlyList<Parameter> Query { get; init; } = [];

    public IReadOnlyList<Parameter> Path { get; init; } = [];

    /// <summary>Headers of the request that it looks at.</summary>
    public IReadOnlyList<Parameter> Headers { get; init; } = [];

    /// <summary>What the body may be; none when it takes none.</summary>
    public IReadOnlyList<Content> Bodies { get; init; } = [];

    /// <summary>What a key must be for; null where nobody needs one.</summary>
    public string? Scope { get; init; }

    /// <summary>Whether the answer may come before the work is done, as 202.</summary>
    public bool Accepted { get; init; }

    public required IReadOnlyList<Content> Answers { get; init; }

    /// <summary>Whether the answer has an ETag and may be 304.</summary>
    public bool IsConditional { get; init; }

    /// <summary>Whether the answer has an ETag.</summary>
    public bool IsTagged { get; init; }

    /// <summary>Whether the answer may be 201, for something new.</summary>
    public bool Created { get; init; }

    /// <summary>Whether the answer may have a Link to the next page.</summary>
    public bool IsPaged { get; init; }

    /// <summary>The API's own document.</summary>
    public const string MainDocument = "v1";

    /// <summary>Name of the document that it belongs to.</summary>
    public string Document { get; init; } = MainDocument;

    /// <summary>What a problem is written as.</summary>
    public Content Problem { get; init; } = new(Representations.Problems.MediaType, Schemas.Problem);

    /// <summary>Statuses answered with a problem.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [400, 405, 406, 414, 500, 503];
}

internal static class OperationConventions
{
    /// <summary>Ties a route to its operation.</summary>
    public static RouteHandlerBuilder WithOperation(this RouteHandlerBuilder route, Operation operation) =>
        route.WithName(operation.Id).WithMetadata(operation);
}
