using System.Globalization;
using System.Net;
using EventsApi.Data.Office;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Keys, scopes and rates.</summary>
public class AccessTests(EventServer server) : IClassFixture<EventServer>
{
    private const string Closed = "--EventsApi:AnonymousReads=false";

    [Fact]
    public async Task Reading_is_open_to_everybody_by_default()
    {
        using var response = await server.SendAsync(HttpMethod.Get, "/v1/events?limit=1");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("RateLimit"));
    }

    [Theory]
    [InlineData("/v1/events")]
    [InlineData("/v1/events/TST1")]
    [InlineData("/v1/changes")]
    [InlineData("/collections/events/items")]
    [InlineData("/")]
    public async Task Reading_needs_a_key_where_the_setting_says_so(string path)
    {
        await using var other = await server.StartOtherAsync(Closed);
        using var refused = await other.GetAsync(path);
        await AssertRefusedAsync(refused, 401, "scope read");
        Assert.Equal("Bearer realm=\"events-api\"", Assert.Single(refused.Headers.GetValues("WWW-Authenticate")));
        using var allowed = await other.GetAsync(path, ("X-Api-Key", await other.KeyAsync(Scopes.Read)));
        Assert.NotEqual(HttpStatusCode.Unauthorized, allowed.StatusCode);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/index.html")]
    public async Task Health_and_contract_need_no_key(string path)
    {
        await using var other = await server.StartOtherAsync(Closed);
        using var response = await other.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_key_is_taken_as_bearer_and_in_its_own_header()
    {
        await using var other = await server.StartOtherAsync(Closed);
        var key = await other.KeyAsync(Scopes.Read);
        Assert.Matches("^[A-Za-z0-9_-]{32,}$", key);
        foreach (var (name, value) in new[] { ("Authorization", "Bearer " + key), ("Authorization", "bearer " + key), ("X-Api-Key", key) })
        {
            using var response = await other.GetAsync("/v1/events", (name, value));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        using var both = await other.GetAsync("/v1/events", ("Authorization", "Bearer " + key), ("X-Api-Key", "another"));
        await AssertRefusedAsync(both, 400, "Two different keys");
    }

    [Fact]
    public async Task Unknown_expired_and_revoked_keys_are_refused_in_the_same_words()
    {
        await using var other = await server.StartOtherAsync(Closed);
        var expired = await other.Office.AddKeyAsync(new ApiKey { Name = "expired", Scopes = Scopes.Read, Expires = DateTimeOffset.UtcNow.AddSeconds(-1).ToUnixTimeMilliseconds() }, CancellationToken.None);
        var revoked = await other.KeyAsync(Scopes.Read);
        await other.Office.RevokeKeyAsync((await other.Office.KeysAsync(CancellationToken.None)).Single(key => key.Name != "expired").Name, CancellationToken.None);
        var told = new HashSet<string>();
        foreach (var key in new[] { expired, revoked, revoked[..^1] + (revoked[^1] == 'A' ? 'B' : 'A'), "x", new string('x', 5000) })
        {
            using var response = await other.GetAsync("/v1/events", ("X-Api-Key", key));
            Assert.Equal(401, (int)response.StatusCode);
            told.Add(await response.TextAsync() + response.Headers.WwwAuthenticate);
        }
        Assert.Single(told);
    }

    [Fact]
    public async Task A_key_without_the_scope_gets_403_that_names_it_and_admin_has_all()
    {
        await using var other = await server.StartOtherAsync(Closed);
        using var refused = await other.GetAsync("/v1/events", ("X-Api-Key", await other.KeyAsync(Scopes.Import)));
        await AssertRefusedAsync(refused, 403, "scope read");
        Assert.Contains("insufficient_scope", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        using var allowed = await other.GetAsync("/v1/events", ("X-Api-Key", await other.KeyAsync(Scopes.Admin)));
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    [Fact]
    public async Task A_key_is_stored_as_its_hash_only()
    {
        await using var other = await server.StartOtherAsync();
        var key = await other.KeyAsync(Scopes.Read);
        var stored = Assert.Single(await other.Office.KeysAsync(CancellationToken.None));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key))), stored.Hash);
        Assert.DoesNotContain(key, stored.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_use_is_recorded_at_the_latest_when_the_server_ends()
    {
        await using var other = await server.StartOtherAsync();
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        using var response = await other.GetAsync("/v1/events", ("X-Api-Key", await other.KeyAsync(Scopes.Read)));
        await other.StopAsync();
        Assert.InRange(Assert.Single(await other.Office.KeysAsync(CancellationToken.None)).LastUsed!.Value, before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_key_makes_as_many_requests_a_minute_as_it_may()
    {
        await using var other = await server.StartOtherAsync();
        var key = await other.Office.AddKeyAsync(new ApiKey { Name = "slow", Scopes = Scopes.Read, Rate = 3 }, CancellationToken.None);
        for (var left = 2; left >= 0; left--)
        {
            using var response = await other.GetAsync("/v1/events?limit=1", ("X-Api-Key", key));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal($"\"key\";r={left}", Assert.Single(response.Headers.GetValues("RateLimit")));
            Assert.Equal("\"key\";q=3;w=60", Assert.Single(response.Headers.GetValues("RateLimit-Policy")));
        }
        using var refused = await other.GetAsync("/v1/events?limit=1", ("X-Api-Key", key));
        await AssertRefusedAsync(refused, 429, "with this key");
        Assert.InRange(int.Parse(Assert.Single(refused.Headers.GetValues("Retry-After")), CultureInfo.InvariantCulture), 1, 60);
        using var anonymous = await other.GetAsync("/v1/events?limit=1");
        Assert.Equal(HttpStatusCode.OK, anonymous.StatusCode);
    }

    [Fact]
    public async Task An_address_makes_as_many_requests_a_minute_as_the_setting_says()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:AddressRate=2");
        foreach (var path in new[] { "/health/ready", "/v1/events?limit=1", "/health/live", "/v1/codebook", "/health/ready" })
        {
            using var response = await other.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        using var refused = await other.GetAsync("/v1/events");
        await AssertRefusedAsync(refused, 429, "from one address");
        using var keyed = await other.GetAsync("/v1/events", ("X-Api-Key", await other.KeyAsync(Scopes.Read)));
        Assert.Equal(HttpStatusCode.OK, keyed.StatusCode);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response, int status, string says)
    {
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(says, (await response.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
