namespace EventsApi.Data.Sql;

/// <summary>Statements about data versions, the writes that made them, and the names of some.</summary>
internal static class VersionSql
{
    private const string Columns = "version, time, operation, import AS import_number, dataset, key_name, reason, inserted, updated, deleted";

    public const string Current = "SELECT version FROM data_version";

    public const string Next = "SELECT version + 1 FROM data_version";

    public const string Raise = "UPDATE data_version SET version = @version";

    /// <summary>A store that is new has a beginning of its own.</summary>
    public const string Forget = "DELETE FROM versions WHERE version = @version";

    public const string Newest = $"SELECT {Columns} FROM versions ORDER BY version DESC LIMIT 1";

    public const string Oldest = $"SELECT {Columns} FROM versions ORDER BY version LIMIT 1";

    /// <summary>The version that counted at a time.</summary>
    public const string At = $"SELECT {Columns} FROM versions WHERE time <= @time ORDER BY time DESC, version DESC LIMIT 1";

    public const string Between = $"SELECT {Columns} FROM versions WHERE version BETWEEN @first AND @last ORDER BY version";

    public const string OfImport = $"SELECT {Columns} FROM versions WHERE import = @import";

    /// <summary>The newest below a number, of one key or of all.</summary>
    public const string Imports = $"SELECT {Columns} FROM versions WHERE import < @before AND (key_name = @key OR CAST(@key AS text) IS NULL) ORDER BY import DESC LIMIT @most";

    public const string NextImport = "SELECT coalesce(max(import), 0) + 1 FROM versions";

    public const string Record = $"""
        INSERT INTO versions (version, time, operation, import, dataset, key_name, reason, inserted, updated, deleted)
        VALUES (@Version, @Time, @Operation, @ImportNumber, @Dataset, @KeyName, @Reason, @Inserted, @Updated, @Deleted)
        """;

    public const string Releases = "SELECT name, version, time FROM releases ORDER BY version DESC, name";

    public const string Release = "SELECT name, version, time FROM releases WHERE name = @name";

    public const string RemoveReleases = "DELETE FROM releases";

    public const string Publish = "INSERT INTO releases (name, version, time) VALUES (@Name, @Version, @Time)";
}
