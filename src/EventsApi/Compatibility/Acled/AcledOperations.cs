using EventsApi.Contract;
using Microsoft.OpenApi;

namespace EventsApi.Compatibility.Acled;

/// <summary>What the façade's document says.</summary>
internal static class AcledOperations
{
    public const string Tag = "ACLED-compatible";

    public static readonly ContractDocument Document = new("acled", "ACLED-compatible API",
        "The events of this server as clients made for ACLED's API ask for them: the same paths, parameters, columns and envelopes. It is not ACLED's, and nobody there endorses it. "
        + "Paths below /api are of the current generation, those without it of the older one, where every value is text and an error is 200 with success false.",
        [new OpenApiTag { Name = Tag, Description = "Events as ACLED's API has them." }], AcledSchemas.AddTo);

    public static readonly Operation ReadEvents = Read("readEvents", "Read events",
        "Events that satisfy all filters, the newest day first. Without a key where reading needs none; where one is needed, a token of /oauth/token or a key as parameter.", AcledSource.Events, AcledSchemas.Events);

    public static readonly Operation ReadDeletions = Read("readDeleted", "Read deleted events",
        "Events that are no more, with when they were deleted; one that came back is not among them. Ask for events with a timestamp of at least your newest first, then for the deletions since the same.",
        AcledSource.Deletions, AcledSchemas.Deletions);

    public static readonly Operation GetToken = new("getToken", "Get a token",
        "The password and refresh_token grants of OAuth 2.0. The user name is anything, the password a key of this server; the tokens are worth what the key is, and are revoked with it. "
        + "Where reading needs no key any password gets tokens, which stand for nobody.")
    {
        Document = Document.Name,
        Bodies = [new("application/x-www-form-urlencoded", AcledSchemas.TokenRequest), new("multipart/form-data", AcledSchemas.TokenRequest)],
        Answers = [new("application/json", AcledSchemas.Token)],
        Problem = new("application/json", AcledSchemas.TokenError),
        Problems = [400, 405, 413, 500, 503],
    };

    /// <summary>One of the lists.</summary>
    public static Operation ReadList(AcledList list) => new("read" + char.ToUpperInvariant(list.Name[0]) + list.Name[1..], $"{list.Summary} of the events",
        $"{list.Summary} that occur in the events, each with its first and last day and the number of events.")
    {
        Document = Document.Name,
        Query = AcledListRequest.Parameters(list),
        Answers = [new("application/json", AcledSchemas.NameOf(list)), new("text/csv", null), new("application/xml", null)],
        Problem = new("application/json", AcledSchemas.Error),
        Problems = [400, 405, 500, 503],
    };

    /// <summary>The same in the older generation.</summary>
    public static Operation Legacy(Operation current) => current with
    {
        Id = current.Id + "Legacy",
        Summary = current.Summary + ", older generation",
        Description = current.Description + " The path may end in .csv, .xml or .txt, or in a slash.",
        Answers = [new("application/json", AcledSchemas.Legacy), new("text/csv", null), new("application/xml", null)],
        Problems = [405],
    };

    private static Operation Read(string id, string summary, string description, AcledSource source, string schema) => new(id, summary, description)
    {
        Document = Document.Name,
        Query = AcledRequest.Parameters(source.Columns),
        Answers = [new("application/json", schema), new("text/csv", null), new("application/xml", null)],
        Problem = new("application/json", AcledSchemas.Error),
        Problems = [400, 405, 500, 503],
    };
}
