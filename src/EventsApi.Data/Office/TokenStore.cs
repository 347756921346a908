using Dapper;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Office;

/// <summary>What somebody who logs in with a key gets; stored nowhere but as hashes.</summary>
/// <param name="Access">Stands for the key for <see cref="TokenStore.AccessLife"/>.</param>
/// <param name="Refresh">Gets another pair, for <see cref="TokenStore.RefreshLife"/>.</param>
public sealed record TokenPair(string Access, string Refresh)
{
    /// <summary>Two that stand for no key, for whoever needs none.</summary>
    public static TokenPair OfNobody() => new(KeySecret.Create(), KeySecret.Create());
}

/// <summary>Tokens in the place of keys: each may what its key may, as long as that is valid.</summary>
public static class TokenStore
{
    public static readonly TimeSpan AccessLife = TimeSpan.FromDays(1);
    public static readonly TimeSpan RefreshLife = TimeSpan.FromDays(14);

    private const string AccessKind = "access";
    private const string RefreshKind = "refresh";

    /// <summary>Makes a pair of tokens for a key.</summary>
    public static Task<TokenPair> IssueTokensAsync(this OfficeStore office, ApiKey key, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(key);
        return office.WriteAsync(async (connection, transaction) =>
        {
            var pair = new TokenPair(KeySecret.Create(), KeySecret.Create());
            var now = DateTimeOffset.UtcNow;
            await connection.ExecuteAsync(TokenSql.Forget, new { now = now.ToUnixTimeMilliseconds() }, transaction);
            await connection.ExecuteAsync(TokenSql.Add, new[]
            {
                new { Hash = KeySecret.Hash(pair.Access), Key = key.Id, Kind = AccessKind, Expires = (now + AccessLife).ToUnixTimeMilliseconds() },
                new { Hash = KeySecret.Hash(pair.Refresh), Key = key.Id, Kind = RefreshKind, Expires = (now + RefreshLife).ToUnixTimeMilliseconds() },
            }, transaction);
            return pair;
        }, token);
    }

    /// <summary>The key that a refresh token stands for, if both are valid now.</summary>
    public static async Task<ApiKey?> FindRefreshedKeyAsync(this OfficeStore office, string sent, CancellationToken token) =>
        (await office.OfTokenAsync(await office.KeysAsync(token), sent, RefreshKind, token)) is { } key && key.IsValid(DateTimeOffset.UtcNow) ? key : null;

    /// <summary>The key, valid or not, that an access token stands for.</summary>
    internal static Task<ApiKey?> OfAccessTokenAsync(this OfficeStore office, IReadOnlyList<ApiKey> keys, string sent, CancellationToken token) => office.OfTokenAsync(keys, sent, AccessKind, token);

    private static async Task<ApiKey?> OfTokenAsync(this OfficeStore office, IReadOnlyList<ApiKey> keys, string sent, string kind, CancellationToken token)
    {
        if (sent.Length > KeySecret.MaximumLength)
        {
            return null;
        }
        var parameters = new { hash = KeySecret.Hash(sent), kind, now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() };
        var id = await office.ReadAsync(connection => connection.ExecuteScalarAsync<long?>(new CommandDefinition(TokenSql.Find, parameters, cancellationToken: token)), token);
        return keys.FirstOrDefault(key => key.Id == id);
    }
}
