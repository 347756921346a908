namespace EventsApi.Data.Sql;

/// <summary>Statements about data sets and the data version; the same on every engine.</summary>
internal static class DatasetSql
{
    public const string List = """
        SELECT d.name, d.licence, d.citation, d.url, count(e.dataset) AS events, min(e.event_date) AS first_date, max(e.event_date) AS last_date
        FROM datasets d LEFT JOIN events e ON e.dataset = d.name
        GROUP BY d.name, d.licence, d.citation, d.url ORDER BY d.name
        """;

    /// <summary>Enters the data sets of the staged rows; what is null leaves a stored value as it is, and nothing new changes no row.</summary>
    public static string Save(Dialect dialect) => $"""
        INSERT INTO datasets (name, licence, citation, url) SELECT DISTINCT dataset, @Licence, @Citation, @Url FROM staged WHERE dataset IS NOT NULL
        ON CONFLICT (name) DO UPDATE SET
            licence = coalesce(excluded.licence, datasets.licence),
            citation = coalesce(excluded.citation, datasets.citation),
            url = coalesce(excluded.url, datasets.url)
        WHERE NOT ({dialect.Same("coalesce(excluded.licence, datasets.licence)", "datasets.licence")}
            AND {dialect.Same("coalesce(excluded.citation, datasets.citation)", "datasets.citation")}
            AND {dialect.Same("coalesce(excluded.url, datasets.url)", "datasets.url")})
        """;

    /// <summary>The condition on <c>events</c> that selects those of a data set.</summary>
    public const string Events = "events.dataset = @name";

    /// <summary>The data sets without a look at their events.</summary>
    public const string Names = "SELECT name, licence, citation, url FROM datasets ORDER BY name";

    public const string RemoveAll = "DELETE FROM datasets";

    public const string Add = "INSERT INTO datasets (name, licence, citation, url) VALUES (@Name, @Licence, @Citation, @Url)";

    public const string Remove = "DELETE FROM datasets WHERE name = @name";
}
