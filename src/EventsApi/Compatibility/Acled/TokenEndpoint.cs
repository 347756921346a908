using System.Text.Json;
using EventsApi.Access;
using EventsApi.Contract;
using EventsApi.Data.Office;
using EventsApi.Representations;
using EventsApi.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace EventsApi.Compatibility.Acled;

/// <summary>
/// OAuth's password and refresh_token grants (RFC 6749 §4.3, §6) as ACLED's clients use them: the password is a key of this
/// server, the user name anything. Where reading needs no key, any password gets tokens, which stand for nobody.
/// </summary>
internal static class TokenEndpoint
{
    private const long MaximumBody = 65_536;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/oauth/token", Answer).OpenToAll().WithMetadata(new ProblemShape(Refuse), new ForeignCredentials(_ => null)).WithOperation(AcledOperations.GetToken);
    }

    private static async Task Answer(HttpContext http, OfficeStore office, Options options, KeyUses uses)
    {
        var form = await ReadAsync(http.Request);
        var key = form["grant_type"].ToString() switch
        {
            "password" => await office.FindKeyAsync(Given(form, "password", "a key of this server"), http.RequestAborted),
            "refresh_token" => await office.FindRefreshedKeyAsync(Given(form, "refresh_token", "the one of an earlier answer"), http.RequestAborted),
            "" => throw Bad("grant_type", "is missing: password or refresh_token."),
            var other => throw Bad("grant_type", $"'{other}' is none of password and refresh_token."),
        };
        if (key is null && !options.AnonymousReads)
        {
            await WriteErrorAsync(http, StatusCodes.Status400BadRequest, "invalid_grant", "The password must be a key of this server, one that 'keys add' printed, and the refresh token one that was got with it; neither expired nor revoked.");
            return;
        }
        if (key is not null)
        {
            uses.Add(key);
        }
        var pair = key is null ? TokenPair.OfNobody() : await office.IssueTokensAsync(key, http.RequestAborted);
        await WriteAsync(http, json =>
        {
            json.WriteString("token_type", "Bearer");
            json.WriteNumber("expires_in", (long)TokenStore.AccessLife.TotalSeconds);
            json.WriteString("access_token", pair.Access);
            json.WriteString("refresh_token", pair.Refresh);
        });
    }

    private static async Task<IFormCollection> ReadAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            throw Bad("Content-Type", "must be application/x-www-form-urlencoded or multipart/form-data.");
        }
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaximumBody;
        }
        try
        {
            return await request.ReadFormAsync(new FormOptions { ValueCountLimit = 100, MultipartBodyLengthLimit = MaximumBody }, request.HttpContext.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Bad("body", "is no form.");
        }
    }

    private static string Given(IFormCollection form, string name, string what) => form[name].ToString() is { Length: > 0 } value ? value : throw Bad(name, $"is missing: {what}.");

    private static InvalidRequestException Bad(string name, string message) => new([new RequestError(name, null, message)]);

    private static Task Refuse(HttpContext http, int status, string detail, IReadOnlyList<RequestError> errors) => WriteErrorAsync(http, status,
        status < 500 ? "invalid_request" : "server_error", errors.Count == 0 ? detail : string.Join(' ', errors.Select(error => $"{error.Parameter} {error.Message}")));

    // RFC 6749 §5.2, and a member that ACLED's clients show.
    private static Task WriteErrorAsync(HttpContext http, int status, string error, string description)
    {
        http.Response.StatusCode = status;
        return WriteAsync(http, json =>
        {
            json.WriteString("error", error);
            json.WriteString("error_description", description);
            json.WriteString("message", description);
        });
    }

    private static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = EventFormat.Json.MediaType;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteJsonAsync(json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        });
    }
}
