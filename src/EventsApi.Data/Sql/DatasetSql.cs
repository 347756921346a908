namespace EventsApi.Data.Sql;

/// <summary>Statements about data sets and the data version; the same on every engine.</summary>
internal static class DatasetSql
{
    public const string Version = "SELECT version FROM data_version";

    public const string RaiseVersion = "UPDATE data_version SET version = version + 1";

    public const string List = """
        SELECT d.name, d.licence, d.citation, d.url, count(e.dataset) AS events, min(e.event_date) AS first_date, max(e.event_date) AS last_date
        FROM datasets d LEFT JOIN events e ON e.dataset = d.name
        GROUP BY d.name, d.licence, d.citation, d.url ORDER BY d.name
        """;

    public const string Find = "SELECT name, licence, citation, url FROM datasets WHERE name = @Name";

    public const string Save = """
        INSERT INTO datasets (name, licence, citation, url) VALUES (@Name, @Licence, @Citation, @Url)
        ON CONFLICT (name) DO UPDATE SET
            licence = coalesce(excluded.licence, datasets.licence),
            citation = coalesce(excluded.citation, datasets.citation),
            url = coalesce(excluded.url, datasets.url)
        """;

    public const string RemoveEvents = "DELETE FROM events WHERE dataset = @name";

    public const string Remove = "DELETE FROM datasets WHERE name = @name";
}
