using System.Net;
using System.Text;
using EventsApi.Data.Office;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Compatibility;

/// <summary>Logging in as ACLED's clients do, with keys of this server and with what another service gave them.</summary>
public class AcledAccessTests(AcledServer server) : IClassFixture<AcledServer>
{
    private const string Read = "/api/acled/read?limit=1";

    [Fact]
    public async Task A_password_that_is_a_key_gets_tokens_that_read_until_the_key_is_revoked()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:AnonymousReads=false");
        var key = await other.Office.AddKeyAsync(new ApiKey { Name = "analyst", Scopes = Scopes.Read }, CancellationToken.None);
        foreach (var form in new HttpContent[] { Form(("password", key)), Multipart(("password", key)) })
        {
            using var content = form;
            var token = await TokenAsync(other, content);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(other, Read, token.Access));
            using var refreshing = Form(("grant_type", "refresh_token"), ("refresh_token", token.Refresh));
            var again = await TokenAsync(other, refreshing);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(other, Read, again.Access));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(other, "/v1/events", again.Access));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(other, Read, token.Refresh));
            Assert.NotEqual(token, again);
        }
        using var last = Form(("password", key));
        var (access, refresh) = await TokenAsync(other, last);
        Assert.True(await other.Office.RevokeKeyAsync("analyst", CancellationToken.None));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(other, Read, access));
        using var dead = Form(("grant_type", "refresh_token"), ("refresh_token", refresh));
        Assert.Equal((400, "invalid_grant"), await ErrorAsync(other, dead));
    }

    [Fact]
    public async Task Where_reading_needs_a_key_what_is_none_is_refused_in_the_form_of_each_generation()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:AnonymousReads=false");
        var key = await other.KeyAsync(Scopes.Read);
        using var wrong = Form(("password", "secret"));
        Assert.Equal((400, "invalid_grant"), await ErrorAsync(other, wrong));
        foreach (var query in (string[])["", "?key=none&email=me@example.org"])
        {
            using var current = await other.GetAsync("/api/acled/read" + query);
            Assert.Equal(HttpStatusCode.Unauthorized, current.StatusCode);
            Assert.Equal(1, (await current.JsonAsync()).GetProperty("error").GetArrayLength());
            using var legacy = await other.GetAsync("/acled/read" + query);
            Assert.Equal((HttpStatusCode.OK, 401), (legacy.StatusCode, (await legacy.JsonAsync()).GetProperty("error").GetProperty("status").GetInt32()));
        }
        foreach (var path in (string[])["/acled/read", "/acled/read.csv", "/api/acled/read", "/deleted/read", "/api/actor/read", "/region/read"])
        {
            using var read = await other.GetAsync($"{path}?key={key}&email=me@example.org");
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
            Assert.DoesNotContain("\"success\":false", await read.TextAsync(), StringComparison.Ordinal);
            using var beside = await other.GetAsync($"{path}?key=unused", ("Authorization", "Bearer " + key));
            Assert.DoesNotContain("\"success\":false", await beside.TextAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Where_anybody_may_read_what_another_service_gave_is_no_hindrance()
    {
        using var form = Form(("username", "me@example.org"), ("password", "another service's"), ("client_id", "acled"), ("scope", "authenticated"));
        using var login = await server.SendAsync(HttpMethod.Post, "/oauth/token", form);
        var token = (await login.JsonAsync()).GetProperty("access_token").GetString()!;
        foreach (var (path, header) in new[] { (Read, $"Bearer {token}"), (Read + "&key=theirs&email=me@example.org", ""), ("/acled/read?key=theirs&email=me@example.org", "") })
        {
            using var response = await server.SendAsync(HttpMethod.Get, path, null, header.Length > 0 ? [("Authorization", header)] : []);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("none of this server's", string.Join(' ', response.Headers.GetValues("Events-Api-Message")), StringComparison.Ordinal);
        }
        using var native = await server.SendAsync(HttpMethod.Get, "/v1/events", null, ("Authorization", $"Bearer {token}"));
        Assert.Equal(HttpStatusCode.Unauthorized, native.StatusCode);
    }

    [Theory]
    [InlineData("grant_type=client_credentials", "application/x-www-form-urlencoded", 400, "invalid_request")]
    [InlineData("username=a&password=b", "application/x-www-form-urlencoded", 400, "invalid_request")]
    [InlineData("grant_type=password", "application/x-www-form-urlencoded", 400, "invalid_request")]
    [InlineData("grant_type=refresh_token", "application/x-www-form-urlencoded", 400, "invalid_request")]
    [InlineData("{\"grant_type\":\"password\"}", "application/json", 400, "invalid_request")]
    [InlineData("nonsense", "multipart/form-data; boundary=x", 400, "invalid_request")]
    [InlineData("nonsense", "multipart/form-data", 400, "invalid_request")]
    public async Task A_grant_that_is_none_is_refused_as_oauth_does(string body, string type, int status, string error)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await server.SendAsync(HttpMethod.Post, "/oauth/token", content);
        var answer = await response.JsonAsync();
        Assert.Equal((status, error), ((int)response.StatusCode, answer.GetProperty("error").GetString()));
        Assert.NotEmpty(answer.GetProperty("error_description").GetString()!);
    }

    [Fact]
    public async Task A_long_grant_is_refused()
    {
        using var form = Form(("password", new string('x', 100_000)));
        using var response = await server.SendAsync(HttpMethod.Post, "/oauth/token", form);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).Concat(fields.Any(field => field.Name == "grant_type") ? [] : [KeyValuePair.Create("grant_type", "password"), KeyValuePair.Create("username", "me@example.org")]));

    private static MultipartFormDataContent Multipart(params (string Name, string Value)[] fields)
    {
        var content = new MultipartFormDataContent { { new StringContent("password"), "grant_type" }, { new StringContent("acled"), "client_id" } };
        foreach (var (name, value) in fields)
        {
            content.Add(new StringContent(value), name);
        }
        return content;
    }

    private static async Task<(string Access, string Refresh)> TokenAsync(OtherServer other, HttpContent content)
    {
        using var response = await other.SendAsync(HttpMethod.Post, "/oauth/token", content);
        var token = await response.JsonAsync();
        Assert.Equal(["token_type", "expires_in", "access_token", "refresh_token"], token.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("Bearer", 86400), (token.GetProperty("token_type").GetString(), token.GetProperty("expires_in").GetInt32()));
        return (token.GetProperty("access_token").GetString()!, token.GetProperty("refresh_token").GetString()!);
    }

    private static async Task<HttpStatusCode> StatusAsync(OtherServer other, string path, string token)
    {
        using var response = await other.GetAsync(path, ("Authorization", "Bearer " + token));
        return response.StatusCode;
    }

    private static async Task<(int, string?)> ErrorAsync(OtherServer other, HttpContent content)
    {
        using var response = await other.SendAsync(HttpMethod.Post, "/oauth/token", content);
        return ((int)response.StatusCode, (await response.JsonAsync()).GetProperty("error").GetString());
    }
}
