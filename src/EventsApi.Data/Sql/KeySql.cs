namespace EventsApi.Data.Sql;

/// <summary>Statements about keys; the same on every engine.</summary>
internal static class KeySql
{
    public const string List = "SELECT id, name, hash, scopes, datasets, rate, created, expires, revoked, last_used FROM api_keys ORDER BY name, id";

    /// <summary>Adds a key unless one of its name is valid.</summary>
    public const string Add = """
        INSERT INTO api_keys (id, name, hash, scopes, datasets, rate, created, expires)
        SELECT (SELECT coalesce(max(id), 0) + 1 FROM api_keys), @Name, @Hash, @Scopes, @Datasets, @Rate, @Created, @Expires
        WHERE NOT EXISTS (SELECT 1 FROM api_keys WHERE name = @Name AND revoked IS NULL)
        """;

    /// <summary>Adds a key of another store as it is, unless it is there, or another valid one has its name.</summary>
    public const string Copy = """
        INSERT INTO api_keys (id, name, hash, scopes, datasets, rate, created, expires, revoked, last_used)
        SELECT (SELECT coalesce(max(id), 0) + 1 FROM api_keys), @Name, @Hash, @Scopes, @Datasets, @Rate, @Created, @Expires, @Revoked, @LastUsed
        WHERE NOT EXISTS (SELECT 1 FROM api_keys WHERE hash = @Hash OR (name = @Name AND revoked IS NULL AND CAST(@Revoked AS bigint) IS NULL))
        """;

    public const string RevokeCopied = "UPDATE api_keys SET revoked = @Revoked WHERE hash = @Hash AND revoked IS NULL";

    public const string Revoke = "UPDATE api_keys SET revoked = @now WHERE name = @name AND revoked IS NULL";

    public const string Use = "UPDATE api_keys SET last_used = @time WHERE id = @id";
}
