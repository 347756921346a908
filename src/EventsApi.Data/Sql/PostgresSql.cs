namespace EventsApi.Data.Sql;

/// <summary>Statements that only PostgreSQL has.</summary>
internal static class PostgresSql
{
    // Any two numbers, as long as nobody else's advisory locks in this database are the same.
    public const string WriteLock = "SELECT pg_advisory_xact_lock(1131376978, 1)";

    public const string MigrationLock = "SELECT pg_advisory_xact_lock(1131376978, 2)";

    public const string OfficeLock = "SELECT pg_advisory_xact_lock(1131376978, 3)";

    public const string ReadOnly = "SET TRANSACTION READ ONLY";

    // What compares and what writes look rows up by both; a temporary table is never analysed by itself.
    public const string IndexStaged = "CREATE INDEX ON staged (row); CREATE INDEX ON staged (event_id_cnty); ANALYZE staged";

    // All but those of constraints, an operator's own included.
    public const string Indexes = "SELECT indexrelid::regclass::text AS Name, pg_get_indexdef(indexrelid) AS Sql FROM pg_index WHERE indrelid = 'events'::regclass AND NOT indisunique";

    public const string Analyze = "ANALYZE events, event_associates, event_boundaries";

    public static string CreateMigrations(string table) => $"CREATE TABLE IF NOT EXISTS {table} (number bigint PRIMARY KEY, name text NOT NULL, applied text NOT NULL)";
}
