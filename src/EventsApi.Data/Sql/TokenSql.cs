namespace EventsApi.Data.Sql;

/// <summary>Statements about tokens; the same on every engine.</summary>
internal static class TokenSql
{
    public const string Add = "INSERT INTO api_tokens (hash, key_id, kind, expires) VALUES (@Hash, @Key, @Kind, @Expires)";

    public const string Find = "SELECT key_id FROM api_tokens WHERE hash = @hash AND kind = @kind AND expires > @now";

    public const string Forget = "DELETE FROM api_tokens WHERE expires <= @now";
}
