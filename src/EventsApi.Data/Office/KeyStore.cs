using Dapper;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Office;

/// <summary>There is a key of that name already.</summary>
public sealed class KeyTakenException(string name) : Exception($"There is a key '{name}' already; revoke it first, or choose another name.");

/// <summary>The keys.</summary>
public static class KeyStore
{
    /// <summary>Adds a key.</summary>
    /// <param name="key">What it may do; id, hash and creation are filled in.</param>
    /// <returns>The key itself, which is stored nowhere.</returns>
    /// <exception cref="KeyTakenException">One of that name is not revoked.</exception>
    public static Task<string> AddKeyAsync(this OfficeStore office, ApiKey key, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(key);
        return office.WriteAsync(async (connection, transaction) =>
        {
            var secret = KeySecret.Create();
            var added = await connection.ExecuteAsync(KeySql.Add, key with { Hash = KeySecret.Hash(secret), Created = Now() }, transaction);
            return added == 1 ? secret : throw new KeyTakenException(key.Name);
        }, token);
    }

    /// <summary>All keys, also those that are revoked, by name.</summary>
    public static Task<List<ApiKey>> KeysAsync(this OfficeStore office, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(office);
        return office.ReadAsync(async connection => (await connection.QueryAsync<ApiKey>(new CommandDefinition(KeySql.List, cancellationToken: token))).AsList(), token);
    }

    /// <summary>The key that was sent, itself or as a token that stands for it, if it is one and valid now.</summary>
    public static async Task<ApiKey?> FindKeyAsync(this OfficeStore office, string sent, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(sent);
        var keys = await office.KeysAsync(token);
        var key = KeySecret.Find(keys, sent) ?? (keys.Count > 0 ? await office.OfAccessTokenAsync(keys, sent, token) : null);
        return key is not null && key.IsValid(DateTimeOffset.UtcNow) ? key : null;
    }

    /// <summary>Makes a key invalid for good.</summary>
    /// <returns>Whether there was one of that name.</returns>
    public static Task<bool> RevokeKeyAsync(this OfficeStore office, string name, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(office);
        return office.WriteAsync(async (connection, transaction) => await connection.ExecuteAsync(KeySql.Revoke, new { name, now = Now() }, transaction) > 0, token);
    }

    /// <summary>Records when keys were last used.</summary>
    /// <param name="uses">Unix milliseconds by the key's id.</param>
    public static Task RecordUsesAsync(this OfficeStore office, IReadOnlyCollection<KeyValuePair<long, long>> uses, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(office);
        return office.WriteAsync((connection, transaction) => connection.ExecuteAsync(KeySql.Use, uses.Select(use => new { id = use.Key, time = use.Value }), transaction), token);
    }

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
