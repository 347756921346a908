namespace EventsApi.Representations;

/// <summary>Facts about a request that one room writes and another reads.</summary>
internal static class HttpFacts
{
    private static readonly object Rows = new();
    private static readonly object Head = new();

    /// <summary>Rows in the answer, for the log.</summary>
    public static void SetRows(this HttpContext http, int rows) => http.Items[Rows] = rows;

    public static int GetRows(this HttpContext http) => http.Items.TryGetValue(Rows, out var rows) ? (int)rows! : 0;

    /// <summary>The client wants the headers only; the routes see a GET.</summary>
    public static void SetHead(this HttpContext http) => http.Items[Head] = true;

    public static bool IsHead(this HttpContext http) => http.Items.ContainsKey(Head);
}
